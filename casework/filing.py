"""An application comes in: filed online by the applicant, or taken down by the office.

When it reached the house, when it was typed in and when the law counts it as received are three
dates; registering a case never moves the last (Regulations art. 31; Guiding Case 26).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from office import institution
from office.models import User
from office.roles import May
from records import files, log, throttle
from records.instants import local
from records.log import APPLICANT, Actor
from records.numbers import next_number
from records.refusals import Refusal
from requests_app import querycode
from requests_app.models import Applicant, Application, Attachment
from requests_app.states import Channel
from requests_app.steps import NotPermitted
from requests_app.who import actor_of
from statute.receipt import received

SERIES = "application"


@dataclass(frozen=True)
class Filed:
    """A case taken in. The code is known only now; a repeated filing does not tell it again."""

    application: Application
    query_code: str | None


class WrongCode(Refusal):
    """No case for this number and code: one answer for unknown, wrong and closed."""


class TooManyTries(Refusal):
    """Slowed down; the refusal says when and how else to ask."""


def file_online(
    *,
    application: Mapping[str, Any],
    applicant: Mapping[str, Any],
    uploads: Iterable[UploadedFile] = (),
    filing_key: UUID,
    at: datetime,
) -> Filed:
    """File an application online. Submission is receipt, unless the institution set it otherwise.

    The same `filing_key` again gives the same case (double click, refresh, retry). Raises Refusal
    if the key comes with other content.
    """
    earlier = Application.objects.filter(filing_key=filing_key).first()
    if earlier is not None:
        return _again(earlier, application, applicant)
    on = local(at).date()
    law = institution.law(application.get("law") or institution.current().default_law)
    received_on = received(Channel.ONLINE, law=law, submitted_on=on).on
    try:
        return _take_in(
            {**application, "channel": Channel.ONLINE, "law": law.code, "filing_key": filing_key},
            applicant, uploads, arrived_on=on, received_on=received_on, actor=APPLICANT, at=at,
        )  # fmt: skip
    except IntegrityError:
        earlier = Application.objects.filter(filing_key=filing_key).first()
        if earlier is None:
            raise
        return _again(earlier, application, applicant)


def register_paper(
    *,
    application: Mapping[str, Any],
    applicant: Mapping[str, Any],
    uploads: Iterable[UploadedFile] = (),
    arrived_on: date,
    confirmed_on: date | None = None,
    by: User,
    on: date,
    at: datetime,
) -> Filed:
    """Take down an application that came by counter, post, fax, e-mail or word of mouth.

    Receipt is the day it was handed over or signed for; ordinary post, fax and e-mail are received
    when that was confirmed with the applicant, and wait in the list of things to do until then.
    """
    _refuse(by, May.REGISTER, _("登记来件由登记员或信息公开办公室负责人办理。"))
    if arrived_on > on:
        raise Refusal(_("到达日期不能晚于今天。"))
    if confirmed_on and not arrived_on <= confirmed_on <= on:
        raise Refusal(_("确认日期须在到达日期与今天之间。"))
    law = institution.law(application.get("law") or institution.current().default_law)
    receipt = received(
        application["channel"], law=law, submitted_on=arrived_on, signed_on=arrived_on,
        confirmed_on=confirmed_on, signature=bool(application.get("signed_for")),
    )  # fmt: skip
    return _take_in(
        {**application, "law": law.code}, applicant, uploads,
        arrived_on=arrived_on, received_on=receipt.on, actor=actor_of(by), at=at,
    )  # fmt: skip


def look_up(number: str, code: str, *, address: str, at: datetime) -> Application:
    """Open one case to its applicant. Raises WrongCode or TooManyTries.

    Attempts are counted per case, per address and for the whole site; unknown numbers take as
    long as wrong codes.
    """
    minute, hour = timedelta(minutes=1), timedelta(hours=1)
    number = number.strip()
    doors = ((f"query:case:{number}", 10, hour), (f"query:address:{address}", 60, hour),
             ("query:site", 300, minute))  # fmt: skip
    counted = [throttle.hit(door, at=at, limit=limit, per=per) for door, limit, per in doors]
    if not all(counted):
        raise TooManyTries(_("查询次数过多，请一小时后再试，或打电话、到办公室查询。"))
    found = Application.objects.filter(number=number).first()
    if not querycode.opens(code, found.query_code_hash if found else None):
        raise WrongCode(_("编号或查询码不对。请核对后再试；查询码由四组各四个字符组成。"))
    throttle.forget(f"query:case:{number}")
    return found


def reissue_code(application: Application, *, by: User, reason: str, at: datetime) -> str:
    """Give the applicant a new code once their identity was checked; the old one dies."""
    _refuse(by, May.REGISTER, _("补发查询码由登记员或信息公开办公室负责人办理。"))
    code = querycode.new_code()
    with transaction.atomic():
        application.query_code_hash = querycode.hashed(code)
        Application.objects.filter(pk=application.pk).update(
            query_code_hash=application.query_code_hash
        )
        log.append(
            application.chain, "code_reissued", actor=actor_of(by), at=at,
            private={"reason": reason},
        )  # fmt: skip
    return code


def reveal(application: Application, field: str, *, by: User, reason: str, at: datetime) -> str:
    """Show one sensitive field of the applicant in full. The reason is logged before it is read."""
    _refuse(by, May.REVEAL, _("您的角色不能查看完整的个人信息。"))
    if field not in Applicant.SENSITIVE:
        raise Refusal(_("没有这一项个人信息。"))
    if not reason.strip():
        raise Refusal(_("请说明查看理由。"))
    with transaction.atomic():
        log.append(
            application.chain, "revealed", actor=actor_of(by), at=at,
            payload={"field": field}, private={"reason": reason},
        )  # fmt: skip
        return getattr(application.applicant, field)


def attach(
    application: Application,
    upload: UploadedFile,
    *,
    kind: str,
    on: date,
    at: datetime,
    by: User | None = None,
) -> Attachment:
    """Keep an uploaded file with the case. Raises records.files.FileRefused."""
    stored = files.store(upload, name=upload.name, at=at)
    return application.attachments.create(
        kind=kind, file=stored, title=upload.name[:200], added_on=on, added_by=by
    )


def _take_in(
    fields: Mapping[str, Any],
    applicant: Mapping[str, Any],
    uploads: Iterable[UploadedFile],
    *,
    arrived_on: date,
    received_on: date | None,
    actor: Actor,
    at: datetime,
) -> Filed:
    code = querycode.new_code()
    code_hash = querycode.hashed(code)  # slow on purpose: before anything is locked
    with files.all_or_nothing():
        year = local(at).year
        taken = Application(
            **fields, number=f"{year}-{next_number(SERIES, year)}", query_code_hash=code_hash,
            arrived_on=arrived_on, submitted_at=at, received_on=received_on,
        )  # fmt: skip
        taken.save()
        Applicant.objects.create(application=taken, **applicant)
        taken.law_choices.create(
            law=taken.law, chosen_on=arrived_on, reason=gettext_noop("受理时确定")
        )
        taken.index_due_dates(on=arrived_on)
        taken.save()
        for upload in uploads:
            attach(taken, upload, kind=Attachment.Kind.APPLICATION, on=arrived_on, at=at)
        log.append(
            taken.chain, "file", actor=actor, at=at,
            payload={
                "number": taken.number, "channel": str(taken.channel), "law": taken.law,
                "arrived_on": arrived_on.isoformat(),
                "received_on": received_on and received_on.isoformat(),
            },
            private={"subject": taken.subject, "applicant": taken.applicant.name},
        )  # fmt: skip
    return Filed(taken, code)


def _again(
    earlier: Application, application: Mapping[str, Any], applicant: Mapping[str, Any]
) -> Filed:
    asked = {name: value for name, value in application.items() if name != "law" or value}
    same = all(getattr(earlier, name) == value for name, value in asked.items()) and all(
        getattr(earlier.applicant, name) == value for name, value in applicant.items()
    )
    if not same:
        raise Refusal(_("这份表单已经提交过，内容却不同。请重新开始填写。"))
    return Filed(earlier, None)


def _refuse(by: User, thing: May, sentence: str) -> None:
    if not by.may(thing):
        raise NotPermitted(sentence)
