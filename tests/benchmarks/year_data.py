"""A register of any size by SQL: cases over years, their first handlings, remedies against some."""

from datetime import date

from django.db import connection

from reports import lines, recount
from statute.annual import COLUMNS
from statute.answers import RESULT_CODES

LAST_YEAR = 2025  # the register ends with it; every year has the same number of cases
OPEN = 40  # one case in so many is still open
LONG = 50  # one in so many took up to two years
REMEDY = 20  # one in so many was fought over


def fill(cases: int, years: int) -> None:
    """So many cases over so many calendar years up to LAST_YEAR; the lines are made at the end."""
    first = date(LAST_YEAR - years + 1, 1, 1)
    days = (date(LAST_YEAR, 12, 31) - first).days + 1
    lines.remove(connection)
    with connection.cursor() as cursor:
        for table in (*lines.KEYS, *(source.table for source in reversed(lines.SOURCES))):
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608
        for statement in _statements(cases, first, days):
            cursor.execute(statement)
    lines.install(connection)
    recount.refill(connection)
    settle()


def settle() -> None:
    """What the server does by itself after a while; SQLite is never analysed."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def _plus(day: str, days: str) -> str:
    if connection.vendor == "sqlite":
        return f"date({day}, '+' || ({days}) || ' days')"
    return f"CAST({day} AS date) + CAST({days} AS integer)"


def _one_of(values, number: str) -> str:
    named = " ".join(f"WHEN {n} THEN '{value}'" for n, value in enumerate(values))
    return f"CASE ({number}) % {len(values)} {named} END"


def _chance(number: str, of: int, seed: int) -> str:
    """A number below `of`, spread as if by chance: a multiplicative hash of the row's number."""
    return f"(CAST({number} AS bigint) * {seed} % 1000003) % {of}"


def _statements(cases: int, first: date, days: int) -> list[str]:
    numbered = f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {cases})"  # noqa: S608
    received = _plus(f"'{first}'", _chance("i", days, 7919))
    took = (
        f"CASE WHEN {_chance('id', LONG, 31)} = 0 THEN {_chance('id', 730, 104729)} "
        f"ELSE {_chance('id', 31, 1299709)} END"
    )
    law = f"CASE WHEN {_chance('i', 3, 15485863)} = 0 THEN 'cn-university' ELSE 'cn-regulation' END"
    closed = f"{_chance('id', OPEN, 32452843)} <> 0"
    key = "lower(hex(randomblob(16)))"
    if connection.vendor == "postgresql":
        key = "gen_random_uuid()"
    return [
        f"""INSERT INTO requests_app_application (id, number, state, law, channel, subject,
            description, document_number, purpose, form, delivery, notice_version,
            query_code_hash, arrived_on, submitted_at, received_on, imported, due_provisional,
            version) {numbered} SELECT i, 'B-' || i, 'answered', {law},
            {_one_of(("online", "counter", "post"), _chance("i", 3, 179))}, 'x', 'x', '', '',
            'electronic', 'online', '', '', {received}, '2025-12-31 00:00:00+00', {received},
            {_true()}, {_false()}, 0 FROM n""",  # noqa: S608
        f"""INSERT INTO requests_app_applicant (application_id, kind, name, identity_kind,
            identity_number, identity_index, phone, email, address, postcode,
            legal_representative, contact_name, agent_name, agent_identity_number, row_key)
            SELECT id, {_one_of(COLUMNS, _chance("id", 6, 49979687))}, 'x', 'other', '', '', '',
            '', '', '', '', '', '', '', {key} FROM requests_app_application""",  # noqa: S608
        f"""INSERT INTO requests_app_handling (application_id, sequence, opened_on, cause,
            closed_on, result, closed_under) SELECT id, 1, received_on, 'application',
            {_plus("received_on", took)}, {_one_of(RESULT_CODES, _chance("id", 21, 86028121))},
            law FROM requests_app_application WHERE {closed}
            UNION ALL SELECT id, 1, received_on, 'application', NULL, '', ''
            FROM requests_app_application WHERE NOT ({closed})""",  # noqa: S608
        f"""INSERT INTO remedies_remedy (application_id, kind, filed_on, simplified, body, docket,
            grounds, decided_on, result, note, logged_at)
            SELECT id, {_one_of(("review", "litigation_direct", "complaint"), "id / 20")},
            received_on, {_false()}, '', '', '',
            {_plus("received_on", _chance("id", 120, 6151))},
            {_one_of(("upheld", "corrected", "other"), _chance("id", 3, 769))}, '',
            '2025-12-31 00:00:00+00' FROM requests_app_application
            WHERE id % {REMEDY} = 0""",  # noqa: S608
    ]  # fmt: skip


def _true() -> str:
    return "true" if connection.vendor == "postgresql" else "1"


def _false() -> str:
    return "false" if connection.vendor == "postgresql" else "0"
