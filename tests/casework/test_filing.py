"""Taken in: online once for each form, on paper by its channel; found again by number and code."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection

from casework import filing
from casework.filing import TooManyTries, WrongCode
from office.models import Institution
from records import log
from records.encryption import keyed_hash
from records.models import LogEntry, StoredFile
from records.refusals import FileRefused, Refusal
from requests_app.models import Applicant, Application
from requests_app.steps import NotPermitted
from tests.cast import ASKED, MONDAY, NATURAL_PERSON, at, filed, in_hand
from tests.records.hostile import PDF

TUESDAY, FRIDAY = date(2026, 3, 3), date(2026, 3, 6)
NINE = at(MONDAY)
SECRETS = ("42080019900101123X", "13800000000", "zhang@example.com", "湖北省荆门市示例路1号")


def file_form(key=None, *, asked=ASKED, applicant=NATURAL_PERSON, uploads=(), when=NINE):
    return filing.file_online(
        application=asked, applicant=applicant, uploads=uploads, filing_key=key or uuid4(), at=when
    )


def register(cast, *, by=None, on=FRIDAY, arrived_on=TUESDAY, confirmed_on=None, **asked):
    return filing.register_paper(
        application=ASKED | asked, applicant=NATURAL_PERSON, arrived_on=arrived_on,
        confirmed_on=confirmed_on, by=by or cast.registrar, on=on, at=at(on),
    ).application  # fmt: skip


class TestOnline:
    def test_it_has_a_number_a_code_and_its_day(self, institution):
        done = file_form()
        assert done.application.number == "2026-1"
        assert len(done.query_code) == 19
        assert done.application.received_on == MONDAY
        entry = log.entries(done.application.chain).get()
        assert (entry.event, entry.actor_kind) == ("file", "applicant")
        assert entry.payload["received_on"] == "2026-03-02"

    def test_late_at_night_it_is_still_that_day_in_the_office_s_zone(self, institution):
        """23:30 in Shanghai is 15:30 UTC; half past midnight is still the day before in UTC."""
        assert file_form(when=at(MONDAY, 23, 30)).application.received_on == MONDAY
        assert file_form(when=at(TUESDAY, 0, 30)).application.received_on == TUESDAY

    def test_numbers_begin_anew_with_the_office_s_year(self, institution):
        assert file_form(when=at(date(2026, 12, 31), 23, 59)).application.number == "2026-1"
        assert file_form(when=at(date(2027, 1, 1), 0, 1)).application.number == "2027-1"

    def test_without_a_law_it_is_the_institution_s_own(self, institution):
        assert file_form(asked=ASKED | {"law": ""}).application.law == "cn-university"

    def test_the_same_form_again_is_the_same_case_and_tells_no_code(self, institution):
        key = uuid4()
        first, again = file_form(key), file_form(key, when=at(TUESDAY))
        assert again.application == first.application
        assert again.query_code is None
        assert Application.objects.count() == 1

    @pytest.mark.parametrize(
        "change",
        [
            {"asked": ASKED | {"description": "别的内容"}},
            {"asked": ASKED | {"subject": "别的信息"}},
            {"asked": ASKED | {"delivery": "post"}},
            {"applicant": NATURAL_PERSON | {"name": "李示例"}},
            {"applicant": NATURAL_PERSON | {"phone": "13900000000"}},
        ],
    )
    def test_the_same_form_with_other_content_is_refused(self, institution, change):
        key = uuid4()
        file_form(key)
        with pytest.raises(Refusal, match="内容却不同"):
            file_form(key, **change)
        assert Application.objects.count() == 1

    def test_a_file_that_is_not_taken_keeps_the_whole_form_out(self, institution):
        bad = SimpleUploadedFile("a.pdf", b"MZ not a pdf")
        with pytest.raises(FileRefused):
            file_form(uploads=[SimpleUploadedFile("证明.pdf", PDF), bad])
        assert not Application.objects.exists()
        assert not StoredFile.objects.exists()
        assert not LogEntry.objects.exists()
        assert file_form().application.number == "2026-1"

    def test_a_row_the_database_does_not_take_is_no_repeated_form(self, institution):
        with pytest.raises(IntegrityError, match="only_post_is_signed_for"):
            file_form(asked=ASKED | {"signed_for": True})

    def test_files_are_kept_with_the_case_in_quarantine(self, institution):
        done = file_form(uploads=[SimpleUploadedFile("证明.pdf", PDF)])
        attachment = done.application.attachments.get()
        assert (attachment.kind, attachment.title) == ("application", "证明.pdf")
        assert attachment.file.is_quarantined


class TestOnPaper:
    @pytest.mark.parametrize(
        ("channel", "signed_for", "confirmed_on", "received_on"),
        [
            ("counter", None, None, TUESDAY),
            ("oral", None, None, TUESDAY),
            ("post", True, None, TUESDAY),
            ("post", False, None, None),
            ("post", False, FRIDAY, FRIDAY),
            ("fax", None, None, None),
            ("fax", None, FRIDAY, FRIDAY),
            ("email", None, None, None),
            ("email", None, FRIDAY, FRIDAY),
            ("counter", None, FRIDAY, TUESDAY),
        ],
    )
    def test_the_day_of_receipt_by_channel(
        self, cast, channel, signed_for, confirmed_on, received_on
    ):
        case = register(cast, channel=channel, signed_for=signed_for, confirmed_on=confirmed_on)
        assert (case.arrived_on, case.submitted_at) == (TUESDAY, at(FRIDAY))
        assert case.received_on == received_on
        assert (case.due_on is None) == (received_on is None)

    def test_what_the_institution_settled_for_its_own_law_holds(self, cast):
        Institution.objects.update(law_settings={"cn-university": {"receipt.email": "submission"}})
        assert register(cast, channel="email", law="cn-university").received_on == TUESDAY
        assert register(cast, channel="email", law="cn-regulation").received_on is None

    def test_it_is_the_registrar_who_takes_it_in_and_the_log_says_so(self, cast):
        case = register(cast, channel="counter")
        entry = log.entries(case.chain).get()
        assert (entry.actor_kind, entry.actor_name) == ("staff", "周登记")
        for person in (cast.officer, cast.leader, cast.inspector, cast.system_admin):
            with pytest.raises(NotPermitted):
                register(cast, channel="counter", by=person)

    @pytest.mark.parametrize(
        ("days", "words"),
        [
            ({"arrived_on": FRIDAY, "on": TUESDAY}, "不能晚于今天"),
            ({"arrived_on": TUESDAY, "confirmed_on": MONDAY}, "到达日期与今天之间"),
            ({"arrived_on": MONDAY, "on": TUESDAY, "confirmed_on": FRIDAY}, "到达日期与今天之间"),
        ],
    )
    def test_days_that_cannot_be_are_refused(self, cast, days, words):
        with pytest.raises(Refusal, match=words):
            register(cast, channel="post", signed_for=False, **days)
        assert not Application.objects.exists()


def look(number: str, code: str, *, address="192.0.2.1", when=NINE) -> Application:
    return filing.look_up(number, code, address=address, at=when)


@pytest.mark.django_db
class TestLookingUp:
    @pytest.fixture
    def done(self, institution):
        return file_form()

    def test_number_and_code_open_the_case(self, done):
        assert look(" 2026-1 ", done.query_code.lower().replace("-", " ")) == done.application

    @pytest.mark.parametrize(
        ("number", "code"), [("2026-1", "0000-0000-0000-0000"), ("2026-999", None), ("", "")]
    )
    def test_unknown_and_wrong_are_answered_alike(self, done, number, code):
        with pytest.raises(WrongCode) as wrong:
            look(number, done.query_code if code is None else code)
        assert str(wrong.value).startswith("编号或查询码不对。")

    def test_the_code_of_one_case_opens_no_other(self, done):
        other = file_form()
        with pytest.raises(WrongCode):
            look(other.application.number, done.query_code)

    def test_ten_wrong_codes_an_hour_close_the_case_even_to_the_right_one(self, done):
        for attempt in range(10):
            with pytest.raises(WrongCode):
                look("2026-1", "0000", address=f"192.0.2.{attempt}")
        with pytest.raises(TooManyTries, match="一小时后"):
            look("2026-1", done.query_code, address="192.0.2.99")
        other = file_form()
        assert look("2026-2", other.query_code, address="192.0.2.99") == other.application
        assert look("2026-1", done.query_code, when=NINE + timedelta(minutes=61))

    @pytest.mark.full
    def test_the_right_code_begins_the_count_again(self, done):
        for _round in range(3):
            for attempt in range(9):
                with pytest.raises(WrongCode):
                    look("2026-1", "0000", address=f"192.0.2.{attempt}")
            assert look("2026-1", done.query_code)

    @pytest.mark.full
    def test_an_address_that_tries_number_after_number_is_slowed_down(self, done):
        for number in range(100, 160):
            with pytest.raises(WrongCode):
                look(f"2026-{number}", "0000")
        with pytest.raises(TooManyTries):
            look("2026-1", done.query_code)
        assert look("2026-1", done.query_code, address="198.51.100.7")

    @pytest.mark.full
    def test_the_whole_site_is_slowed_down_by_many_addresses(self, done):
        for attempt in range(300):
            with pytest.raises(WrongCode):
                look(f"2026-{attempt + 100}", "0000", address=f"10.0.{attempt // 250}.{attempt}")
        with pytest.raises(TooManyTries):
            look("2026-1", done.query_code, address="198.51.100.7")
        assert look("2026-1", done.query_code, address="198.51.100.7",
                    when=NINE + timedelta(seconds=61))  # fmt: skip

    def test_a_case_that_does_not_exist_costs_as_much_hashing(self, done, monkeypatch):
        asked = []
        check = filing.querycode.check_password
        monkeypatch.setattr(
            "requests_app.querycode.check_password",
            lambda code, stored: asked.append(stored) or check(code, stored),
        )
        for number in ("2026-1", "2026-999"):
            with pytest.raises(WrongCode):
                look(number, "0000")
        assert len(asked) == 2
        assert asked[0].partition("$")[0] == asked[1].partition("$")[0]

    def test_neither_number_nor_address_is_kept_readable_where_tries_are_counted(self, done):
        with pytest.raises(WrongCode):
            look("2026-1", "0000", address="192.0.2.1")
        assert not found_in_the_database("192.0.2.1")


class TestANewCode:
    def test_opens_the_case_and_the_old_one_dies(self, cast):
        done = file_form()
        new = filing.reissue_code(
            done.application, by=cast.registrar, reason="本人持证件到办公室", at=NINE
        )
        assert look("2026-1", new) == done.application
        with pytest.raises(WrongCode):
            look("2026-1", done.query_code)
        entry = log.entries(done.application.chain).last()
        assert (entry.event, entry.payload) == ("code_reissued", {})
        assert not found_in_the_database(new)

    def test_is_given_by_the_registrar_and_the_head_alone(self, cast):
        case = in_hand(cast)
        for person in (cast.officer, cast.leader, cast.inspector, cast.security_admin):
            with pytest.raises(NotPermitted):
                filing.reissue_code(case, by=person, reason="来电", at=NINE)
        assert log.entries(case.chain).last().event != "code_reissued"


def found_in_the_database(*words: str) -> list[str]:
    """Every table and column where one of the words stands readable, whatever its type."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                found += [
                    f"{table}.{column}"
                    for column, value in zip(columns, row, strict=True)
                    if any(word in _readable(value) for word in words)
                ]
    return found


