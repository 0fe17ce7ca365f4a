"""What the office says of its cases, as querysets that chain."""

from datetime import date

from django.db import models
from django.db.models import Exists, OuterRef, Q

from office.models import User
from office.roles import May
from requests_app.states import OPEN_STATES, State
from requests_app.urgency import Part, span


class ApplicationQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "ApplicationQuerySet":
        """The cases this person may see: the one rule for every page, list, file and export.

        Office roles see all; a unit's people see what is assigned to their unit, while it is.
        """
        if not user.is_authenticated:
            return self.none()
        if user.may(May.SEE_ALL):
            return self.all()
        return self.filter(unit_in_charge__in=user.unit_ids())

    def open(self) -> "ApplicationQuerySet":
        """Not yet closed: being handled, or answered but the answer has not been served."""
        return self.filter(Q(state__in=OPEN_STATES) | self._answered_not_served())

    def to_serve(self) -> "ApplicationQuerySet":
        """Answered, and the answer has not reached the applicant."""
        return self.filter(self._answered_not_served())

    def _answered_not_served(self) -> Q:
        handlings = self.model.handlings.rel.related_model.objects
        unserved = handlings.filter(application=OuterRef("pk"), closed_on=None)
        return Q(Exists(unserved), state=State.ANSWERED)

    def clock_running(self) -> "ApplicationQuerySet":
        """Cases whose reply the office still owes: their index of due dates is live."""
        return self.open().filter(alarm_on__isnull=False)

    def in_part(self, part: Part, *, on: date, last: date) -> "ApplicationQuerySet":
        """The open cases of one part; `last` is the day up to which a date counts as soon.

        See also `Application.clock`: `alarm_on` is an index of it and never decides.
        """
        if part is Part.NOT_RUNNING:
            return self.open().filter(alarm_on=None)
        return self.clock_running().filter(alarm_on__range=span(part, on=on, last=last))

    def overdue(self, on: date) -> "ApplicationQuerySet":
        return self.clock_running().filter(alarm_on__lt=on)

    def for_list(self) -> "ApplicationQuerySet":
        return self.select_related("applicant", "unit_in_charge")


class ConsultationQuerySet(models.QuerySet):
    def open(self) -> "ConsultationQuerySet":
        """Still waited for: not answered, not ended by a correction, its letter not revoked."""
        return self.filter(answered_on=None, closed_on=None, withdrawn_on=None)

    def in_force(self) -> "ConsultationQuerySet":
        """Whose letter was not revoked."""
        return self.filter(withdrawn_on=None)

    def overridden(self) -> "ConsultationQuerySet":
        """Whose party says no, and a decision to release all the same stands."""
        return self.filter(overrides__isnull=False, overrides__withdrawn_on=None)
