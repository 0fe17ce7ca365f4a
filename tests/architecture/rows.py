"""For every constraint of every model: rows it lets in, and the row it must keep out.

`Kept` names the model, what the rows have in common, how the legal ones differ, and what is wrong
with the other. Values that need the world (a case, a person) are functions of it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any
from uuid import uuid4

from django.db import models

from casework.models import FeedAddress, FeedEntry, Reminder, ReminderChoice, ReminderRules
from catalogue.models import Category, Item, ItemLink, ItemList, ItemUpdate, LinkCheck, Proposal
from notices.models import (
    DraftVersion,
    Making,
    Notice,
    OutgoingCheck,
    Redaction,
    Reservation,
    SealImage,
    ServiceRecord,
    SuspectedSecret,
)
from office.models import CalendarNotice, RoleGrant
from office.roles import Role
from records.models import Approval, Counter, LogEntry, OutgoingMail, StoredFile
from remedies.models import Cost, Document, Instance, Order, Party, Remedy, Stage
from reports.models import (
    AnnualReport,
    Answer,
    Ask,
    CollectionRound,
    FigureRun,
    PartAuthor,
    PartComment,
    PartText,
    QuestionSet,
    ReportReminderRules,
    TableTwo,
)
from requests_app.models import (
    Application,
    Assignment,
    Attachment,
    Consultation,
    Correction,
    Decision,
    DecisionItem,
    Handling,
    Override,
    ReasonsRequest,
    Righting,
    WithheldPart,
)
from tests.cast import MONDAY, Cast, at, filed

LATER = MONDAY + timedelta(days=3)
NOON = at(MONDAY, 12)
Fields = dict[str, Any]


class World:
    """What rows point to."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.application = filed()
        self.handling = Handling.objects.create(
            application=self.application, sequence=7, opened_on=MONDAY
        )
        self.decision = Decision.objects.create(
            handling=self.handling, decided_on=MONDAY, voided_on=MONDAY
        )
        self.category = Category.objects.create(number=99, title="测试类别")
        self.matter = Item.objects.create(
            number=99, category=self.category, title="示例", code="example-99"
        )
        self.item = DecisionItem.objects.create(
            decision=self.decision, position=9, asked_for="示例", answer="partly_granted"
        )
        self.objection = Consultation.objects.create(**plain(CONSULTATION, self))
        self.notice = Notice.objects.create(**plain(NOTICE, self))
        self.pdf = self.stored_file()
        self.redaction = Redaction.objects.create(
            source=self.attachment(), made_by=cast.officer, made_at=NOON
        )
        self.remedy = Remedy.objects.create(**plain(REMEDY, self))
        self.report = AnnualReport.objects.create(
            first=date(2019, 9, 1), last=date(2020, 8, 31), begun_at=NOON
        )
        self.collection = CollectionRound.objects.create(**COLLECTED | {"first": date(2019, 9, 1)})
        self.ask = Ask.objects.create(round=self.collection, unit=cast.logistics)

    def attachment(self) -> Attachment:
        return Attachment.objects.create(
            application=self.application, kind="released", file=self.stored_file(), title="示例",
            added_on=MONDAY,
        )  # fmt: skip

    def stored_file(self) -> StoredFile:
        file = StoredFile(**plain(FILE))
        file.save()
        return file


@dataclass(frozen=True)
class Kept:
    model: type[models.Model]
    common: Fields
    wrong: Fields
    legal: tuple[Fields, ...] = ({},)

    def rows(self, world: World) -> list[models.Model]:
        return [self._row(world, self.common | change) for change in self.legal]

    def bad_row(self, world: World) -> models.Model:
        return self._row(world, self.common | self.wrong)

    def _row(self, world: World, fields: Fields) -> models.Model:
        return self.model(**plain(fields, world))


def plain(fields: Fields, world: World | None = None) -> Fields:
    return {
        name: value(world) if isinstance(value, Callable) else value
        for name, value in fields.items()
    }


def the_application(world: World) -> Application:
    return world.application


