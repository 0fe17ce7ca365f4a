"""What the office does with paper: draft, approve, issue, serve. One name for pages to import."""

from casework.approving import approve, send_back
from casework.drafting import (
    discard,
    draft,
    draft_english_pdf,
    draft_pdf,
    preview_html,
    redraft,
    restore,
    standard_wording,
    submit,
)
from casework.inbox import Waiting, inbox
from casework.issuing import ContentChanged, acknowledge, issue, issued_pdf
from casework.returned import record_return, settle
from casework.serving import Proof, serve
from casework.standing import Choice, StageView, kinds_open_to, missing, next_stage, stages
from casework.translating import Translation, issued_translation

__all__ = [
    "Choice",
    "ContentChanged",
    "Proof",
    "StageView",
    "Translation",
    "Waiting",
    "acknowledge",
    "approve",
    "discard",
    "draft",
    "draft_english_pdf",
    "draft_pdf",
    "inbox",
    "issue",
    "issued_pdf",
    "issued_translation",
    "kinds_open_to",
    "missing",
    "next_stage",
    "preview_html",
    "record_return",
    "redraft",
    "restore",
    "send_back",
    "serve",
    "settle",
    "stages",
    "standard_wording",
    "submit",
]
