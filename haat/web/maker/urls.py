"""Addresses of the maker's phone, all under /maker/."""

from django.urls import URLPattern, URLResolver, path

from haat.web.maker import add, choose, goods, help, home, installing, money, orders, sync

app_name = "maker"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("choose/", choose.choose, name="choose"),
    path("goods/", goods.goods, name="goods"),
    path("goods/<int:pk>/", goods.good, name="good"),
    path("goods/<int:pk>/stock/", goods.stock, name="stock"),
    path("goods/<int:pk>/price/", goods.price, name="price"),
    path("goods/<int:pk>/shelf/", goods.shelf, name="shelf"),
    path("add/", add.add, name="add"),
    path("added/<int:pk>/", add.added, name="added"),
    path("token/", sync.token, name="token"),
    path("sync/", sync.sync, name="sync"),
    path("orders/", orders.orders, name="orders"),
    path("orders/<str:number>/", orders.order, name="order"),
    path("orders/<str:number>/accept/", orders.accept, name="accept"),
    path("orders/<str:number>/pack/", orders.pack, name="pack"),
    path("orders/<str:number>/cannot/", orders.cannot, name="cannot"),
    path("money/", money.money, name="money"),
    path("help/", help.help_page, name="help"),
    path("sign-out/", home.sign_out, name="sign_out"),
    path("offline/", installing.offline, name="offline"),
    path("manifest.webmanifest", installing.manifest, name="manifest"),
    path("sw.js", installing.worker, name="worker"),
]
