from django.db import models
from django.utils.translation import gettext_lazy as _


class KeyWitness(models.Model):
    """The fingerprint of a key this database was used with; never the key."""

    key_id = models.CharField(_("密钥编号"), max_length=8, unique=True)
    fingerprint = models.CharField(_("密钥指纹"), max_length=64)

    class Meta:
        verbose_name = _("密钥指纹")
        verbose_name_plural = _("密钥指纹")
