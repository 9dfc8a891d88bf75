"""Settings. The environment gives what differs between machines:

DATABASE_URL, REDIS_URL      the servers; without them manage.py, the demo and the tests use embedded ones
SECRET_KEY                   signs sessions and links; without it a file in the data folder
LICENSING_FIELD_KEY          key of the encrypted columns; without it a file in the data folder
DEBUG, ALLOWED_HOSTS         `1` or `0`; comma-separated names; CSRF_TRUSTED_ORIGINS likewise with scheme
EMAIL_URL                    smtp://user:password@host:port?tls=1 (or ssl=1), or EMAIL_HOST, EMAIL_PORT
DEFAULT_FROM_EMAIL           the sender's address
SITE_URL                     what links in messages begin with; SITE_NAME, SITE_NAME_EN who signs them
WEBHOOK_URL, WEBHOOK_SECRET  where the officials' work group listens; WECOM=1: it is a robot of WeCom
SMS_CHANNEL, SMS_SIGNATURE   the class of the office's SMS channel; without it messages go to a file in the data folder
LICENSING_SWEEP_SECONDS      how often beat asks for a sweep (60); likewise _DRAIN_ (10) and _HEARTBEAT_ (30)
LICENSING_DATA_DIR           files, keys and the embedded servers; STATIC_ROOT collected static files (production)
LICENSING_FILES_DIR          the files handed in (the folder files/ of the data folder); several web processes share it
LICENSING_DOCUMENTS_DIR      the bureau's own data, typefaces and templates for its documents (docs/operations.md)
LICENSING_CHECK_KEYS         keys of the links in QR codes (keys/check/ of the data folder); who checks needs its *.pub only
LICENSING_SEAL_DIR           the keys of the seals: in the environment of the signer and of nobody else (docs/operations.md)
LICENSING_SEAL_PROVIDER      the class that seals, if not the one that is shipped (docs/adr/0008)
LICENSING_SEAL_ROOTS         root certificates of the seals, PEM (seal-roots.pem in the data folder)
LICENSING_TSA_URL            the time-stamping authority; without it signatures carry no time stamp
LICENSING_CARD_PROFILES      the rules of the cards, files of supervision/profiles/ (promise_statute; more with commas)
CLAMD_ADDRESS                the virus scanner: /path of its socket, or host:port; without it files are not scanned
SECURE_PROXY                 `1` behind a proxy that ends TLS and sets X-Forwarded-Proto
"""

import os
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from config.settings.environment import email_settings, flag, notification_channels, words
from config.settings.keys import secret

BASE_DIR = Path(__file__).resolve().parent.parent.parent
DATA_DIR = Path(os.environ.get("LICENSING_DATA_DIR", BASE_DIR / ".local")).resolve()

DEBUG = flag("DEBUG")
SECRET_KEY = secret(variable="SECRET_KEY", file=DATA_DIR / "keys" / "secret")
LICENSING_FIELD_KEY = secret(variable="LICENSING_FIELD_KEY", file=DATA_DIR / "keys" / "field")
ALLOWED_HOSTS = words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = words("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "js_lib_bootstrap5",
    "csp",
    "viewflow",
    "viewflow.workflow",
    "notifications",
    "approvals",
    "workflow",
    "supervision",
    "portal",
    "portal.approval",
    "portal.window",
    "config",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.compression.SmallerPages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "portal.language.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "portal.errors.ErrorPages",
    "portal.access.Policy",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
AUTH_USER_MODEL = "approvals.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
            ],
        },
    },
]

# The heart's statements come in a few dozen shapes: prepared once a connection, PostgreSQL does not plan them again.
DATABASES: dict[str, Any] = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL", "postgresql:///licensing"), conn_max_age=60, conn_health_checks=True
    )
}
DATABASES["default"].setdefault("OPTIONS", {}).update(
    server_side_binding=True, prepare_threshold=1, options="-c lock_timeout=3s"
)
REDIS_URL = os.environ.get("REDIS_URL", "redis://localhost:6379/0")
# Per process and not in Redis: with Redis off the desks must still work.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "portal" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "static/"
STATICFILES_FINDERS = ["config.static.Finder"]
STATIC_ROOT = os.environ.get("STATIC_ROOT")
WHITENOISE_USE_FINDERS = STATIC_ROOT is None
MEDIA_ROOT = Path(os.environ.get("LICENSING_FILES_DIR", DATA_DIR / "files"))
LICENSING_DOCUMENTS_DIR = os.environ.get("LICENSING_DOCUMENTS_DIR") or None
LICENSING_CHECK_KEYS = Path(os.environ.get("LICENSING_CHECK_KEYS", DATA_DIR / "keys" / "check"))
LICENSING_SEAL_DIR = os.environ.get("LICENSING_SEAL_DIR", "")
LICENSING_SEAL_PROVIDER = os.environ.get("LICENSING_SEAL_PROVIDER", "approvals.documents.sealing.pades.PadesProvider")
LICENSING_SEAL_ROOTS = Path(os.environ.get("LICENSING_SEAL_ROOTS", DATA_DIR / "seal-roots.pem"))
LICENSING_TSA_URL = os.environ.get("LICENSING_TSA_URL", "")
LICENSING_CARD_PROFILES = words("LICENSING_CARD_PROFILES", "promise_statute")
CLAMD_ADDRESS = os.environ.get("CLAMD_ADDRESS", "")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if STATIC_ROOT
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# The demo adds a page that shows the mail sink.
DEMO = flag("LICENSING_DEMO")
DEMO_MAIL_DIR = DATA_DIR / "mail"
globals().update(email_settings())
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "licensing@localhost")
SITE_URL = os.environ.get("SITE_URL", "http://127.0.0.1:8000")
SITE_NAME = {
    "zh-hans": os.environ.get("SITE_NAME", "应急管理局行政许可"),
    "en": os.environ.get("SITE_NAME_EN", "Emergency Management Bureau, licensing"),
}
# what a page asks the workers for once an act is committed (notifications/poke.py)
TASKS_AFTER_AN_ACT = ("notifications.drain", "workflow.make_documents")
NOTIFICATION_CHANNELS = notification_channels(site_url=SITE_URL, data=DATA_DIR)
SITE_URL = os.environ.get("SITE_URL", "http://localhost:8000")
SITE_NAME = {"zh-hans": "行政许可办理系统", "en": "Licensing system"}
NOTIFICATION_CHANNELS = {
    "email": {
        "class": "notifications.channels.mail.MailChannel",
        "options": {"domain": DEFAULT_FROM_EMAIL.rpartition("@")[2]},
    },
    "sms": {
        "class": "notifications.channels.sms.FileSms",
        "options": {"signature": "行政许可", "path": str(DATA_DIR / "sms.jsonl")},
    },
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
LOGIN_URL = "sign-in"
SESSION_COOKIE_AGE = 30 * 60  # idle; whoever works stays signed in (portal/access.py)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "portal.errors.csrf_failure"
if flag("SECURE_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 31_536_000

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("LOG_LEVEL", "INFO")},
    "loggers": {"pyhanko": {"level": "ERROR"}},  # a seal that is not trusted is an answer, not an event
}
