"""Holiday notices are append-only by trigger, on both engines."""

from django.db import migrations

from office import append_only


def install(_apps, schema_editor):
    append_only.install(schema_editor.connection)


def remove(_apps, schema_editor):
    append_only.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("office", "0002_notices_with_their_text")]

    operations = [migrations.RunPython(install, remove, elidable=False)]