FILE: Fields = {
    "kind": "notice", "original_name": "a.pdf", "media_type": "application/pdf", "size": 1,
    "sha256": "0" * 64, "path": lambda _w: uuid4().hex, "key_id": "k1", "stored_at": NOON,
}  # fmt: skip
LOGGED: Fields = {
    "chain": "test:1", "sequence": 1, "event": "file", "actor_kind": "system", "at": NOON,
    "utc_offset": "+08:00", "previous_hash": "0" * 64, "hash": "1" * 64,
}  # fmt: skip
MAIL: Fields = {
    "kind": "mail", "dedupe_key": lambda _w: uuid4().hex, "message_id": lambda _w: uuid4().hex,
    "recipient": "a@example.com", "subject": "示例", "body": "示例", "created_at": NOON,
    "next_try_at": NOON,
}  # fmt: skip
APPROVAL: Fields = {
    "subject": "notice:1", "stage": "office", "verdict": "approved", "by_id": 1,
    "by_name": "郑审核", "at": NOON, "content_hash": "0" * 64,
}  # fmt: skip
CASE: Fields = {
    "number": lambda _w: uuid4().hex[:20], "law": "cn-regulation", "channel": "post",
    "subject": "示例", "description": "示例", "arrived_on": MONDAY, "submitted_at": NOON,
}  # fmt: skip
CORRECTION: Fields = {
    "application": the_application, "asked_on": MONDAY, "missing": "年度", "days": 10,
}  # fmt: skip
CONSULTATION: Fields = {
    "application": the_application, "kind": "third_party", "party_name": "示例公司",
    "concerning": "合同", "asked_on": MONDAY,
}  # fmt: skip
OVERRIDDEN: Fields = {
    "consultation": lambda w: w.objection, "decided_on": MONDAY, "reason": "示例",
}  # fmt: skip
ASSIGNED: Fields = {
    "application": the_application, "unit": lambda w: w.cast.logistics, "since": MONDAY,
}  # fmt: skip
HANDLING: Fields = {"application": the_application, "sequence": 1, "opened_on": MONDAY}
DECIDED: Fields = {"handling": lambda w: w.handling, "decided_on": MONDAY}
ITEM: Fields = {
    "decision": lambda w: w.decision, "position": 1, "asked_for": "示例", "answer": "granted",
}  # fmt: skip
RIGHTED: Fields = {
    "application": the_application, "on": MONDAY, "what": "state", "was": "filed",
    "becomes": "in_hand", "reason": "示例", "by": lambda w: w.cast.office_head,
    "approved_by": lambda w: w.cast.leader,
}  # fmt: skip
GRANT: Fields = {
    "user": lambda w: w.cast.outsider, "role": Role.DEPARTMENT_HEAD,
    "unit": lambda w: w.cast.logistics, "granted_at": NOON,
}  # fmt: skip
HOLIDAYS: Fields = {
    "year": 2030, "document": "示例", "published_on": MONDAY, "rest": [], "entered_at": NOON,
}  # fmt: skip
NOTICE: Fields = {
    "application": the_application, "kind": "granted", "drafted_at": NOON,
    "template_version": "1", "institution_version": 1, "content_hash": "0" * 64,
}  # fmt: skip
ISSUED: Fields = {
    "number": lambda _w: uuid4().hex, "issued_on": MONDAY, "issued_at": NOON,
    "pdf": lambda w: w.stored_file(), "sha256": "0" * 64,
}  # fmt: skip
SEAL: Fields = {
    "name": "示例大学信息公开专用章", "image": lambda w: w.stored_file(),
    "added_by": lambda w: w.cast.security_admin, "added_at": NOON,
}  # fmt: skip
SAVED: Fields = {
    "notice": lambda w: w.notice, "number": 1, "saved_at": NOON, "content_hash": "0" * 64,
}  # fmt: skip
SERVED: Fields = {
    "notice": lambda w: w.notice, "manner": "post", "counted_on": MONDAY, "recorded_at": NOON,
}  # fmt: skip
CHECKED: Fields = {
    "attachment": lambda w: w.attachment(), "sha256": "0" * 64, "rules": "1", "checked_at": NOON,
}  # fmt: skip
LET_THROUGH: Fields = {
    "overridden_by": lambda w: w.cast.officer, "overridden_at": NOON, "override_reason": "示例",
}  # fmt: skip
ASKED: Fields = {
    "redaction": lambda w: w.redaction, "asked_by": lambda w: w.cast.officer, "asked_at": NOON,
    "pages": 9,
}  # fmt: skip
ENDED: Fields = {"ended_at": NOON}
STOPPED: Fields = {
    "application": lambda w: w.application, "file": lambda w: w.pdf,
    "marked_by": lambda w: w.cast.officer, "marked_at": NOON,
}  # fmt: skip
LIFTED: Fields = {
    "lifted_by": lambda w: w.cast.secrecy_reviewer, "lifted_at": NOON, "lifted_why": "示例",
}  # fmt: skip
ASKED_WHY: Fields = {
    "handling": lambda w: w.handling, "asked_on": MONDAY, "grounds": "示例", "days": 5,
}  # fmt: skip
WITHHELD: Fields = {
    "item": lambda w: w.item, "position": 1, "part": "第三条", "ground": "privacy",
    "reasons": "示例",
}  # fmt: skip
ON_PAPER: Fields = {
    "signed_on": MONDAY, "recorded_by_id": 2, "recorded_by_name": "周登记",
    "scan": lambda w: w.stored_file(),
}  # fmt: skip
RESERVED: Fields = {"series": "信公", "year": 2026, "sequence": 1, "reserved_at": NOON}
REMEDY: Fields = {
    "application": the_application, "kind": "review", "filed_on": MONDAY, "logged_at": NOON,
}  # fmt: skip
CHALLENGE: Fields = {"remedy": lambda w: w.remedy}
HAPPENED: Fields = CHALLENGE | {
    "what": "hearing", "on": MONDAY, "by": lambda w: w.cast.registrar, "at": NOON,
}  # fmt: skip
COURT: Fields = CHALLENGE | {"level": "first", "lodged_on": MONDAY}
JUDGED: Fields = {"decided_on": LATER, "result": "upheld"}
ORDERED: Fields = CHALLENGE | {"ordered_on": MONDAY}
ADDED: Fields = CHALLENGE | {"added_by": lambda w: w.cast.registrar, "added_at": NOON}
PARTY: Fields = ADDED | {"role": "agent", "name": "李示例"}
PAPER: Fields = ADDED | {"kind": "copy", "title": "示例", "file": lambda w: w.stored_file()}
PAID: Fields = ADDED | {"kind": "lawyer", "amount_yuan": 100, "paid_on": MONDAY}
STRUCK: Fields = {"struck_at": NOON, "struck_why": "误记"}
ANNULLED: Fields = {
    "annulled_at": NOON, "annulled_by": lambda w: w.cast.registrar, "annulled_why": "误记",
}  # fmt: skip
REPORT: Fields = {
    "first": date(2024, 9, 1), "last": date(2025, 8, 31), "begun_at": NOON,
}  # fmt: skip
PUBLISHED: Fields = {
    "published_on": MONDAY, "published_at": NOON, "snapshot": {}, "snapshot_sha256": "0" * 64,
    "pdf": lambda w: w.stored_file(), "pdf_sha256": "0" * 64,
}  # fmt: skip
WRITTEN: Fields = {
    "report": lambda w: w.report, "part": "overview", "number": 1, "written_at": NOON,
}  # fmt: skip
AUTHOR: Fields = {
    "report": lambda w: w.report, "part": "overview", "author": lambda w: w.cast.officer,
    "assigned_at": NOON, "assigned_by": lambda w: w.cast.registrar,
}  # fmt: skip
REMARK: Fields = {
    "report": lambda w: w.report, "part": "overview", "text": "示例", "made_at": NOON,
    "made_by": lambda w: w.cast.registrar,
}  # fmt: skip
CATALOGUED: Fields = {
    "number": lambda _w: int(uuid4()) % 30000, "category": lambda w: w.category, "title": "示例",
    "code": lambda _w: uuid4().hex,
}  # fmt: skip

