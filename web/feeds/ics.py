"""The iCalendar feed: one whole day for each limit, revised when it moves, cancelled when over."""

from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event, vDuration, vUri

from casework.feed_entries import Entry, entries
from casework.models import FeedAddress
from office import institution
from requests_app.clock import in_page_language
from statute.limits import APPLICANT, OFFICE, THIRD_PARTY

EVERY_HOUR = timedelta(hours=1)
# Before and after the midnight the day begins with: nine in the morning, the day before and on it.
ALARMS = (timedelta(hours=-15), timedelta(hours=9))


def calendar_of(address: FeedAddress, *, on: date, at: datetime) -> bytes:
    """The feed as bytes. Nothing in it names a person: number, limit, date, link."""
    made = Calendar()
    made.add("prodid", "-//Gongkai//Limits//ZH")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    name = _name_of(address)
    for key in ("name", "x-wr-calname"):
        made.add(key, name)
    made.add("x-wr-timezone", settings.TIME_ZONE)
    made.add("refresh-interval", vDuration(EVERY_HOUR), parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", vDuration(EVERY_HOUR))
    for entry in entries(address, on=on, at=at):
        made.add_component(_event(entry))
    return made.to_ical()


def _name_of(address: FeedAddress) -> str:
    house = institution.current()
    english = (get_language() or "").startswith("en")
    words = {"house": (english and house.name_en) or house.name}
    if address.scope == FeedAddress.Scope.OFFICE:
        return _("%(house)s信息公开：全部期限") % words
    return _("%(house)s信息公开：我的期限") % words


def _event(entry: Entry) -> Event:
    row, made = entry.row, Event()
    changed = row.changed_at.astimezone(UTC).replace(microsecond=0)
    made.add("uid", f"{entry.case.number}-{row.limit}@{urlsplit(settings.PUBLIC_ADDRESS).hostname}")
    made.add("dtstamp", changed)
    made.add("last-modified", changed)
    made.add("sequence", row.sequence)
    made.add("dtstart", row.due_on)
    made.add("dtend", row.due_on + timedelta(days=1))
    made.add("summary", _summary(entry))
    made.add("description", _description(entry))
    made.add("url", vUri(settings.PUBLIC_ADDRESS + entry.case.get_absolute_url()))
    made.add("transp", "TRANSPARENT")
    made.add("status", _status(entry))
    if entry.dated is not None:
        for trigger in ALARMS:
            made.add_component(_alarm(trigger, _summary(entry)))
    return made


def _status(entry: Entry) -> str:
    if entry.dated is None:
        return "CANCELLED"
    return "TENTATIVE" if entry.dated.provisional else "CONFIRMED"


def _alarm(trigger: timedelta, words: str) -> Alarm:
    made = Alarm()
    made.add("action", "DISPLAY")
    made.add("description", words)
    made.add("trigger", trigger)
    return made


def _summary(entry: Entry) -> str:
    if entry.dated is None:
        return _("%(number)s　已了结") % {"number": entry.case.number}
    words = {"number": entry.case.number, "limit": in_page_language(entry.dated.label)}
    if entry.dated.provisional:
        return _("%(number)s　%(limit)s到期（暂定）") % words
    return _("%(number)s　%(limit)s到期") % words


def _description(entry: Entry) -> str:
    dated = entry.dated
    if dated is None:
        return _("这项期限已经了结，或者不再计算。")
    said = [
        {
            OFFICE: _("由本机关办理"),
            APPLICANT: _("等申请人"),
            THIRD_PARTY: _("等第三方"),
        }[dated.owner],
        in_page_language(dated.article),
    ]
    if dated.provisional:
        said.append(_("暂定：放假安排公布后可能改变，此为最早可能的日期"))
    return "\n".join(said)
