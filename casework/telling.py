"""Messages in both languages; to an applicant that something happened, and nothing of what."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext, gettext_noop, override

from records import outbox
from records.models import OutgoingMail
from requests_app.models import Application

BODY = gettext_noop(
    "您的信息公开申请%(number)s有新进展。\n请用申请编号和查询码在下面的网址查看：\n%(url)s\n\n"
    "本邮件由系统自动发出，不含办理内容。"
)


def tell_applicant(
    application: Application, *, event: str, at: datetime, key: str = ""
) -> OutgoingMail | None:
    """Write a message that something happened; it names the case and nothing else.

    Returns the mail, or None: an applicant who left no e-mail address is told on paper.
    """
    address = application.applicant.email
    if not address:
        return None
    return outbox.send_later(
        to=address, at=at, key=key or f"{event}:{application.pk}:{application.version}",
        **in_both_languages(
            gettext_noop("您的信息公开申请%(number)s有新进展"), BODY,
            number=application.number, url=f"{settings.PUBLIC_ADDRESS}/track/",
        ),
    )  # fmt: skip


def in_both_languages(subject: str, body: str, **words: object) -> dict[str, str]:
    """Chinese, then English: who acts may read another language than who gets the message.

    A word that is itself in a language is given as a function and asked for in each.
    """
    said: list[tuple[str, str]] = []
    for language in ("zh-hans", "en"):
        with override(language):
            spoken = {name: word() if callable(word) else word for name, word in words.items()}
            said.append((gettext(subject) % spoken, gettext(body) % spoken))
    subjects, bodies = zip(*said, strict=True)
    return {"subject": " / ".join(subjects), "body": "\n\n".join(bodies)}
