"""Lines to count by, kept by triggers on both engines, and filled from the cases there are."""

import django.db.models.deletion
from django.db import migrations, models

from reports import lines, recount


def install(_apps, schema_editor):
    lines.install(schema_editor.connection)
    recount.refill(schema_editor.connection)


def remove(_apps, schema_editor):
    lines.remove(schema_editor.connection)


class Migration(migrations.Migration):

    dependencies = [
        ('remedies', '0002_proceedings'),
        ('reports', '0001_initial'),
        ('requests_app', '0003_paper_gaps'),
    ]

    operations = [
        migrations.CreateModel(
            name='CaseLine',
            fields=[
                ('kind', models.CharField(db_default='', max_length=30)),
                ('came_on', models.DateField(null=True)),
                ('left_on', models.DateField(null=True)),
                ('result', models.CharField(db_default='', max_length=40)),
                ('span', models.IntegerField(db_default=0)),
                ('application', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='line', serialize=False, to='requests_app.application')),
                ('channel', models.CharField(db_default='', max_length=10)),
                ('law', models.CharField(db_default='', max_length=30)),
                ('case_law', models.CharField(db_default='', max_length=30)),
                ('closed_under', models.CharField(db_default='', max_length=30)),
                ('closed_on', models.DateField(null=True)),
            ],
            options={
                'verbose_name': '统计索引',
                'indexes': [models.Index(fields=['kind', 'law', 'span', 'came_on', 'left_on', 'channel'], name='line_came'), models.Index(fields=['kind', 'result', 'law', 'left_on'], name='line_left')],
            },
        ),
        migrations.CreateModel(
            name='RemedyLine',
            fields=[
                ('kind', models.CharField(db_default='', max_length=30)),
                ('came_on', models.DateField(null=True)),
                ('left_on', models.DateField(null=True)),
                ('result', models.CharField(db_default='', max_length=40)),
                ('span', models.IntegerField(db_default=0)),
                ('remedy', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='line', serialize=False, to='remedies.remedy')),
                ('application_id', models.BigIntegerField(db_default=0)),
                ('closed_on', models.DateField(null=True)),
            ],
            options={
                'verbose_name': '监督救济统计索引',
                'indexes': [models.Index(fields=['kind', 'span', 'came_on', 'left_on', 'application_id'], name='remedy_line_came'), models.Index(fields=['kind', 'result', 'left_on', 'application_id'], name='remedy_line_left')],
            },
        ),
        migrations.RunPython(install, remove, elidable=False),
    ]
