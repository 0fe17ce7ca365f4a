"""Every setting of the project. Anything an operator may change is read from the environment."""

import os
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config.environment import day, file, number, ports, secret, secret_key, switch, words

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("GONGKAI_VAR", BASE_DIR / "var"))  # database, files, keys
VAR.mkdir(parents=True, exist_ok=True)

DEBUG = switch("DEBUG", False)
HTTPS = switch("HTTPS", False)
SECRET_KEY = secret_key(VAR / "secret_key")
ALLOWED_HOSTS = words("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = words("CSRF_TRUSTED_ORIGINS", "")

INSTALLED_APPS = [
    "office",
    "records",
    "catalogue",
    "requests_app",
    "notices",
    "remedies",
    "casework",
    "reports",
    "web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "django_filters",
    "csp",
]

MIDDLEWARE = [
    "web.middleware.PageHeaders",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "web.middleware.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "web.staff.kept.KeepDraftWords",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "office.User"
LOGIN_URL = "staff:sign_in"
LOGIN_REDIRECT_URL = "staff:today"
LOGOUT_REDIRECT_URL = "staff:sign_in"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "web.context.institution",
            ],
            "builtins": ["web.templatetags.words", "web.templatetags.components"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# SQLite as measured safe under fifty writers: IMMEDIATE, WAL, FULL, a long wait.
DATABASES = {
    "default": dj_database_url.config(
        default=f"sqlite:///{VAR / 'gongkai.sqlite3'}", conn_max_age=60
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
        " PRAGMA recursive_triggers=ON;",
    }

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LANGUAGE_CODE = "zh-hans"  # texts in the code are Chinese; English is the translation
LANGUAGES = [("zh-hans", _("中文")), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = os.environ.get("TIME_ZONE", "Asia/Shanghai")
USE_TZ = True

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
WHITENOISE_USE_FINDERS = True

SESSION_COOKIE_AGE = 30 * 60  # idle half an hour, for staff and for an applicant's query code
SESSION_SAVE_EVERY_REQUEST = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
CSRF_FAILURE_VIEW = "web.errors.csrf_failure"
# Not "no-referrer": under it browsers send "Origin: null" and every form fails its CSRF check.
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
        "img-src": [SELF, "data:"],
    }
}

EMAIL_BACKEND = os.environ.get("EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend")
EMAIL_FILE_PATH = VAR / "mail"
EMAIL_HOST = os.environ.get("EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "25"))
EMAIL_TIMEOUT = 30
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "xxgk@example.edu.cn")

RECORDS_KEYS_FILE = Path(os.environ.get("RECORDS_KEYS_FILE", VAR / "keys.json"))
REPORT_FORMS = os.environ.get(
    "REPORT_FORMS", VAR / "report_forms"
)  # forms of a report of one's own
UPLOAD_MAX_BYTES = 20 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 25 * 1024 * 1024
PUBLIC_ADDRESS = os.environ.get("PUBLIC_ADDRESS", "http://127.0.0.1:8000")
DEADLINE_API_PER_MINUTE = number("DEADLINE_API_PER_MINUTE", 60)  # for each address; 0: closed
# For drills: the shipped calendar as it was known on a day, later notices left out (None: all).
SHIPPED_CALENDAR_AS_OF = day("SHIPPED_CALENDAR_AS_OF")
TESTING = False
DEMONSTRATION = switch("DEMONSTRATION", False)  # says on every page that the data is made up

# The catalogue's links: looked at daily by the worker, or only by `manage.py check_links`.
LINK_CHECK = switch("LINK_CHECK", False)
LINK_PAUSE_SECONDS = number("LINK_PAUSE_SECONDS", 1)  # between two requests to one host
LINK_DEAD_DAYS = number("LINK_DEAD_DAYS", 2)  # days on which it failed, before it is called dead
LINK_PRIVATE_ADDRESSES = switch("LINK_PRIVATE_ADDRESSES", False)  # True: also hosts on campus only
LINK_PORTS = ports("LINK_PORTS", "80,443,8080,8443")  # no other service is called than the web's

# What signs the letters: none, file, pkcs11, demonstration, or a class of one's own by its path.
SEAL_PROVIDER = os.environ.get("SEAL_PROVIDER", "demonstration" if DEMONSTRATION else "none")
SEAL_KEY = file("SEAL_KEY")  # PEM with SEAL_CERTIFICATE beside it, or .p12
SEAL_CERTIFICATE = file("SEAL_CERTIFICATE")
SEAL_PASSPHRASE = secret("SEAL_PASSPHRASE")  # of the key file, or the token's PIN
SEAL_PKCS11_MODULE = os.environ.get("SEAL_PKCS11_MODULE", "")
SEAL_PKCS11_TOKEN = os.environ.get("SEAL_PKCS11_TOKEN", "")
SEAL_PKCS11_LABEL = os.environ.get("SEAL_PKCS11_LABEL", "")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"feeds": {"()": "web.feeds.secrecy.HideFeedAddresses"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["feeds"]}},
    "loggers": {name: {"filters": ["feeds"]} for name in ("django.request", "django.server")}
    # They would write what stands in strangers' files; what they find comes back as an answer.
    | {name: {"level": "CRITICAL"} for name in ("pyhanko", "pyhanko_certvalidator")},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
