"""What the room says of feeds and portals: their addresses below /office/, words, and lines of history."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from haat.web.office.channels import feeds, portals, sheet_page
from haat.web.office.channels.words import BILLS, WHO
from haat.web.office.desk.rooms import Field, Words

ADDRESSES = [
    path("channels/feeds/", feeds.feeds, name="feeds"),
    path("channels/feeds/open/", feeds.open_, name="open_feed"),
    path("channels/feeds/<int:pk>/", feeds.feed, name="feed"),
    path("channels/feeds/<int:pk>/goods/", feeds.goods, name="feed_goods"),
    path("channels/feeds/<int:pk>/goods/<int:variant>/", feeds.line, name="feed_line"),
    path("channels/feeds/<int:pk>/report.xlsx", feeds.report, name="feed_report"),
    path("channels/feeds/<int:pk>/move/", feeds.move, name="move_feed"),
    path("channels/feeds/<int:pk>/close/", feeds.close, name="close_feed"),
    path("channels/sheets/<slug:slug>/", sheet_page.sheet, name="sheet"),
    path("channels/sheets/<slug:slug>/sheet.xlsx", sheet_page.sheet_file, name="sheet_file"),
    path("channels/portals/", portals.portals, name="portals"),
    path("channels/portals/new/", portals.new, name="new_portal"),
    path("channels/portals/<int:pk>/", portals.portal, name="portal"),
    path("channels/portals/<int:pk>/change/", portals.change, name="change_portal"),
    path("channels/portals/<int:pk>/sheet.zip", portals.sheet, name="portal_sheet"),
    path("channels/portals/<int:pk>/close/", portals.close, name="close_portal"),
]
WORDS: dict[str, Words] = {"whose_work": WHO, "who_bills": BILLS}
EVENTS: Words = {
    "channels.feed_opened": _("Feed opened"),
    "channels.feed_moved": _("Feed moved to another address"),
    "channels.feed_closed": _("Feed closed"),
    "channels.portal_set": _("Portal written down"),
    "channels.portal_closed": _("Portal closed"),
}
FIELDS = {
    "channels.title": Field(_("Name")),
    "channels.pictures": Field(_("Pictures of each good")),
    "channels.bills": Field(_("Invoice"), "word:who_bills"),
}