A_LIST: Fields = {
    "code": "moe-2099", "title": "示例清单", "document": "示例", "sha256": "0" * 64, "content": {},
}  # fmt: skip

LINKED: Fields = {
    "item": lambda w: w.matter, "title": "示例", "url": "https://example.edu.cn/",
}  # fmt: skip

PROPOSED: Fields = {
    "item": lambda w: w.matter, "link": "https://example.edu.cn/", "at": NOON,
    "by": lambda w: w.cast.officer,
}  # fmt: skip

TOLD: Fields = {
    "person": lambda w: w.cast.officer, "application": the_application, "limit": "reply",
    "due_on": LATER, "stage": "soon", "written_at": NOON,
}  # fmt: skip
CHOSEN: Fields = {"person": lambda w: w.cast.officer}
AWAY: Fields = {"away_from": MONDAY, "away_until": LATER}
ADDRESS: Fields = {
    "person": lambda w: w.cast.officer, "scope": "person", "language": "en", "created_at": NOON,
    "secret_hash": lambda _w: uuid4().hex,
}  # fmt: skip
ENTERED: Fields = {
    "application": the_application, "limit": "reply", "due_on": LATER, "changed_at": NOON,
}  # fmt: skip

COLLECTED: Fields = {
    "first": date(2024, 9, 1), "last": date(2025, 8, 31), "due_on": MONDAY, "begun_at": NOON,
}  # fmt: skip
CALLED_OFF: Fields = {"withdrawn_at": NOON, "withdrawn_why": "问题有误"}
ASKED_OF: Fields = {
    "round": lambda w: w.collection, "unit": lambda w: w.cast.academic_affairs
}  # fmt: skip
REPLIED: Fields = {
    "ask": lambda w: w.ask, "code": "web_items", "version": 1, "edit": 1, "value": "5",
    "saved_at": NOON,
}  # fmt: skip

