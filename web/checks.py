"""What `manage.py check` says about signing: wrongly set up is an error, run out is a warning.

A certificate runs out by itself, and the site must still start that day: only sealing stops.
"""

from django.conf import settings
from django.core import checks

from notices import signing
from web.today import now


def signing_is_usable(**_unused):
    try:
        certificate = signing.provider().describe()
    except signing.SigningUnusable as fault:
        # A demonstration is not worth stopping for: `demo` makes what is missing.
        kind = checks.Warning if settings.SEAL_PROVIDER == "demonstration" else checks.Error
        return [kind(str(fault), id="web.E001")]
    if certificate is not None and (fault := certificate.fault(now())):
        return [checks.Warning(fault, id="web.W002")]
    return []


def register_all() -> None:
    checks.register(signing_is_usable, checks.Tags.security)
