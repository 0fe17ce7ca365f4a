"""Whether the system is fit for work: green, amber (works, but see to it), red (does not work).

Each check looks at the thing itself and changes nothing. What is said names no person.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from casework import making, outgoing
from notices import number_book, signing
from office.calendars import missing_years
from records import keys
from records.instants import local
from records.models import LogEntry, OutgoingMail, WorkRun

FREE_WANTED, FREE_NEEDED = 1_000_000_000, 100_000_000  # bytes
WORK_LATE = timedelta(hours=2)
MAIL_LATE = timedelta(hours=1)
FILES_LATE = timedelta(minutes=30)
CLOCK_BACK = timedelta(seconds=60)
CERTIFICATE_ENDS = timedelta(days=60)


class Colour(StrEnum):
    """Fit, fit but to be seen to, unfit."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


WORST = (Colour.GREEN, Colour.AMBER, Colour.RED)


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; `says` is empty when all is well."""

    name: str
    colour: Colour
    says: str = ""


def findings(*, at: datetime) -> list[Finding]:
    """Look at everything, in order."""
    return [_looked_at(name, look, at) for name, look in LOOKS.items()]


def colour_of(found: list[Finding]) -> Colour:
    """The worst of them."""
    return max((finding.colour for finding in found), key=WORST.index)


Look = Callable[[datetime], tuple[Colour, str]]


def _looked_at(name: str, look: Look, at: datetime) -> Finding:
    """A look that itself fails is red, by the kind of the failure; its words may name a person."""
    try:
        return Finding(name, *look(at))
    except (DatabaseError, OSError, keys.KeysUnusable) as fault:
        return Finding(name, Colour.RED, _("检查失败：%(kind)s") % {"kind": type(fault).__name__})


def _database(at: datetime) -> tuple[Colour, str]:
    """It takes a row, which is taken back at once."""
    with transaction.atomic():
        WorkRun.objects.create(name="readiness", due_at=at)
        transaction.set_rollback(True)
    return Colour.GREEN, ""


def _keys(at: datetime) -> tuple[Colour, str]:
    keys.load()
    if keys.mismatches():
        return Colour.RED, _("密钥不是加密现有数据时所用的密钥。")
    return Colour.GREEN, ""


def _disk(at: datetime) -> tuple[Colour, str]:
    free = shutil.disk_usage(settings.VAR).free
    if free >= FREE_WANTED:
        return Colour.GREEN, ""
    said = _("数据目录所在磁盘只剩%(n)s MB。") % {"n": free // 1_000_000}
    return (Colour.AMBER if free >= FREE_NEEDED else Colour.RED), said


def _mail(at: datetime) -> tuple[Colour, str]:
    late = OutgoingMail.objects.late(at, after=MAIL_LATE).count()
    given_up = OutgoingMail.objects.given_up().count()
    if late or given_up:
        words = {"late": late, "given_up": given_up}
        said = _("邮件：%(late)s封超过一小时未发出，%(given_up)s封多次失败后放弃。") % words
        return Colour.AMBER, said
    return Colour.GREEN, ""


def _worker(at: datetime) -> tuple[Colour, str]:
    if not WorkRun.objects.exists():
        return Colour.AMBER, _("定时工作还没有运行过，请启动 ./run work。")
    if WorkRun.objects.filter(due_at__lte=at - WORK_LATE).exists():
        return Colour.AMBER, _("定时工作超过两小时没有运行，请看 ./run work 是否在运行。")
    return Colour.GREEN, ""


def _files(at: datetime) -> tuple[Colour, str]:
    """Files the worker should have blacked out, or looked into, by now."""
    late = making.asked_before(at - FILES_LATE) + outgoing.never_checked(at - FILES_LATE)
    if late:
        said = _("%(n)s份文件等了半小时，还没有生成遮盖件或者检查完，请看 ./run work 是否在运行。")
        return Colour.AMBER, said % {"n": late}
    return Colour.GREEN, ""


def _calendar(at: datetime) -> tuple[Colour, str]:
    missing = missing_years(local(at).date())
    if missing:
        years = _("、").join(str(year) for year in missing)
        return Colour.AMBER, _("%(year)s年的放假安排还没有录入，期限暂定。") % {"year": years}
    return Colour.GREEN, ""


def _clock(at: datetime) -> tuple[Colour, str]:
    """The log's newest entry cannot lie ahead: if it does, the clock was set back since."""
    newest = LogEntry.objects.order_by("-pk").values_list("at", flat=True).first()
    if newest is not None and newest > at + CLOCK_BACK:
        said = _("系统时钟比日志中最新一条慢%(n)s秒，请校准时间。")
        return Colour.AMBER, said % {"n": int((newest - at).total_seconds())}
    return Colour.GREEN, ""


def _signature(at: datetime) -> tuple[Colour, str]:
    """A letter that cannot be signed is not issued: that is as if the system stood still."""
    try:
        certificate = signing.usable_certificate(signing.provider(), at=at)
    except signing.SigningUnusable as fault:
        return Colour.RED, str(fault)
    if certificate is None:
        return Colour.AMBER, _("没有配置签名证书，文书只印印章图样。")
    left = certificate.valid_until - at
    if left <= CERTIFICATE_ENDS:
        return Colour.AMBER, _("签名证书%(n)s天后到期，请及时更换。") % {"n": left.days}
    return Colour.GREEN, ""


def _numbers(at: datetime) -> tuple[Colour, str]:
    broken = [run.name for run in number_book.runs() if not run.is_whole]
    if broken:
        series = _("、").join(broken)
        return Colour.AMBER, _("文号有缺号或重号：%(series)s。") % {"series": series}
    return Colour.GREEN, ""


LOOKS: dict[str, Look] = {
    "database": _database,
    "keys": _keys,
    "disk": _disk,
    "mail": _mail,
    "worker": _worker,
    "files": _files,
    "calendar": _calendar,
    "clock": _clock,
    "signature": _signature,
    "numbers": _numbers,
}
