"""A message is in the language of whoever reads it, not of whoever acts."""

import pytest
from django.utils.translation import gettext_noop, override

from casework.telling import BODY, in_both_languages

SUBJECT = gettext_noop("您的信息公开申请%(number)s有新进展")
WORDS = {"number": "2026-31", "url": "https://example.org/track/"}


@pytest.mark.parametrize("of_who_acts", ["zh-hans", "en"])
def test_a_message_is_the_same_whichever_language_its_sender_reads(of_who_acts):
    with override(of_who_acts):
        message = in_both_languages(SUBJECT, BODY, **WORDS)
    chinese, english = message["subject"].split(" / ")
    assert chinese == "您的信息公开申请2026-31有新进展"
    assert english == "News of your information application 2026-31"
    assert message["body"].index("请用申请编号") < message["body"].index("Please look it up")
    assert message["body"].count("https://example.org/track/") == 2
