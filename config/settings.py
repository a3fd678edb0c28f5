"""Django settings: one file, driven by the environment (see config/environment.py)."""

import secrets
import sys
from typing import Any

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from config.databases import database
from config.environment import ROOT, env
from config.logs import configure

TESTING = "pytest" in sys.modules
BASE_DIR = ROOT
configure("WARNING" if TESTING else env.log_level, plain=env.debug or sys.stderr.isatty())
DATA_DIR = env.data_dir
DATA_DIR.mkdir(parents=True, exist_ok=True)


def _secret_key() -> str:
    """The key from the environment; a development one is kept beside the data so sessions survive restarts."""
    if env.secret_key:
        return env.secret_key
    if env.https:
        raise ImproperlyConfigured("HAAT_SECRET_KEY must be set when HAAT_HTTPS is on.")
    kept = DATA_DIR / "secret_key"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(64))
    return kept.read_text()


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
    "django.contrib.humanize",
    "csp",
    "haat.core",
    "haat.places",
    "haat.people",
    "haat.messages",
    "haat.makers",
    "haat.catalogue",
    "haat.pricing",
    "haat.stock",
    "haat.orders",
    "haat.payments",
    "haat.delivery",
    "haat.ledger",
    "haat.shelf",
    "haat.review",
    "haat.web.ui",
    "haat.web.shop",
    "haat.web.maker",
    "haat.web.office",
    "haat.web.api",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "haat.web.ui.middleware.request_log",
    "haat.web.ui.policy.OnePolicy",
    "haat.web.ui.middleware.mart",
    "haat.web.shop.middleware.page_cache",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "haat.web.ui.middleware.language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "haat.web.ui.context.page",
            ],
        },
    }
]

DATABASES = {"default": database(env.database_url, data_dir=DATA_DIR, pool_size=0 if TESTING else env.threads + 2)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

_CACHE: dict[str, Any]
if env.redis_url:
    _CACHE = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": env.redis_url}
elif TESTING:
    _CACHE = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
else:
    _CACHE = {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "core_cache",
        # The default of 300 would let anybody push counted tries out of the table.
        "OPTIONS": {"MAX_ENTRIES": 200_000},
    }
CACHES = {
    "default": _CACHE,
    # Rendered anonymous pages: in each process, bounded, seconds old at most.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 2000},
    },
}

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
LOCALE_PATHS = sorted(path for path in (ROOT / "locale").glob("*") if path.is_dir())
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = USE_TZ = True
TIME_ZONE = "Asia/Kolkata"

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
# Drawings of crafts, materials and people lie once in the project; pages reach them as ui/drawings/<name>.svg.
STATICFILES_DIRS = [("ui/drawings", ROOT / "demo" / "drawings")]
MEDIA_URL = env.media_url
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG or TESTING
            else "haat.web.ui.assets.Storage"
        )
    },
}
# Pages name files by their hash only; the rest need not be compressed as well.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG or TESTING

LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
SMS_CARRIER = env.sms_carrier
TRUSTED_PROXIES = env.trusted_proxies
PAGE_CACHE_SECONDS = env.page_cache_seconds
