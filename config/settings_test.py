"""The settings for tests: a cheap password hash and keys of the suite's own."""

import tempfile
from pathlib import Path

from config.settings import *  # noqa: F403 -- everything else is what production runs with
from config.settings import VAR

TESTING = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
_SCRATCH = Path(tempfile.mkdtemp(prefix="gongkai-test-"))
VAR = _SCRATCH  # noqa: F811 -- files written by tests stay out of the operator's folder
RECORDS_KEYS_FILE = _SCRATCH / "keys.json"
