"""The content security policy: one for every page, and a page's own where it asks for one."""

from csp.constants import HEADER
from csp.decorators import csp_exempt, csp_update
from django.http import HttpRequest, HttpResponse

from haat.web.ui.policy import OnePolicy


def plain(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


def answered(view, rf) -> HttpResponse:
    return OnePolicy(view)(rf.get("/"))


def test_policy_is_the_one_django_csp_builds(rf):
    policy = answered(plain, rf).headers[HEADER]
    own = answered(csp_update({"img-src": ["'self'"]})(plain), rf).headers[HEADER]
    assert "default-src 'none'" in policy.split("; ")
    assert "unsafe" not in policy
    assert {part.split()[0] for part in own.split("; ")} == {part.split()[0] for part in policy.split("; ")}


def test_exempt_page_has_none(rf):
    assert HEADER not in answered(csp_exempt()(plain), rf).headers


def test_error_page_has_it(rf):
    answer = answered(lambda request: HttpResponse("gone", status=404), rf)
    assert answer.headers[HEADER] == answered(plain, rf).headers[HEADER]
