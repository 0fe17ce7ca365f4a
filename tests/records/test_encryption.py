from datetime import UTC, datetime

import pytest
from django.apps.registry import Apps
from django.core import serializers
from django.core.exceptions import FieldError
from django.db import connection, models, transaction
from django.db.models import F, Value
from hypothesis import given
from hypothesis import strategies as st

from records.encryption import (
    EncryptedTextField,
    NotSealed,
    Sealed,
    Undecipherable,
    keyed_hash,
    masked,
    seal,
    unseal,
)
from records.models import OutgoingMail

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
CANARY = "金丝雀-13912345678"


def mail(key: str, body: str = CANARY) -> OutgoingMail:
    return OutgoingMail.objects.create(
        kind="test",
        dedupe_key=key,
        message_id=f"<{key}@example.edu.cn>",
        recipient="canary@example.org",
        subject="通知",
        body=body,
        created_at=AT,
        next_try_at=AT,
    )


def stored(pk: int, column: str = "body") -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM records_outgoingmail WHERE id = %s", [pk])  # noqa: S608
        return cursor.fetchone()[0]


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_what_is_sealed_opens_again(text):
    assert unseal(seal(text, context="t.c:1"), context="t.c:1") == text


def test_the_same_text_is_never_sealed_the_same_way_twice():
    assert seal("甲", context="t.c:1") != seal("甲", context="t.c:1")


@pytest.mark.parametrize("place", ["t.c:2", "t.d:1", "u.c:1"])
def test_a_sealed_value_does_not_open_in_another_row_column_or_table(place):
    with pytest.raises(Undecipherable):
        unseal(seal("甲", context="t.c:1"), context=place)


def test_one_altered_character_does_not_open():
    sealed = seal("甲", context="t.c:1")
    middle = len(sealed) // 2
    other = "A" if sealed[middle] != "A" else "B"
    with pytest.raises(Undecipherable):
        unseal(sealed[:middle] + other + sealed[middle + 1 :], context="t.c:1")


@pytest.mark.parametrize("text", ["13912345678", "k1:!!!", "k1:", ""])
def test_plain_text_in_a_sealed_column_is_not_taken_for_a_value(text):
    with pytest.raises(Undecipherable):
        unseal(text, context="t.c:1")


@pytest.mark.django_db
def test_the_database_holds_only_the_sealed_value():
    row = mail("a")
    assert stored(row.pk).startswith("k1:")
    assert CANARY not in stored(row.pk)
    assert OutgoingMail.objects.get(pk=row.pk).body == CANARY


@pytest.mark.django_db
def test_the_value_opens_when_it_is_deferred_refreshed_or_made_in_bulk():
    row = mail("a")
    assert OutgoingMail.objects.defer("body").get(pk=row.pk).body == CANARY
    row.refresh_from_db()
    assert row.body == CANARY
    made = OutgoingMail(kind="t", dedupe_key="b", message_id="b", recipient="x@example.org")
    made.subject, made.body, made.created_at, made.next_try_at = "s", CANARY, AT, AT
    OutgoingMail.objects.bulk_create([made])
    assert OutgoingMail.objects.get(dedupe_key="b").body == CANARY


@pytest.mark.django_db
def test_saving_a_row_that_was_only_read_leaves_the_sealed_value_as_it_is():
    row = OutgoingMail.objects.get(pk=mail("a").pk)
    before = stored(row.pk)
    row.attempts = 1
    row.save()
    assert stored(row.pk) == before
    row.body = "改后"
    row.save(update_fields=["body"])
    assert OutgoingMail.objects.get(pk=row.pk).body == "改后"


@pytest.mark.django_db
def test_empty_text_stays_empty():
    row = mail("a", body="")
    assert stored(row.pk) == ""
    assert OutgoingMail.objects.get(pk=row.pk).body == ""


