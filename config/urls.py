"""Where every address goes: each surface owns its own list."""

from django.urls import include, path

urlpatterns = [
    path("", include("haat.web.api.urls")),
    path("", include("haat.web.ui.urls")),
    path("maker/", include("haat.web.maker.urls")),
    path("office/", include("haat.web.office.urls")),
    path("", include("haat.web.shop.urls")),
]

handler400 = "haat.web.ui.errors.bad_request"
handler403 = "haat.web.ui.errors.forbidden"
handler404 = "haat.web.ui.errors.not_found"
handler500 = "haat.web.ui.errors.server_error"
