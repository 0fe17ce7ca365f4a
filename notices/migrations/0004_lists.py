"""Indexes by which lists find notices; the seal of each notice as a column; one seal in use."""

import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, IntegerField, Q
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Cast
from django.db.models.lookups import IsNull


def note_seals(apps, schema_editor):
    """The version that each snapshot names; letters older than such snapshots name none."""
    version = KeyTextTransform("version", KeyTransform("seal", "snapshot"))
    issued = apps.get_model("notices", "Notice").objects.filter(issued_on__isnull=False)
    issued.update(seal_version=Cast(version, IntegerField()))


def keep_the_newest(apps, schema_editor):
    """Of several seals in use the newest is the one that letters were sealed with."""
    in_use = apps.get_model("notices", "SealImage").objects.filter(retired_at=None)
    newest = in_use.order_by("-version").first()
    if newest is not None:
        in_use.exclude(pk=newest.pk).update(retired_at=newest.added_at)


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0003_redaction_in_the_background"),
        ("records", "0003_paper"),
        ("requests_app", "0003_paper_gaps"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            "notice",
            "seal_version",
            models.PositiveIntegerField("印章版本", blank=True, null=True),
        ),
        migrations.RunPython(note_seals, migrations.RunPython.noop),
        migrations.RunPython(keep_the_newest, migrations.RunPython.noop),
        migrations.AddIndex(
            "notice",
            models.Index(
                fields=["submitted_at"],
                condition=Q(issued_on=None, discarded_at=None),
                name="notices_on_their_way",
            ),
        ),
        migrations.AddIndex(
            "notice",
            models.Index(
                fields=["application"],
                condition=Q(issued_on__isnull=False, served_on=None),
                name="notices_to_be_served",
            ),
        ),
        migrations.AddIndex(
            "notice",
            models.Index(fields=["issued_on", "issued_at", "id"], name="notices_as_issued"),
        ),
        migrations.AddIndex(
            "notice",
            models.Index(fields=["seal_version", "issued_at", "id"], name="notices_by_seal"),
        ),
        migrations.AddConstraint(
            "notice",
            models.CheckConstraint(
                condition=Q(seal_version=None) | Q(issued_on__isnull=False),
                name="sealed_once_issued",
            ),
        ),
        migrations.AddConstraint(
            "sealimage",
            models.UniqueConstraint(
                IsNull(F("retired_at"), True), condition=Q(retired_at=None), name="one_seal_in_use"
            ),
        ),
    ]
