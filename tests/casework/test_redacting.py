"""From an original to a file that may be given out: whole and proved, or not there at all."""

import tempfile
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from casework import making, paper, redacting, released, segregation
from notices.models import Redaction
from notices.redaction import workshop
from notices.redaction.boxes import fingerprint
from records import disk, files, log
from records.models import StoredFile
from records.refusals import Refusal
from requests_app.models import Attachment
from requests_app.steps import ChangedMeanwhile
from tests.cast import at, in_hand
from tests.notices import redaction_papers as papers
from tests.notices import stories
from tests.notices.desk import refusal_of
from tests.notices.redaction_papers import SECRET

pytestmark = pytest.mark.usefixtures("workbench")

WEDNESDAY, FRIDAY = date(2026, 3, 4), date(2026, 3, 6)
NOON = at(WEDNESDAY, 12)


def upload(content: bytes | None = None, name: str = "名单.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, papers.plain(SECRET) if content is None else content)


def begun(cast, case=None, **given) -> Redaction:
    case = case or in_hand(cast)
    return redacting.begin(case, upload(**given), by=cast.officer, on=WEDNESDAY, at=NOON)


def boxed(cast, *boxes, **given) -> Redaction:
    redaction = begun(cast, **given)
    kept(cast, redaction, *(boxes or (box(),)))
    return redaction


def kept(cast, redaction, *boxes):
    return redacting.keep(
        redaction, boxes, by=cast.officer, at=NOON, seen=fingerprint(redaction.boxes)
    )


def box(**other):
    area = papers.AROUND
    plain = {"page": 1, "x": area.x, "y": area.y, "width": area.width, "height": area.height}
    return plain | {"ground": "privacy", "why": "姓名"} | other


def made(cast, redaction, **other) -> Attachment:
    words = {"title": "", "by": cast.officer, "at": NOON, "seen": fingerprint(redaction.boxes)}
    return making.run(making.ask(redaction, **words | other), at=NOON)


def traces() -> tuple:
    """Everything a file could be left in: disk, rows, the folder for passing files."""
    passing = sorted(path.name for path in Path(tempfile.gettempdir()).glob("*.pdf"))
    return (
        disk.names(), StoredFile.objects.count(), passing,
        Attachment.objects.filter(kind=Attachment.Kind.RELEASED).count(),
    )  # fmt: skip


def test_the_original_is_kept_as_a_paper_of_the_case_and_the_result_goes_with_the_reply(cast):
    redaction = boxed(cast)
    attachment = made(cast, redaction)
    case = redaction.source.application
    assert redaction.source.kind == Attachment.Kind.EVIDENCE
    assert redaction.source.file.is_quarantined  # nobody downloads it before it was examined
    assert attachment.kind == Attachment.Kind.RELEASED
    assert attachment.title == "名单（区分处理）.pdf"
    assert list(case.attachments.filter(kind=Attachment.Kind.RELEASED)) == [attachment]
    content = files.download(attachment.file)
    assert SECRET.encode() not in content
    assert content.count(b"startxref") == 1


@pytest.mark.full
def test_the_log_says_what_was_done_and_nothing_of_what_is_in_it(cast):
    redaction = boxed(cast)
    made(cast, redaction)
    entries = log.entries(redaction.source.application.chain)
    assert [e.event for e in entries][-3:] == [
        "redaction_begun", "released_file_added", "redaction_made",
    ]  # fmt: skip
    last = entries.last().payload
    assert last["grounds"] == ["privacy"]
    assert last["boxes"] == 1
    assert "姓名" not in str([e.payload for e in entries])
    assert SECRET not in str([e.payload for e in entries])


# Failing closed


def broken(*_args, **_kwargs):
    raise OSError("no space left")


STEPS = [
    (workshop, "_said", OSError),
    (disk, "write", Refusal),
    (StoredFile, "save", OSError),
    (released, "take_in", OSError),
    (released, "_renew_drafts", OSError),
    (Redaction, "save", OSError),
    (log, "append", OSError),
]


@pytest.mark.full
@pytest.mark.parametrize(("where", "name", "error"), STEPS, ids=[name for _w, name, _e in STEPS])
def test_whatever_fails_leaves_no_file_anywhere(cast, monkeypatch, where, name, error):
    redaction = boxed(cast)
    before = traces()
    with monkeypatch.context() as patch:
        patch.setattr(where, name, broken)
        with pytest.raises(error):
            made(cast, redaction)
    assert traces() == before
    redaction = Redaction.objects.get(pk=redaction.pk)
    assert redaction.attachment is None
    made(cast, redaction)  # and it can be made once the fault is gone


def test_without_the_guard_a_failure_would_leave_the_bytes(cast, monkeypatch):
    """The control: the same failure with the removal of what was written taken out."""
    redaction = boxed(cast)
    before = disk.names()
    with monkeypatch.context() as patch:
        patch.setattr(released, "_renew_drafts", broken)
        patch.setattr(disk, "remove", lambda path: None)
        with pytest.raises(OSError, match="no space"):
            made(cast, redaction)
    left = disk.names() - before
    assert len(left) == 1
    disk.remove(left.pop())


ANSWERS = {
    "the child stops": b"Estopped",
    "the child runs out of memory": b"EMemoryError",
    "the child is slow": b"Etoo slow",
    "the proof fails": b"Lno text",
    "the proof counts other pages": b"J2",
    "there is no answer": b"",
}


@pytest.mark.parametrize("said", ANSWERS.values(), ids=ANSWERS)
def test_a_file_is_kept_only_with_its_proof(cast, monkeypatch, said):
    redaction = boxed(cast)
    before, really = traces(), workshop._said

    def answer(job, seconds, told):
        return said if b'"act": "verify"' in job[:200] else really(job, seconds, told)

    monkeypatch.setattr(workshop, "_said", answer)
    assert "没有生成任何文件" in refusal_of(made, cast, redaction)
    assert traces() == before


@pytest.mark.full
def test_an_original_that_cannot_be_read_is_not_kept(cast):
    case = in_hand(cast)
    before = traces()
    for content, name, why in (
        (papers.plain(SECRET)[:-200] + b"startxref\n0\n%%EOF", "a.pdf", "已损坏"),
        (b"PK", "a.docx", "打印为PDF"),
        (b"PK", "a.xlsx", "打印为PDF"),
        (b"", "a.pdf", "空"),
    ):
        assert why in refusal_of(begun, cast, case, content=content, name=name)
    assert traces() == before
    assert not case.attachments.exists()


# Boxes


def test_faults_of_boxes_are_named_with_their_page_all_at_once(cast):
    redaction = begun(cast)
    faults = [box(ground=""), box(x="links"), box(page=9), box(width=0), box(why="长" * 301)]
    with pytest.raises(Refusal) as refused:
        kept(cast, redaction, *faults)
    assert len(refused.value.reasons) == 5
    assert Redaction.objects.get(pk=redaction.pk).boxes == []


def test_a_state_secret_is_no_ground_here(cast):
    """What is secret is on no paper in this system; the letter alone may name the ground."""
    assert "请选择" in refusal_of(kept, cast, begun(cast), box(ground="refused_state_secret"))


def test_boxes_are_cut_to_the_page_and_kept_once(cast):
    redaction = begun(cast)
    kept(cast, redaction, box(x=-5, width=500), box(x=-5, width=500))
    (only,) = Redaction.objects.get(pk=redaction.pk).boxes
    assert (only["x"], only["width"]) == (0, 105.83)


@pytest.mark.full
def test_two_people_do_not_overwrite_each_other(cast):
    redaction = boxed(cast)
    with pytest.raises(ChangedMeanwhile):
        redacting.keep(redaction, [], by=cast.office_head, at=NOON, seen=fingerprint([]))
    with pytest.raises(ChangedMeanwhile):
        made(cast, redaction, seen=fingerprint([]))


@pytest.mark.full
def test_every_occurrence_is_found_once_and_what_was_looked_for_is_kept_nowhere(cast):
    redaction = begun(cast)
    new, silent = redacting.found(redaction, "canary7q4z", ground="privacy")
    assert (len(new), silent) == (1, [])
    kept(cast, redaction, *new)
    assert redacting.found(redaction, SECRET, ground="privacy")[0] == []
    assert SECRET.lower() not in str(Redaction.objects.values()).lower()


@pytest.mark.full
def test_nothing_is_made_without_a_box_or_twice(cast):
    empty = begun(cast)
    assert "还没有遮盖" in refusal_of(made, cast, empty)
    kept(cast, empty, box())
    made(cast, empty)
    assert "已经生成" in refusal_of(made, cast, empty)
    assert "已经生成" in refusal_of(kept, cast, empty, box())


@pytest.mark.full
def test_taking_the_file_out_again_keeps_the_boxes_to_go_on_with(cast):
    redaction = boxed(cast)
    released.remove(made(cast, redaction), by=cast.officer, at=NOON)
    redaction = Redaction.objects.get(pk=redaction.pk)
    assert redaction.attachment is None
    kept(cast, redaction, box(why="学号"))
    made(cast, redaction)


@pytest.mark.full
def test_giving_up_removes_boxes_and_original(cast, django_capture_on_commit_callbacks):
    redaction = boxed(cast)
    case, path = redaction.source.application, redaction.source.file.path
    another = redacting.again(redaction, by=cast.officer, at=NOON)
    redacting.discard(another, by=cast.officer, at=NOON)
    assert case.attachments.count() == 1
    with django_capture_on_commit_callbacks(execute=True):
        redacting.discard(redaction, by=cast.officer, at=NOON)
    assert not case.attachments.exists()
    assert path not in disk.names()


def test_only_who_drafts_may_black_out_and_only_while_the_case_is_in_hand(cast):
    redaction = boxed(cast)
    for stranger in (cast.finance, cast.inspector, cast.secrecy_reviewer):
        assert "承办" in refusal_of(made, cast, redaction, by=stranger)
    case = redaction.source.application
    case.withdraw(by=cast.registrar, on=WEDNESDAY, at=NOON, reason="不再需要")
    redaction.refresh_from_db()
    assert "不在办理中" in refusal_of(made, cast, Redaction.objects.get(pk=redaction.pk))


# With the reply


@pytest.mark.full
def test_the_parts_of_the_record_are_filled_in_from_the_boxes(cast):
    redaction = boxed(
        cast, box(), box(y=40, why="学号"), box(y=50, ground="refused_process", why="")
    )
    made(cast, redaction, title="名单")
    assert segregation.parts_of(redaction.source.application) == [
        {"part": "《名单》第1页遮盖处：姓名、学号", "ground": "privacy", "reasons": ""},
        {"part": "《名单》第1页遮盖处", "ground": "refused_process", "reasons": ""},
    ]


@pytest.mark.full
def test_pages_in_a_row_are_named_by_the_first_and_the_last(cast):
    redaction = boxed(
        cast, *(box(page=page, x=5, y=5, width=9, height=9, why="") for page in (1, 2, 3)),
        content=papers.mixed_sizes(SECRET),
    )  # fmt: skip
    made(cast, redaction, title="表")
    (part,) = segregation.parts_of(redaction.source.application)
    assert part["part"] == "《表》第1至3页遮盖处"


@pytest.mark.full
@pytest.mark.parametrize(
    ("ground", "said"),
    [
        ("privacy", ""),
        ("refused_third_party", ""),
        ("refused_process", "个人隐私"),
        ("trade_secret", "个人隐私"),
    ],
)
def test_a_reply_names_every_ground_that_stands_on_a_box(cast, ground, said):
    case = stories.ready(cast, "partly_granted")
    made(cast, boxed(cast, case=case))
    facts = {"items": [stories.in_part(("名单中的姓名", ground, "理由。"))]}
    notice = paper.draft(
        "partly_granted", case, by=cast.officer, on=FRIDAY, at=at(FRIDAY), facts=facts
    )
    faults = list(segregation.faults(notice))
    assert bool(faults) is bool(said)
    assert said in "".join(faults)
    if said:
        assert said in refusal_of(paper.submit, notice, by=cast.officer, at=at(FRIDAY))


@pytest.mark.full
def test_a_file_with_black_in_it_does_not_go_with_a_reply_that_grants_everything(cast):
    case = stories.ready(cast, "granted")
    made(cast, boxed(cast, case=case))
    notice = paper.draft(
        "granted", case, by=cast.officer, on=FRIDAY, at=at(FRIDAY), facts=stories.FACTS["granted"]
    )
    assert "部分公开答复书" in refusal_of(paper.submit, notice, by=cast.officer, at=at(FRIDAY))


@pytest.mark.full
def test_a_new_file_is_a_new_draft(cast):
    case = stories.ready(cast, "partly_granted")
    notice = paper.draft(
        "partly_granted", case, by=cast.officer, on=FRIDAY, at=at(FRIDAY),
        facts=stories.FACTS["partly_granted"],
    )  # fmt: skip
    made(cast, boxed(cast, case=case))
    notice.refresh_from_db()
    assert notice.draft_number == 2
