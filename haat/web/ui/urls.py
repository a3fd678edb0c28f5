"""Signing in and out, the reader's language, and the style guide while developing."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, path

from haat.web.ui import language, signin, unsent, views

app_name = "ui"
urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in/", signin.sign_in, name="sign_in"),
    path("sign-in/code/", signin.sign_in_code, name="sign_in_code"),
    path("sign-in/office/", signin.office_sign_in, name="office_sign_in"),
    path("sign-in/second-step/", signin.second_factor, name="second_factor"),
    path("sign-in/unsent/", unsent.unsent, name="unsent"),
    path("sign-out/", signin.sign_out, name="sign_out"),
    path("language/", language.choose, name="language"),
]
if settings.DEBUG:
    urlpatterns.append(path("<str:language>/styleguide/<slug:page>/", views.styleguide, name="styleguide"))