@pytest.mark.django_db
def test_two_swapped_values_both_fail_to_open():
    first, second = mail("a"), mail("b", body="另一份")
    here, there = stored(first.pk), stored(second.pk)
    with connection.cursor() as cursor:
        statement = "UPDATE records_outgoingmail SET body = %s WHERE id = %s"
        cursor.executemany(statement, [(there, first.pk), (here, second.pk)])
    for pk in (first.pk, second.pk):
        with pytest.raises(Undecipherable):
            _ = OutgoingMail.objects.get(pk=pk).body


@pytest.mark.django_db
def test_two_columns_of_one_row_swapped_fail_to_open():
    row = mail("a")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE records_outgoingmail SET body = recipient")
    with pytest.raises(Undecipherable):
        _ = OutgoingMail.objects.get(pk=row.pk).body


@pytest.mark.django_db
@pytest.mark.parametrize(
    "value", ["明文", Value("明文"), Value("明文", output_field=models.TextField()), F("subject")]
)
def test_an_update_past_the_row_is_refused(value):
    row = mail("a")
    before = stored(row.pk)
    with transaction.atomic(), pytest.raises(NotSealed):
        OutgoingMail.objects.update(body=value)
    assert stored(row.pk) == before


@pytest.mark.django_db
def test_bulk_update_and_an_expression_on_save_are_refused():
    row = mail("a")
    row.body = "明文"
    with transaction.atomic(), pytest.raises(NotSealed):
        OutgoingMail.objects.bulk_update([row], ["body"])
    row.body = F("subject")
    with transaction.atomic(), pytest.raises(NotSealed):
        row.save()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "lookup", ["body", "body__contains", "body__in", "body__upper", "body__upper__exact"]
)
def test_a_sealed_column_cannot_be_searched(lookup):
    with pytest.raises(FieldError, match="keyed hash"):
        OutgoingMail.objects.filter(**{lookup: [CANARY]}).first()


@pytest.mark.django_db
def test_what_leaves_the_database_without_its_row_stays_sealed():
    row = OutgoingMail.objects.get(pk=mail("a").pk)
    value = OutgoingMail.objects.values_list("body", flat=True).get()
    assert isinstance(value, Sealed)
    assert CANARY not in value
    assert CANARY not in serializers.serialize("json", [row])
    with pytest.raises(Undecipherable):
        unseal(value, context="records_outgoingmail.body:elsewhere")


@pytest.mark.django_db
def test_a_null_is_a_null():
    assert OutgoingMail.objects.filter(body__isnull=True).count() == 0


def test_a_model_without_a_row_key_is_told_so():
    class Bare(models.Model):
        secret = EncryptedTextField()

        class Meta:
            app_label = "records"
            apps = Apps()

    assert OutgoingMail._meta.get_field("body").check() == []
    field = Bare._meta.get_field("secret")
    assert [error.id for error in field.check()] == ["records.E010"]
    with pytest.raises(NotSealed, match="row_key"):
        field.pre_save(Bare(secret="甲"), add=True)


def test_a_keyed_hash_finds_the_same_value_however_it_was_typed():
    assert keyed_hash("11010119900307123x ", purpose="id") == keyed_hash(
        "１１０１０１１９９００３０７１２３Ｘ", purpose="id"
    )


def test_a_keyed_hash_says_nothing_across_purposes_and_keys(settings, tmp_path):
    from records import keys

    here = keyed_hash("110101199003071233", purpose="id")
    assert here != keyed_hash("110101199003071233", purpose="phone")
    settings.RECORDS_KEYS_FILE = tmp_path / "other.json"
    keys.make()
    assert here != keyed_hash("110101199003071233", purpose="id")
    assert here.startswith("h1:")
    assert len(here) == 3 + 64


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("110101199003071233", "1****************3"),
        ("王小明", "王*明"),
        ("王明", "王*"),
        ("Q", "*"),
        ("", ""),
    ],
)
def test_masking_leaves_the_first_and_the_last_character(value, shown):
    assert masked(value) == shown