def _readable(value) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("utf-8", "replace")
    return str(value)


class TestAtRest:
    def test_nothing_that_identifies_the_applicant_stands_readable_in_the_database(self, cast):
        case = in_hand(cast)
        case.consult(
            by=cast.office_head, on=MONDAY, at=at(MONDAY, 12), kind="third_party",
            party_name="示例公司", concerning="合同", party_address="工业路8号示例大厦",
        )  # fmt: skip
        case.withdraw(by=cast.registrar, on=MONDAY, at=at(MONDAY, 13), reason="来电号码13800000000")
        assert found_in_the_database(*SECRETS, "工业路8号示例大厦") == []
        assert case.applicant.identity_number == "42080019900101123X"

    def test_what_is_meant_to_be_readable_would_be_found(self, cast):
        """The control: the search sees every table and column."""
        in_hand(cast)
        assert found_in_the_database("张示例") == ["requests_app_applicant.name"]
        assert "office_user.full_name" in found_in_the_database("周登记")

    def test_the_query_code_is_nowhere(self, institution):
        code = file_form().query_code
        assert found_in_the_database(code, code.replace("-", "")) == []

    def test_a_value_copied_to_another_row_does_not_open(self, institution):
        from records.encryption import Undecipherable

        one, other = filed(), filed(applicant={"identity_number": "420800199002022345"})
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE requests_app_applicant SET identity_number = (SELECT identity_number FROM "
                "requests_app_applicant WHERE application_id = %s) WHERE application_id = %s",
                [one.pk, other.pk],
            )
        with pytest.raises(Undecipherable):
            _ = Applicant.objects.get(application=other).identity_number

    def test_the_cases_of_one_person_are_found_by_their_number_however_it_is_typed(
        self, institution
    ):
        mine, again = filed(), filed(applicant={"identity_number": " 42080019900101123x "})
        filed(applicant={"identity_number": "420800199002022345"})
        filed(applicant={"identity_number": ""})
        index = keyed_hash("４2080019900101123X", purpose="identity")
        found = Applicant.objects.filter(identity_index=index)
        assert {applicant.application for applicant in found} == {mine, again}
        assert Applicant.objects.filter(identity_index="").count() == 1

    def test_masked_is_all_but_the_first_and_the_last_character(self, institution):
        applicant = filed().applicant
        assert applicant.shown("identity_number") == "4****************X"
        assert applicant.shown("phone") == "1*********0"
        assert applicant.shown("agent_identity_number") == ""


