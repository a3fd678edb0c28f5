"""Django settings: one file, driven by the environment (see config/environment.py)."""

import fcntl
import os
import secrets
import sys
from typing import Any

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from pydantic import SecretStr

from config.dangers import refusal
from config.databases import database
from config.environment import ROOT, env
from config.logs import configure, for_libraries

# Tests differ in two things only: they are quiet, and a database that is dropped behind them has no pool.
TESTING = "pytest" in sys.modules
BASE_DIR = ROOT
if reason := refusal(env):
    raise ImproperlyConfigured(reason)
configure("WARNING" if TESTING else env.log_level, plain=env.debug or sys.stderr.isatty())
LOGGING = for_libraries(env.log_level)
DATA_DIR = env.data_dir
DATA_DIR.mkdir(parents=True, exist_ok=True)


def _secret_key() -> str:
    """The key from the environment; a development one is kept beside the data so sessions survive restarts."""
    if env.secret_key:
        return env.secret_key
    path = DATA_DIR / "secret_key"
    with open(path, "a+", opener=lambda name, flags: os.open(name, flags, 0o600)) as kept:
        fcntl.flock(kept, fcntl.LOCK_EX)  # of two first starts at once, the second finds the first one's key
        kept.seek(0)
        key = kept.read()
        if not key:
            key = secrets.token_urlsafe(64)
            kept.write(key)
        return key


SECRET_KEY = _secret_key()
DEBUG = env.debug
DEMO = env.demo
ALLOWED_HOSTS = [host.strip() for host in env.hosts.split(",") if host.strip()]
if DEMO:
    ALLOWED_HOSTS += [".localhost"]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "haat.core",
    "haat.places",
    "haat.people",
    "haat.messages",
    "haat.makers",
    "haat.catalogue",
    "haat.survey",
    "haat.pricing",
    "haat.stock",
    "haat.orders",
    "haat.payments",
    "haat.delivery",
    "haat.ledger",
    "haat.studio",
    "haat.sheets",
    "haat.doubles",
    "haat.roster",
    "haat.helping",
    "haat.shelf",
    "haat.channels",
    "haat.learning",
    "haat.cohorts",
    "haat.letters",
    "haat.livelihood",
    "haat.privacy",
    "haat.paperwork",
    "haat.review",
    "haat.web.ui",
    "haat.web.shop.base",
    "haat.web.shop.look",
    "haat.web.shop.basket",
    "haat.web.shop.checkout",
    "haat.web.shop.order",
    "haat.web.shop.letters",
    "haat.web.shop.privacy",
    "haat.web.shop.help",
    "haat.web.maker.base",
    "haat.web.maker.goods",
    "haat.web.maker.asks",
    "haat.web.maker.orders",
    "haat.web.maker.money",
    "haat.web.maker.help",
    "haat.web.maker.lessons",
    "haat.web.maker.groups",
    "haat.web.maker.survey",
    "haat.web.maker.privacy",
    "haat.web.maker.papers",
    "haat.web.maker.node",
    "haat.web.office.desk",
    "haat.web.office.today",
    "haat.web.office.makers",
    "haat.web.office.goods",
    "haat.web.office.crafts",
    "haat.web.office.stock",
    "haat.web.office.orders",
    "haat.web.office.delivery",
    "haat.web.office.money",
    "haat.web.office.messages",
    "haat.web.office.review",
    "haat.web.office.sheets",
    "haat.web.office.people",
    "haat.web.office.organisations",
    "haat.web.office.roster",
    "haat.web.office.settings",
    "haat.web.office.federation",
    "haat.web.office.channels",
    "haat.web.office.survey",
    "haat.web.office.privacy",
    "haat.web.office.learning",
    "haat.web.office.cohorts",
    "haat.web.office.letters",
    "haat.web.office.livelihood",
    "haat.web.office.paperwork",
    "haat.web.office.helping",
    "haat.web.api",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "haat.web.ui.packing.Packing",
    "haat.web.ui.middleware.request_log",
    "haat.web.ui.policy.OnePolicy",
    "haat.web.api.direct.monitors",
    "haat.web.ui.middleware.mart",
    "haat.web.shop.base.coming.came_from",
    "haat.web.shop.base.middleware.page_cache",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "haat.web.ui.middleware.language",
    "haat.web.ui.readable.readable",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "haat.web.ui.session.person",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            "loaders": [("haat.web.ui.folding.Loader", ["django.template.loaders.app_directories.Loader"])],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "haat.web.ui.context.page",
            ],
        },
    }
]

FORM_RENDERER = "haat.web.ui.widgets.Renderer"

DATABASES = {
    "default": database(
        env.database_url,
        data_dir=DATA_DIR,
        pool_size=0 if TESTING else env.threads + 2,
        patience=env.sqlite_patience,
        pooler=env.database_pooler,
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

_CACHE: dict[str, Any]
if env.redis_url:
    _CACHE = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": env.redis_url}
else:
    _CACHE = {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "core_cache",
        # The default of 300 would let anybody push counted tries out of the table.
        "OPTIONS": {"MAX_ENTRIES": 200_000},
    }
CACHES = {"default": _CACHE}

AUTH_USER_MODEL = "people.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_AGE = 30 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "haat.web.ui.errors.stale_form"
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.https
SECURE_SSL_REDIRECT = env.https
# Monitors and Prometheus ask on this machine, where nobody speaks HTTPS; neither page holds anything of a person's.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^metrics$"]
SECURE_HSTS_SECONDS = 31536000 if env.https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = env.https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.trusted_proxies else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "media-src": [SELF, "blob:"],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [SELF],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", _("English")),
    ("hi", _("Hindi")),
    ("mr", _("Marathi")),
    ("bn", _("Bengali")),
    ("sat", _("Santali")),
    ("or", _("Odia")),
    ("ur", _("Urdu")),
]
# In a wheel the translations lie inside the package (hatch_build.py).
LOCALE_PATHS = sorted(path for base in (ROOT, ROOT / "haat") for path in (base / "locale").glob("*") if path.is_dir())
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = USE_TZ = True
TIME_ZONE = "Asia/Kolkata"

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
MEDIA_URL = env.media_url
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage" if DEBUG else "haat.web.ui.assets.Storage"
    },
}
# Pages name files by their hash only; the rest need not be compressed as well.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG

LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
SENDERS = [slug.strip() for slug in env.senders.split(",") if slug.strip()]
SENDERS_FILE = env.senders_file
REHEARSAL = env.rehearsal if DEMO else ""
_SECRETS = {
    name: value.get_secret_value()
    for name in type(env).model_fields
    if isinstance(value := getattr(env, name), SecretStr)
}
# By the words after HAAT_: what channels' folders are set to, and what their accounts are connected with.
CHANNELS = {
    name: _SECRETS.get(name, getattr(env, name)) for name in type(env).model_fields if name.startswith("amazon_")
}
# What nobody has set leads a demonstration to a double on this machine: it never calls the real ones.
if DEMO:
    CHANNELS |= dict.fromkeys({"amazon_login_url", "amazon_api_url"} - env.model_fields_set, "http://127.0.0.1:8463")
# Likewise; nothing else of the environment is a secret of a sender's.
SENDER_SECRETS = {name: value for name, value in _SECRETS.items() if name not in CHANNELS}
TRUSTED_PROXIES = env.trusted_proxies
PAGE_CACHE_SECONDS = env.page_cache_seconds
