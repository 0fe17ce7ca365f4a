"""Seals and letters as they were before the lists had their indexes come through, and go back."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from notices.models import Notice, SealImage
from tests.architecture.rows import ISSUED, NOTICE, SEAL, World, plain
from tests.cast import MONDAY, at

BEFORE = ("notices", "0003_redaction_in_the_background")


@pytest.mark.full
@pytest.mark.django_db(transaction=True)
def test_letters_keep_their_seal_and_of_several_seals_in_use_the_newest_stays(cast):
    world = World(cast)
    for snapshot in ({}, {"seal": {"version": 0}}, {"seal": {"version": 2}}):
        Notice.objects.create(**plain(NOTICE | ISSUED, world), snapshot=snapshot)
    call_command("migrate", *BEFORE, verbosity=0)
    old = MigrationExecutor(connection).loader.project_state([BEFORE]).apps
    for version in (1, 2, 3):
        fields = plain(SEAL, world) | {"version": version, "added_at": at(MONDAY, 8 + version)}
        keys = {f"{name}_id": fields.pop(name).pk for name in ("image", "added_by")}
        old.get_model("notices", "SealImage").objects.create(**fields, **keys)
    call_command("migrate", verbosity=0)
    issued = Notice.objects.issued().order_by("pk")
    assert list(issued.values_list("seal_version", flat=True)) == [None, 0, 2]
    assert not Notice.objects.drafts().exclude(seal_version=None).exists()
    retired = dict(SealImage.objects.values_list("version", "retired_at"))
    assert retired == {1: at(MONDAY, 11), 2: at(MONDAY, 11), 3: None}