class TestRevealing:
    def test_the_reason_is_in_the_log_and_the_value_is_not(self, cast):
        case = filed()
        shown = filing.reveal(
            case, "identity_number", by=cast.registrar, reason="核对身份", at=NINE
        )
        assert shown == "42080019900101123X"
        entry = log.entries(case.chain).last()
        assert (entry.event, entry.actor_id) == ("revealed", cast.registrar.pk)
        assert entry.payload == {"field": "identity_number"}
        assert log.private_of(entry) == {"reason": "核对身份"}

    def test_what_cannot_be_logged_is_not_shown(self, cast, monkeypatch):
        case = filed()

        def fails(*args, **kwargs):
            raise OSError("disk")

        monkeypatch.setattr("casework.filing.log.append", fails)
        monkeypatch.setattr(Applicant, "phone", property(lambda self: pytest.fail("was read")))
        with pytest.raises(OSError, match="disk"):
            filing.reveal(case, "phone", by=cast.registrar, reason="核对", at=NINE)

    def test_only_the_registrar_and_the_office_head_may(self, cast):
        case = in_hand(cast)
        may = {"registrar", "office_head"}
        for name, person in cast.everyone().items():
            if name in may:
                assert filing.reveal(case, "phone", by=person, reason="核对", at=NINE)
            else:
                with pytest.raises(NotPermitted):
                    filing.reveal(case, "phone", by=person, reason="核对", at=NINE)
        assert LogEntry.objects.filter(event="revealed").count() == len(may)

    @pytest.mark.parametrize(
        ("field", "reason"), [("phone", "  "), ("name", "核对"), ("row_key", "核对")]
    )
    def test_not_without_a_reason_nor_another_field(self, cast, field, reason):
        case = filed()
        with pytest.raises(Refusal):
            filing.reveal(case, field, by=cast.registrar, reason=reason, at=NINE)
        assert not LogEntry.objects.filter(event="revealed").exists()
