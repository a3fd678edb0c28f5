"""What every page needs, worked out before anybody asks: templates, words, addresses, marts and their frame."""

from io import BytesIO

import structlog
from django.contrib.auth.models import AnonymousUser
from django.core.handlers.wsgi import WSGIRequest
from django.db import Error
from django.template.loader import get_template
from django.template.utils import get_app_template_dirs
from django.urls import resolve
from django.utils import translation

from haat.core.forking import leave
from haat.places.queries import hosts
from haat.shelf.queries import listing
from haat.web.shop.base.addresses import address
from haat.web.ui.middleware import HOSTS

# What a few people ask for is compiled when it is: all of the office's lie in memory like a third of a worker.
SELDOM = "office/"
log = structlog.get_logger("haat.web")


def warm() -> None:
    """Compile what is asked for often, and make a page of each kind for each mart and language; let the database go.

    A database that does not answer keeps nobody from starting: what is not ready now is made when it is asked for.
    """
    for name in template_names():
        if not name.startswith(SELDOM):
            get_template(name)
    try:
        for row in hosts():
            for code in row.mart.spoken:
                _make_pages(row.host, code)
    except Error as wrong:
        log.warning("begins without its first pages", because=str(wrong))
    finally:
        leave()


def template_names() -> list[str]:
    """Every template of every surface, by the name it is asked for."""
    folders = get_app_template_dirs("templates")
    return sorted(path.relative_to(folder).as_posix() for folder in folders for path in folder.rglob("*.html"))


def _make_pages(host: str, code: str) -> None:
    """The front page, all goods, and one good; nobody is sent them."""
    mart = HOSTS.find(host)
    assert mart is not None
    with translation.override(code):
        goods = [address("good", card.slug) for card in listing(mart, code).cards[:1]]
        for path in (address("home"), address("search"), *goods):
            asked = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "wsgi.input": BytesIO(), "HTTP_HOST": host}
            request = WSGIRequest({**asked, "SERVER_NAME": host, "SERVER_PORT": "80", "wsgi.url_scheme": "http"})
            request.mart, request.user, request.user_signed_in = mart, AnonymousUser(), False  # type: ignore[attr-defined]
            view, args, kwargs = resolve(path)
            try:
                view(request, *args, **kwargs)
            except Exception as wrong:  # a page nobody asked for keeps no server from starting
                log.warning("not made ready", page=path, because=repr(wrong))
