"""The message to an applicant that something happened, and nothing of what."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from records import outbox
from requests_app.models import Application


def tell_applicant(application: Application, *, event: str, at: datetime, key: str = "") -> bool:
    """Write a message that something happened; it names the case and nothing else.

    Returns whether one was written: an applicant who left no e-mail address is told on paper.
    """
    address = application.applicant.email
    if not address:
        return False
    subject, body = _in_both_languages(application.number)
    outbox.send_later(
        to=address, subject=subject, body=body,
        key=key or f"{event}:{application.pk}:{application.version}", at=at,
    )  # fmt: skip
    return True


def _in_both_languages(number: str) -> tuple[str, str]:
    """Whoever acts, in whichever language: it is the applicant who reads."""
    subjects, bodies = [], []
    for language in ("zh-hans", "en"):
        with override(language):
            words = {"number": number, "url": f"{settings.PUBLIC_ADDRESS}/track/"}
            subjects.append(_("您的信息公开申请%(number)s有新进展") % words)
            bodies.append(_("您的信息公开申请%(number)s有新进展。\n请用申请编号和查询码在下面的网址查看：\n%(url)s\n\n"
                            "本邮件由系统自动发出，不含办理内容。") % words)  # fmt: skip
    return " / ".join(subjects), "\n\n".join(bodies)
