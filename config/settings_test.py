"""The settings for tests: a cheap password hash, keys and a scratch folder of the run's own."""

import atexit
import shutil
import tempfile
from pathlib import Path

from config.settings import *  # noqa: F403 -- everything else is what production runs with
from config.settings import DATABASES, VAR

TESTING = True
SEAL_PROVIDER = "none"  # a test that signs says with what
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
_SCRATCH = Path(tempfile.mkdtemp(prefix="gongkai-test-"))
atexit.register(shutil.rmtree, _SCRATCH, ignore_errors=True)
VAR = _SCRATCH  # noqa: F811 -- files written by tests stay out of the operator's folder
RECORDS_KEYS_FILE = _SCRATCH / "keys.json"
DATABASES["default"]["CONN_MAX_AGE"] = 0  # a browser's idle line keeps no session on the server
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory, so that locking is real; one per run, so that runs do not meet.
    DATABASES["default"]["TEST"] = {"NAME": str(_SCRATCH / "test.sqlite3")}
