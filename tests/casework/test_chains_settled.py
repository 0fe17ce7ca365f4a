"""An institution settles who signs which kind; what the law wants stays whatever it settles."""

import pytest

from casework import founding, paper, settling
from notices import chain_rules
from notices.chains import SECRECY_STAGE
from notices.kinds import KINDS
from office import institution as office_institution
from office.models import Institution
from records import log
from records.refusals import Refusal
from tests.cast import MONDAY, at, in_hand
from tests.notices import stories
from tests.notices.desk import FRIDAY, drafted, refusal_of, submitted

LEADER_TOO = ["office", "leader"]


def settle(cast, chains, version: int | None = None) -> None:
    settling.change_institution(
        {"approval_chains": chains}, by=cast.office_head, at=at(MONDAY, 8),
        version=version or office_institution.current().version,
    )  # fmt: skip


def codes(notice) -> list[str]:
    return [stage.code for stage in paper.stages(notice)]


@pytest.mark.parametrize(
    ("kind", "chain"),
    [("acknowledgement", ""), ("correction", "office"), ("extension", "office"),
     ("third_party_consultation", "office"), ("fee", "finance office"),
     ("refused", "unit office leader"), ("granted", "unit office secrecy leader")],
)  # fmt: skip
def test_the_chains_before_anybody_settled_anything(kind, chain):
    chain_then = chain_rules.settled_chain(KINDS[kind], {})
    assert [stage.code for stage in chain_then.stages] == chain.split()


def test_a_chain_settled_is_the_chain_of_drafts_made_since(cast):
    settle(cast, {"correction": LEADER_TOO})
    notice = submitted(cast, "correction")
    assert codes(notice) == LEADER_TOO
    paper.approve(notice, by=cast.office_head, on=FRIDAY, at=at(FRIDAY, 11))
    assert not notice.is_issued
    paper.approve(notice, by=cast.leader, on=FRIDAY, at=at(FRIDAY, 12))
    assert notice.is_issued  # the step is the office head's, who signed


def test_a_draft_that_waits_keeps_its_chain_and_has_to_be_handed_in_anew(cast):
    notice = submitted(cast, "correction")
    settle(cast, {"correction": LEADER_TOO})
    assert codes(notice) == ["office"]
    said = refusal_of(paper.approve, notice, by=cast.office_head, on=FRIDAY, at=at(FRIDAY, 11))
    assert "机构信息已经更新" in said
    paper.redraft(notice, by=cast.officer, at=at(FRIDAY, 12), facts=stories.FACTS["correction"])
    assert codes(notice) == LEADER_TOO


@pytest.mark.full
def test_what_was_issued_says_for_ever_who_signed(cast):
    notice = submitted(cast, "correction")
    paper.approve(notice, by=cast.office_head, on=FRIDAY, at=at(FRIDAY, 11))
    settle(cast, {"correction": LEADER_TOO})
    assert codes(notice) == ["office"]


@pytest.mark.full
def test_every_version_keeps_its_chains_and_the_log_says_them(cast):
    settle(cast, {"correction": LEADER_TOO})
    settle(cast, {})
    kept = Institution.objects.order_by("version").values_list("approval_chains", flat=True)
    assert list(kept) == [{}, {"correction": LEADER_TOO}, {}]
    entries = log.entries("office").filter(event="institution_changed")
    assert [e.payload["approval_chains"] for e in entries] == [{"correction": LEADER_TOO}, {}]


@pytest.mark.parametrize(
    ("kind", "chain", "why"),
    [
        ("refused", ["unit", "leader"], "信息公开工作机构"),
        ("granted", ["unit", "office", "leader"], "保密审查"),
        ("partly_granted", ["office", "leader"], "保密审查"),
        ("fee", ["office"], "财务审核"),
        ("extension", ["leader"], "信息公开办公室负责人"),
        ("consultation_note", [], "至少要有一个人签署"),
        ("consultation_note", ["unit"], "最后一个环节"),
        ("granted", ["unit", "office", "secrecy"], "最后一个环节"),
        ("refused", ["office", "office", "leader"], "只能出现一次"),
        ("refused", ["office", "rector"], "没有这个审批环节"),
        ("acknowledgement", ["office"], "没有审批环节"),
        ("no_such_kind", ["office"], "没有这种文书"),
    ],
)
def test_what_the_law_wants_cannot_be_taken_out(cast, kind, chain, why):
    with pytest.raises(Refusal, match=why):
        settle(cast, {kind: chain})


@pytest.mark.full
def test_all_that_is_wrong_is_said_at_once(cast):
    with pytest.raises(Refusal) as refused:
        settle(cast, {"granted": ["unit", "finance"]})
    assert len(refused.value.reasons) == 3


@pytest.mark.full
def test_an_institution_is_not_founded_with_a_chain_that_cannot_be(cast):
    facts = {
        name: getattr(office_institution.current(), name)
        for name in ("name", "number_prefix", "address", "postcode", "phone", "email", "hours",
                     "supervisor", "discipline_office", "review_authority", "court")
    }  # fmt: skip
    Institution.objects.all().delete()
    with pytest.raises(Refusal, match="至少要有一个人签署"):
        founding.found(facts | {"approval_chains": {"refused": []}}, at=at(MONDAY))


def test_whatever_releases_passes_the_review_even_if_a_chain_forgot_it(cast):
    """A chain that came about otherwise than by the settings page, for instance by SQL."""
    Institution.objects.update(approval_chains={"granted": ["office", "leader"]})
    notice = drafted(cast, "granted")
    assert codes(notice) == ["office", "secrecy", "leader"]
    assert codes(drafted(cast, "already_public")) == ["unit", "office", "leader"]


@pytest.mark.full
def test_released_on_the_spot_it_is_reviewed_first(cast):
    facts = stories.FACTS["granted"] | {"on_the_spot": "yes"}
    notice = paper.draft(
        "granted", in_hand(cast), by=cast.officer, on=MONDAY, at=at(MONDAY, 14), facts=facts
    )
    paper.submit(notice, by=cast.officer, at=at(MONDAY, 14))
    assert codes(notice) == ["secrecy", "office"]
    assert paper.next_stage(notice) == SECRECY_STAGE


def test_the_default_is_not_written_down(cast):
    kind = KINDS["fee"]
    changed = chain_rules.with_chain({}, kind, ["finance", "office", "leader"])
    assert changed == {"fee": ["finance", "office", "leader"]}
    assert chain_rules.with_chain(changed, kind, ["finance", "office"]) == {}
    assert chain_rules.with_chain({"refused": LEADER_TOO}, kind, ["finance", "office"]) == {
        "refused": LEADER_TOO
    }


@pytest.mark.parametrize("kind", [k for k in KINDS.values() if not k.is_automatic])
def test_every_default_is_a_chain_that_may_be(kind):
    assert chain_rules.faults_of(kind, [stage.code for stage in kind.approval.stages]) == []
