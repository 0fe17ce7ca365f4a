import django.db.models.deletion
from django.db import migrations, models


def overrides_get_rows_of_their_own(apps, schema_editor):
    Consultation = apps.get_model("requests_app", "Consultation")
    Override = apps.get_model("requests_app", "Override")
    overridden = Consultation.objects.exclude(overridden_on=None)
    Override.objects.bulk_create(
        Override(consultation=asked, decided_on=asked.overridden_on, reason=asked.override_reason)
        for asked in overridden
    )


def and_back(apps, schema_editor):
    Override = apps.get_model("requests_app", "Override")
    for override in Override.objects.filter(withdrawn_on=None).select_related("consultation"):
        asked = override.consultation
        asked.overridden_on, asked.override_reason = override.decided_on, override.reason
        asked.save(update_fields=["overridden_on", "override_reason"])


class Migration(migrations.Migration):

    dependencies = [
        ('requests_app', '0002_paper'),
    ]

    operations = [
        migrations.CreateModel(
            name='Override',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('decided_on', models.DateField(verbose_name='决定公开日期')),
                ('reason', models.TextField(verbose_name='决定公开的理由')),
                ('withdrawn_on', models.DateField(blank=True, null=True, verbose_name='决定公开撤销日期')),
                ('consultation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='overrides', to='requests_app.consultation', verbose_name='征求意见')),
            ],
            options={
                'verbose_name': '决定公开',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_on', None)), fields=('consultation',), name='one_override_stands')],
            },
        ),
        migrations.AddField(
            model_name='consultation',
            name='withdrawn_on',
            field=models.DateField(blank=True, null=True, verbose_name='征求意见书撤销日期'),
        ),
        migrations.AlterField(
            model_name='attachment',
            name='kind',
            field=models.CharField(choices=[('application', '申请材料'), ('correction', '补正材料'), ('reasons', '说明理由材料'), ('released', '提供的信息'), ('evidence', '办理材料')], max_length=15, verbose_name='类别'),
        ),
        migrations.RunPython(overrides_get_rows_of_their_own, and_back),
        migrations.RemoveConstraint(
            model_name='consultation',
            name='only_a_no_is_overridden',
        ),
        migrations.RemoveField(
            model_name='consultation',
            name='overridden_on',
        ),
        migrations.RemoveField(
            model_name='consultation',
            name='override_reason',
        ),
    ]