RUN: Fields = {
    "first": date(2024, 9, 1), "last": date(2025, 8, 31), "made_at": NOON, "totals": {},
    "cells": b"", "cases": 0, "sha256": "0" * 64,
}  # fmt: skip
KEPT: dict[str, Kept] = {
    "one_collection_of_a_period": Kept(CollectionRound, COLLECTED, {}, (CALLED_OFF, {})),
    "a_collection_covers_a_period": Kept(CollectionRound, COLLECTED, {"last": date(2024, 9, 1)}),
    "a_closed_collection_was_opened": Kept(
        CollectionRound, COLLECTED, {"closed_at": NOON}, ({"closed_at": NOON, "opened_at": NOON},)
    ),
    "a_withdrawn_collection_says_why": Kept(
        CollectionRound, COLLECTED, {"withdrawn_at": NOON}, (CALLED_OFF, {})
    ),
    "question_sets_numbered": Kept(
        QuestionSet, {"round": lambda w: w.collection, "version": 1, "questions": [],
                      "saved_at": NOON}, {}, ({}, {"version": 2}),
    ),
    "a_unit_is_asked_once": Kept(Ask, ASKED_OF, {}),
    "confirmed_once_handed_in": Kept(
        Ask, ASKED_OF, {"confirmed_at": NOON}, ({"confirmed_at": NOON, "handed_in_at": NOON},)
    ),
    "a_longer_time_has_a_reason": Kept(
        Ask, ASKED_OF, {"extended_to": LATER}, ({"extended_to": LATER, "extended_why": "搬迁"},)
    ),
    "an_excused_unit_has_a_reason": Kept(
        Ask, ASKED_OF, {"excused_at": NOON}, ({"excused_at": NOON, "excused_why": "已撤销"},)
    ),
    "sent_back_with_a_reason": Kept(
        Ask, ASKED_OF, {"sent_back_at": NOON}, ({"sent_back_at": NOON, "sent_back_why": "有误"},)
    ),
    "answers_numbered": Kept(Answer, REPLIED, {}, ({}, {"version": 2}, {"code": "briefings"})),
    "said_by_somebody_on_a_day": Kept(
        Answer, REPLIED, {"said_by": "冯处长"},
        ({}, {"version": 2, "said_by": "冯处长", "said_on": MONDAY, "said_how": "phone"}),
    ),
    "report_reminders_within_half_a_year": Kept(
        ReportReminderRules, {"changed_at": NOON}, {"lead_days": 181}
    ),
    "told_once_of_a_matter": Kept(
        Reminder, TOLD | {"application": None, "matter": "ask:1"}, {},
        ({}, {"stage": "today"}, {"matter": "ask:2"}),
    ),
    "told_of_a_case_or_a_matter": Kept(Reminder, TOLD, {"matter": "ask:1"}),
    "told_once": Kept(Reminder, TOLD, {}, ({}, {"stage": "today"}, {"limit": "remedy:5"})),
    "a_known_stage": Kept(Reminder, TOLD, {"stage": "later"}),
    "escalation_within_ten_days": Kept(ReminderRules, {"changed_at": NOON}, {"leader_days": 11}),
    "quiet_hours_have_both_ends": Kept(
        ReminderChoice, CHOSEN, {"person": lambda w: w.cast.leader, "quiet_from": time(20)}
    ),
    "a_deputy_from_then_until_then": Kept(
        ReminderChoice, CHOSEN | {"deputy": lambda w: w.cast.outsider},
        {"person": lambda w: w.cast.leader, "away_from": LATER, "away_until": MONDAY}, (AWAY,),
    ),
    "nobody_is_their_own_deputy": Kept(
        ReminderChoice, CHOSEN | AWAY, {"deputy": lambda w: w.cast.officer},
        ({"person": lambda w: w.cast.leader, "deputy": lambda w: w.cast.outsider},),
    ),
    "a_known_feed_scope": Kept(FeedAddress, ADDRESS, {"scope": "world"}),
    "revoked_at_and_by_together": Kept(
        FeedAddress, ADDRESS, {"revoked_at": NOON},
        ({}, {"revoked_at": NOON, "revoked_by": lambda w: w.cast.officer}),
    ),
    "one_entry_for_a_limit": Kept(FeedEntry, ENTERED, {}, ({}, {"limit": "payment"})),
    "unit_role_granted_once": Kept(RoleGrant, GRANT, {}, ({"ended_at": NOON}, {})),
    "role_granted_once": Kept(
        RoleGrant, GRANT | {"role": Role.LEADER, "unit": None}, {}, ({"ended_at": NOON}, {})
    ),
    "unit_roles_have_a_unit": Kept(
        RoleGrant, GRANT, {"unit": None}, ({}, {"role": Role.LEADER, "unit": None})
    ),
    "an_addition_has_basis_and_reason": Kept(
        CalendarNotice, HOLIDAYS, {"kind": "institution", "reason": "校庆"},
        ({}, {"kind": "region", "basis": "自治条例", "reason": "三月三"}),
    ),
    "a_text_has_its_hash": Kept(
        CalendarNotice, HOLIDAYS, {"text": "一、元旦"}, ({}, {"text": "一", "sha256": "0" * 64})
    ),
    "approval_verdict_known": Kept(Approval, APPROVAL, {"verdict": "maybe"}),
    "approval_of_something": Kept(Approval, APPROVAL, {"content_hash": ""}),
    "approval_by_someone": Kept(Approval, APPROVAL, {"by_name": ""}),
    "approval_instead_of_someone": Kept(
        Approval, APPROVAL, {"instead_of_id": 2},
        ({}, {"instead_of_id": 2, "instead_of_name": "陈领导"}),
    ),
    "approval_on_paper_with_its_scan": Kept(
        Approval, APPROVAL, ON_PAPER | {"scan": None}, ({}, ON_PAPER)
    ),
    "file_kind_known": Kept(StoredFile, FILE, {"kind": "other"}),
    "file_cleared_was_quarantined": Kept(
        StoredFile, FILE, {"cleared_at": NOON}, ({"quarantined_at": NOON, "cleared_at": NOON},)
    ),
    "log_one_per_place": Kept(LogEntry, LOGGED, {}),
    "log_sequence_from_one": Kept(LogEntry, LOGGED, {"sequence": 0}),
    "log_actor_kind_known": Kept(LogEntry, LOGGED, {"sequence": 2, "actor_kind": "ghost"}),
    "log_names_staff_only": Kept(
        LogEntry, LOGGED, {"sequence": 2, "actor_kind": "applicant", "actor_name": "张示例"},
        ({"actor_kind": "staff", "actor_name": "周登记"},),
    ),
    "mail_sent_or_given_up": Kept(
        OutgoingMail, MAIL, {"sent_at": NOON, "given_up_at": NOON}, ({"sent_at": NOON},)
    ),
    "mail_lease_both_or_neither": Kept(
        OutgoingMail, MAIL, {"lease": "x"}, ({}, {"lease": "x", "leased_until": NOON})
    ),
    "mail_bounced_with_its_status": Kept(
        OutgoingMail, MAIL, {"bounced_at": NOON},
        ({}, {"sent_at": NOON, "bounced_at": NOON, "bounce_status": "5.1.1"}),
    ),
    "counter_one_per_series_year": Kept(Counter, {"series": "信公", "year": 2031}, {}),
    "a_link_is_a_web_address": Kept(
        Item, CATALOGUED, {"link": "javascript:alert(1)"}, ({}, {"link": "https://example.edu.cn"})
    ),
    "a_number_of_the_list_once": Kept(
        Item, CATALOGUED | {"number": 31001}, {}, ({"retired_at": NOON}, {})
    ),
    "one_unit_answers_for_an_item": Kept(
        Item, CATALOGUED | {"unit": lambda w: w.cast.logistics}, {"unit_name": "附属医院"},
        ({}, {"unit": None, "unit_name": "附属医院"}),
    ),
    "a_dated_cycle_has_its_dates": Kept(
        Item, CATALOGUED, {"cycle": "dated"},
        ({"cycle": "yearly"}, {"cycle": "dated", "cycle_dates": "03-31"}),
    ),
    "a_heading_stands_once": Kept(Category, {"number": 98, "title": "示例"}, {}),
    "one_list_from_the_start": Kept(ItemList, A_LIST, {}, ({}, {"loaded_at": NOON})),
    "an_update_is_noted_once_a_day": Kept(
        ItemUpdate, {"item": lambda w: w.matter, "updated_on": MONDAY, "recorded_at": NOON}, {}
    ),
    "an_item_links_once_to_a_page": Kept(
        ItemLink, LINKED, {}
    ),
    "a_further_link_is_a_web_address": Kept(
        ItemLink, LINKED,
        {"url": "javascript:alert(1)"},
    ),
    "a_known_outcome_of_a_check": Kept(
        LinkCheck, {"url": "https://example.edu.cn/", "checked_at": NOON, "outcome": "fine"},
        {"outcome": "lost"},
    ),
    "a_proposal_proposes_something": Kept(
        Proposal, PROPOSED, {"link": ""}, ({}, {"link": "", "updated_on": MONDAY})
    ),
    "a_proposal_is_decided_by_somebody": Kept(
        Proposal, PROPOSED, {"verdict": "confirmed", "decided_at": NOON},
        ({}, {"verdict": "returned", "decided_at": NOON,
              "decided_by": lambda w: w.cast.office_head}),
    ),
    "handled_only_once_received": Kept(
        Application, CASE, {"state": "in_hand"},
        ({}, {"state": "withdrawn"}, {"state": "in_hand", "received_on": MONDAY}),
    ),
    "a_known_state": Kept(Application, CASE | {"received_on": MONDAY}, {"state": "lost"}),
    "only_post_is_signed_for": Kept(
        Application, CASE | {"signed_for": True}, {"channel": "fax"},
        ({}, {"channel": "fax", "signed_for": None}),
    ),
    "one_unit_at_a_time": Kept(
        Assignment, ASSIGNED, {"unit": lambda w: w.cast.academic_affairs}, ({"until": LATER}, {})
    ),
    "correction_received_with_content": Kept(
        Correction, CORRECTION, {"application": lambda _w: filed(), "corrected_on": LATER},
        ({}, {"application": lambda _w: filed(), "corrected_on": LATER, "answer": "2025年"}),
    ),
    "opinion_and_its_day_together": Kept(
        Consultation, CONSULTATION, {"opinion": "agrees"},
        ({}, {"opinion": "agrees", "answered_on": LATER}),
    ),
    "one_override_stands": Kept(Override, OVERRIDDEN, {}, ({"withdrawn_on": LATER}, {})),
    "reasons_received_with_content": Kept(
        ReasonsRequest, ASKED_WHY, {"answered_on": LATER}, ()
    ),
    "parts_are_numbered": Kept(WithheldPart, WITHHELD, {}, ({}, {"position": 2})),
    "handlings_are_numbered": Kept(Handling, HANDLING, {}, ({}, {"sequence": 2})),
    "closed_with_result_and_law": Kept(
        Handling, HANDLING, {"sequence": 3, "closed_on": LATER, "result": "granted"},
        ({}, {"sequence": 2, "closed_on": LATER, "result": "granted",
              "closed_under": "cn-regulation"}),
    ),
    "one_decision_stands": Kept(Decision, DECIDED, {}, ({"voided_on": LATER}, {})),
    "items_are_numbered": Kept(DecisionItem, ITEM, {}, ({}, {"position": 2})),
    "righted_by_one_approved_by_another": Kept(
        Righting, RIGHTED, {"approved_by": lambda w: w.cast.office_head}
    ),
    "issued_with_number_and_bytes": Kept(
        Notice, NOTICE | ISSUED, {"pdf": None}, ({}, dict.fromkeys(
            ("number", "issued_on", "issued_at", "pdf")) | {"sha256": ""})
    ),
    "served_once_issued_and_somehow": Kept(
        Notice, NOTICE, {"served_on": MONDAY, "manner_of_service": "post"},
        ({}, ISSUED | {"served_on": MONDAY, "manner_of_service": "post"}),
    ),
    "a_translation_with_its_hash": Kept(
        Notice, NOTICE | {"english": True}, {"english_pdf": lambda w: w.stored_file()},
        ({}, {"english_pdf": lambda w: w.stored_file(), "english_sha256": "0" * 64}),
    ),
    "sealed_once_issued": Kept(
        Notice, NOTICE, {"seal_version": 0}, ({}, ISSUED | {"seal_version": 0})
    ),
    "one_seal_in_use": Kept(
        SealImage, SEAL | {"version": 3}, {},
        ({"version": 1, "retired_at": NOON}, {"version": 2}),
    ),
    "drafts_are_numbered": Kept(DraftVersion, SAVED, {}, ({}, {"number": 2})),
    "returned_with_the_reason": Kept(
        ServiceRecord, SERVED, {"returned_on": LATER},
        ({}, {"returned_on": LATER, "returned_why": "查无此人"}),
    ),
    "let_through_by_somebody_with_a_reason": Kept(
        OutgoingCheck, CHECKED, LET_THROUGH | {"override_reason": ""}, ({}, LET_THROUGH)
    ),
    "a_file_is_stopped_once": Kept(SuspectedSecret, STOPPED, {}, (LIFTED, {})),
    "lifted_by_somebody_with_a_reason": Kept(
        SuspectedSecret, STOPPED, LIFTED | {"lifted_why": ""}, ({}, LIFTED)
    ),
    "one_making_at_a_time": Kept(Making, ASKED, {}, (ENDED, {})),
    "refused_once_ended": Kept(Making, ASKED, {"refused": "示例"}, (ENDED | {"refused": "示例"},)),
    "read_once_ended": Kept(Making, ASKED, {"read_at": NOON}, (ENDED | {"read_at": NOON},)),
    "no_more_pages_done_than_there_are": Kept(
        Making, ASKED, {"pages_done": 10}, (ENDED | {"pages_done": 9},)
    ),
    "a_number_is_taken_once": Kept(Reservation, RESERVED, {}, ({}, {"year": 2027})),
    "remedy_decided_with_result": Kept(
        Remedy, REMEDY, {"decided_on": LATER}, ({}, {"decided_on": LATER, "result": "upheld"})
    ),
    "remedy_decided_after_filing": Kept(
        Remedy, REMEDY | {"result": "upheld"}, {"decided_on": MONDAY - timedelta(days=1)},
        ({"decided_on": MONDAY},),
    ),
    "remedy_of_a_known_kind": Kept(Remedy, REMEDY, {"kind": "petition"}),
    "a_complaint_is_lodged_with_somebody": Kept(
        Remedy, REMEDY | {"lodged_with": "discipline_office"}, {}, ({"kind": "complaint"},)
    ),
    "against_a_notice_or_an_inaction": Kept(
        Remedy, REMEDY, {"notice": lambda w: w.notice, "inaction": "no_answer"},
        ({"notice": lambda w: w.notice}, {"inaction": "no_answer"}, {}),
    ),
    "annulled_by_somebody_with_a_reason": Kept(
        Remedy, REMEDY, ANNULLED | {"annulled_why": ""}, ({}, ANNULLED)
    ),
    "a_known_stage_of_it": Kept(Stage, HAPPENED, {"what": "lost"}),
    "struck_with_a_reason": Kept(Stage, HAPPENED, {"what": "struck", "note": "误记"}),
    "each_instance_once": Kept(Instance, COURT, {}, ({}, {"level": "second"})),
    "a_known_instance": Kept(Instance, COURT, {"level": "third"}),
    "an_instance_decided_with_result": Kept(
        Instance, COURT, {"level": "second", "decided_on": LATER}, (JUDGED,)
    ),
    "a_term_with_unit_and_first_day": Kept(Order, ORDERED, {"term": 10}, ()),
    "a_known_role": Kept(Party, PARTY, {"role": "friend"}),
    "a_party_struck_with_a_reason": Kept(Party, PARTY, {"struck_at": NOON}, ({}, STRUCK)),
    "a_known_kind_of_document": Kept(Document, PAPER, {"kind": "letter"}),
    "a_document_struck_with_a_reason": Kept(Document, PAPER, {"struck_at": NOON}, ({}, STRUCK)),
    "a_cost_is_above_nothing": Kept(Cost, PAID, {"amount_yuan": 0}),
    "a_known_kind_of_cost": Kept(Cost, PAID, {"kind": "gift"}),
    "a_cost_struck_with_a_reason": Kept(Cost, PAID, {"struck_at": NOON}, ({}, STRUCK)),
    "report_versions_numbered": Kept(
        AnnualReport, REPORT, {}, (PUBLISHED, {"version": 2, "reason": "更正"})
    ),
    "one_draft_of_a_report": Kept(
        AnnualReport, REPORT, {"version": 3, "reason": "更正"},
        (PUBLISHED, {"version": 2, "reason": "更正"}),
    ),
    "a_report_covers_a_period": Kept(AnnualReport, REPORT, {"last": date(2024, 9, 1)}, ()),
    "a_corrected_report_says_why": Kept(
        AnnualReport, REPORT, {"version": 2}, ({"version": 2, "reason": "更正"},)
    ),
    "published_with_snapshot_and_bytes": Kept(
        AnnualReport, REPORT, PUBLISHED | {"pdf": None}, (PUBLISHED,)
    ),
    "a_report_has_a_form": Kept(AnnualReport, REPORT, {"form": ""}),
    "submitted_as_something": Kept(
        AnnualReport, REPORT, {"submitted_at": NOON},
        (PUBLISHED, {"version": 2, "reason": "更正", "submitted_at": NOON,
                     "submitted_hash": "0" * 64}),
    ),
    "a_part_of_the_report": Kept(PartText, WRITTEN, {"part": ""}),
    "versions_of_a_part_numbered": Kept(PartText, WRITTEN, {}, ({}, {"number": 2})),
    "an_author_of_a_part": Kept(PartAuthor, AUTHOR, {"part": ""}),
    "one_author_for_a_part": Kept(PartAuthor, AUTHOR, {}, ({}, {"part": "other"})),
    "a_comment_says_something": Kept(PartComment, REMARK, {"text": ""}),
    "resolved_by_somebody": Kept(PartComment, REMARK, {"resolved_at": NOON}),
    "a_run_has_a_period": Kept(FigureRun, RUN, {"last": date(2024, 8, 31)}),
    "a_run_has_its_hash": Kept(FigureRun, RUN, {"sha256": ""}),
    "fees_are_not_negative": Kept(
        TableTwo, {"changed_at": NOON}, {"year": 2025, "fees": -1}, ({"year": 2024, "fees": 0},)
    ),
    "a_year_of_the_regulations": Kept(
        TableTwo, {"changed_at": NOON}, {"year": 1999}, ({"year": 2008},)
    ),
}  # fmt: skip
