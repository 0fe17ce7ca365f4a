"""Letters already sent that a change would make untrue."""

from datetime import date

from casework import issuing
from casework.reckoned import reckon
from casework.stated import letters_made_wrong
from notices.models import Notice
from notices.stated import dates_stated
from office.calendars import working_calendar
from records.log import SYSTEM
from requests_app.models import Application
from statute.calendar import YearNotice
from statute.text import Text
from tests.cast import MONDAY, at, in_hand
from tests.notices.desk import FRIDAY, approved_up_to

AFTERWARDS = date(2026, 3, 9)  # a Monday
RIGHT = date(2026, 2, 27)  # the Friday on which it had really come


def righted(cast, case: Application) -> None:
    case.set_right(
        by=cast.office_head, on=FRIDAY, at=at(FRIDAY, 16), state=case.state, received_on=RIGHT,
        approved_by=cast.leader, reason="签收单为证",
    )  # fmt: skip


def wrong_by(case: Application, act) -> list[tuple[str, str, date | None, date | None]]:
    before = reckon(case, on=FRIDAY)
    act()
    after = reckon(Application.objects.get(pk=case.pk), on=FRIDAY)
    found = letters_made_wrong(case, before, after)
    return [(one.notice.kind, one.what, one.says, one.becomes) for one in found]


def test_an_acknowledgement_states_the_day_of_receipt_and_the_last_day(cast):
    # 3-6, 9-13, 16-20, 23-27 and 30 March 2026 are twenty working days.
    case = in_hand(cast)
    notice = issuing.acknowledge(case, by=SYSTEM, on=MONDAY, at=at(MONDAY))
    assert dates_stated(notice) == {"received_on": MONDAY, "reply": date(2026, 3, 30)}


def test_a_letter_of_before_the_dates_were_kept_is_read_by_its_words(cast):
    case = in_hand(cast)
    notice = issuing.acknowledge(case, by=SYSTEM, on=MONDAY, at=at(MONDAY))
    kept = {k: v for k, v in notice.snapshot["letter"].items() if k not in ("dates", "provisional")}
    notice.snapshot = notice.snapshot | {"letter": kept}
    assert dates_stated(notice) == {"received_on": MONDAY, "reply": date(2026, 3, 30)}


def test_a_date_that_ones_own_wording_left_out_is_not_stated(cast):
    notice = approved_up_to(cast, "extension", cast.office_head)
    assert set(dates_stated(notice)) == {"reply"}
    notice.snapshot["letter"]["paragraphs"] = ["决定延期十五个工作日。"]
    assert dates_stated(notice) == {}


def test_the_day_of_receipt_set_right_makes_the_acknowledgement_wrong_twice(cast):
    # Counted from 27 February: Saturday the 28th is made up and day 1; 26 March is day 20.
    case = in_hand(cast)
    issuing.acknowledge(case, by=SYSTEM, on=MONDAY, at=at(MONDAY))
    assert wrong_by(case, lambda: righted(cast, case)) == [
        ("acknowledgement", "received_on", MONDAY, RIGHT),
        ("acknowledgement", "reply", date(2026, 3, 30), date(2026, 3, 26)),
    ]


def test_after_an_extension_its_own_letter_states_the_last_day_and_the_first_no_longer(cast):
    # Fifteen more: 31 March to 3 April are 4 (the 5th is 清明, rest 4-6), 7-10 are 8, 13-17 are 13,
    # 20 and 21 April are 15. One day less from 27 February each: 26 March, then 17 April.
    notice = approved_up_to(cast, "extension", cast.office_head)
    case = Application.objects.get(pk=notice.application_id)
    assert dates_stated(notice) == {"reply": case.clock(on=FRIDAY).due_on}
    found = wrong_by(case, lambda: righted(cast, case))
    assert ("extension", "reply", dates_stated(notice)["reply"], case.clock(on=FRIDAY).due_on) in (
        found
    )
    assert ("acknowledgement", "reply") not in {(kind, what) for kind, what, *_ in found}


def test_another_law_makes_every_letter_that_rests_on_the_old_one_wrong(cast):
    case = in_hand(cast)
    issuing.acknowledge(case, by=SYSTEM, on=MONDAY, at=at(MONDAY))

    def choose() -> None:
        case.choose_law(
            by=cast.office_head, on=FRIDAY, at=at(FRIDAY), law="cn-university", reason="办学信息"
        )

    found = wrong_by(case, choose)
    assert [what for _kind, what, *_ in found] == ["law", "reply"]


def test_a_changed_calendar_is_asked_the_same_way_and_a_draft_says_nothing(cast):
    case = in_hand(cast)
    issuing.acknowledge(case, by=SYSTEM, on=MONDAY, at=at(MONDAY))
    Notice.objects.create(
        application=case, kind="refused", drafted_at=at(FRIDAY), institution_version=1
    )
    rest = (Text("放假", "a day off"), date(2026, 3, 30), date(2026, 3, 30))
    later = working_calendar().with_notice(YearNotice(2026, "补充通知", "", FRIDAY, (rest,), ()))
    before, after = reckon(case, on=FRIDAY), reckon(case, on=FRIDAY, calendar=later)
    [one] = letters_made_wrong(case, before, after)
    assert (one.what, one.becomes, one.foretold) == ("reply", date(2026, 3, 31), False)


def test_what_an_earlier_handling_told_stays_true_of_it_when_the_case_is_handled_anew(cast):
    notice = approved_up_to(cast, "refused", cast.department_head, cast.office_head, cast.leader)
    case = notice.application
    issuing.acknowledge(case, by=SYSTEM, on=FRIDAY, at=at(FRIDAY, 13))

    def reopen() -> None:
        Application.objects.get(pk=case.pk).reopen(
            by=cast.office_head, on=AFTERWARDS, at=at(AFTERWARDS), cause="court", reason="判决重作"
        )

    assert wrong_by(case, reopen) == []
