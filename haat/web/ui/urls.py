"""Signing in and out, the reader's language, and the style guide while developing."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, path

from haat.web.ui import agreeing, deeds, joining, language, signin, unsent, views

app_name = "ui"
urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in/", signin.sign_in, name="sign_in"),
    path("sign-in/code/", signin.sign_in_code, name="sign_in_code"),
    path("sign-in/office/", signin.office_sign_in, name="office_sign_in"),
    path("sign-in/second-step/", signin.second_factor, name="second_factor"),
    path("join/", joining.join, name="join"),
    path("join/password/", joining.join_password, name="join_password"),
    path("join/<slug:code>/", joining.join_link, name="join_link"),
    path("sign-in/unsent/", unsent.unsent, name="unsent"),
    path("told-by/<slug:sender>/", agreeing.agree, name="agree"),
    path("sign-out/", signin.sign_out, name="sign_out"),
    path("deeds/token/", deeds.token, name="deed_token"),
    path("language/", language.choose, name="language"),
]
if settings.DEBUG:
    urlpatterns.append(path("<str:language>/styleguide/<slug:page>/", views.styleguide, name="styleguide"))
