"""Goods: checked before they are in the shop."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from haat.catalogue.queries import changes_within, waiting_within
from haat.places.models import Mart, Place
from haat.review import stuck, stuck_at_channels
from haat.studio.queries import whites_to_look_at
from haat.web.office.desk.rooms import Field, Room, Shape, Trouble
from haat.web.office.goods.words import ASKERS, GOOD_STATES, TEXT_ORIGINS, UNIT_WORDS, WHITE_STATES


def waits(mart: Mart, place: Place) -> Iterable[QuerySet[Any]]:
    """Goods that wait for a check; changes, and pictures laid on white, that wait for a look."""
    return (waiting_within(mart, place), changes_within(mart, place), whites_to_look_at(mart, place))


def goods(number: int) -> str:
    """A maker's unchecked goods are one row of Today: one call settles them."""
    return ngettext("%(n)s good", "%(n)s goods", number) % {"n": number}


def saved(data: Mapping[str, Any]) -> Shape:
    """Of a good's first draft its name and craft; the rest stands on the page."""
    before, after = data.get("before", {}), data.get("after", {})
    if "key" in data and not before:
        return before, {field: after[field] for field in ("names", "craft") if field in after}
    if "pictures" in after:
        return {}, {"pictures": pictures(before.get("pictures", []), after["pictures"])}
    return before, after


def asked(data: Mapping[str, Any]) -> Shape:
    """What a maker wants: the new name or words, or that there is another picture."""
    if data["what"] == "name":
        return {}, {"names": {data["language"]: data["name"]}}
    if data["what"] == "words":
        return {}, {"description": data["words"]}
    return {}, {"pictures": gettext("another main picture")}


def pictures(before: list[str], after: list[str]) -> str:
    """What came of a good's pictures: how many are new, how many are gone, and that their order is another."""
    added, gone = len(set(after) - set(before)), len(set(before) - set(after))
    told = []
    if added:
        told.append(gettext("%(n)d added") % {"n": added})
    if gone:
        told.append(gettext("%(n)d taken away") % {"n": gone})
    if [each for each in before if each in after] != [each for each in after if each in before]:
        told.append(gettext("another order"))
    if before[:1] != after[:1]:
        told.append(gettext("another main picture"))
    return ", ".join(told)


def price(data: Mapping[str, Any]) -> Shape:
    """A price is told as it is, without its field."""
    return {"price_paise": data["before"]}, {"price_paise": data["after"]}


def counted(data: Mapping[str, Any]) -> Shape:
    """0.1.0 told what there is now and by how much that differs."""
    return {"on_hand": data["on_hand"] - data["change"]}, {"on_hand": data["on_hand"]}


def letters(data: Mapping[str, Any]) -> Shape:
    """What a person saw on a picture."""
    return {}, {"letters": data["letters"]}


def cost(data: Mapping[str, Any]) -> Shape:
    """0.1.0 told only what a piece costs now."""
    now = {field: data[field] for field in ("materials_paise", "minutes")}
    return data.get("before", {}), data.get("after", now)


def capacity(data: Mapping[str, Any]) -> Shape:
    """Of one week, or of every ordinary one."""
    return data.get("before", {}), {"capacity": data["capacity"], "week": data["week"]}


ROOM = Room(
    title=_("Goods"),
    order=30,
    first="office:goods:list",
    deed="see_goods",
    waits=waits,
    words={
        "good": GOOD_STATES,
        "text_origin": TEXT_ORIGINS,
        "unit": UNIT_WORDS,
        "white": WHITE_STATES,
        "asker": ASKERS,
    },
    events={
        "catalogue.good_saved": _("Written or changed"),
        "catalogue.good_sent": _("Sent for a check"),
        "catalogue.good_taken_back": _("Taken back by the maker"),
        "catalogue.good_approved": _("Checked and put into the shop"),
        "catalogue.good_sent_back": _("Sent back to the maker"),
        "catalogue.good_paused": _("Taken off the shelf"),
        "catalogue.good_resumed": _("Back on the shelf"),
        "catalogue.kind_chosen": _("Kind chosen"),
        "catalogue.answers_said": _("Answered"),
        "catalogue.line_moved": _("HSN and tax line follow the answers"),
        "catalogue.price_changed": _("Price changed"),
        "catalogue.change_asked": _("The maker wants it changed"),
        "catalogue.change_accepted": _("The maker’s change is in the shop"),
        "catalogue.change_sent_back": _("The maker’s change sent back"),
        "channels.ask_handed_on": _("The maker handed a question on"),
        "studio.letters_told": _("A picture looked at"),
        "studio.white_asked": _("To be laid on white for marketplaces"),
        "studio.white_proposed": _("Laid on white, to be looked at"),
        "studio.white_failed": _("Could not be laid on white"),
        "studio.white_used": _("On white for marketplaces"),
        "studio.white_refused": _("Not on white: kept as it is"),
        "stock.counted": _("Pieces counted"),
        "stock.made": _("Pieces made"),
        "stock.capacity_set": _("What can be made in a week"),
        "pricing.cost_set": _("Cost of a piece written down"),
    },
    fields={
        "catalogue.names": Field(_("Name"), "names"),
        "catalogue.description": Field(_("Description")),
        "catalogue.care": Field(_("Care")),
        "catalogue.craft": Field(_("Craft"), "craft"),
        "catalogue.kind": Field(_("Kind"), "kind"),
        "catalogue.attributes": Field(_("About it"), "facts"),
        "catalogue.made_to_order": Field(_("Made to order"), "yes"),
        "catalogue.making_days": Field(_("Days to make")),
        "catalogue.hsn": Field("HSN"),
        "catalogue.tax_slug": Field(_("Tax line"), "tax"),
        "catalogue.sku": Field(_("SKU")),
        "catalogue.pictures": Field(_("Pictures")),
        "catalogue.origin": Field(_("Written by"), "word:text_origin"),
        "catalogue.reviewed_by_id": Field(_("Read over by"), "person"),
        "catalogue.packed_and_labelled": Field(_("Packed and labelled"), "yes"),
        "catalogue.shelf_life_days": Field(_("Keeps for days")),
        "catalogue.fragile": Field(_("Breaks easily"), "yes"),
        "catalogue.size_mm": Field(_("Size"), "size"),
        "catalogue.photos": Field(_("Pictures")),
        "catalogue.price_paise": Field(_("Price"), "money"),
        "catalogue.mrp_paise": Field(_("MRP"), "money"),
        "catalogue.weight_g": Field(_("Weight"), "grams"),
        "catalogue.labels": Field(_("Size or colour"), "names"),
        "catalogue.net_quantity": Field(_("Net quantity")),
        "catalogue.net_unit": Field(_("Unit"), "word:unit"),
        "catalogue.active": Field(_("Is made"), "yes"),
        "studio.letters": Field(_("Letters on it"), "yes"),
        "stock.on_hand": Field(_("In hand")),
        "stock.capacity": Field(_("Pieces a week")),
        "stock.week": Field(_("Week from"), "day"),
        "pricing.materials_paise": Field(_("Materials"), "money"),
        "pricing.minutes": Field(_("Work"), "minutes"),
        "pricing.other_paise": Field(_("Other costs"), "money"),
    },
    reads={
        "catalogue.good_saved": saved,
        "catalogue.price_changed": price,
        "catalogue.change_asked": asked,
        "studio.letters_told": letters,
        "stock.counted": counted,
        "stock.capacity_set": capacity,
        "pricing.cost_set": cost,
    },
    troubles=(
        Trouble(
            kind="unchecked_good",
            find=stuck.unchecked_goods,
            says=_("Goods check not done"),
            key=_("Open check"),
            page="office:goods:good",
            together=goods,
        ),
        Trouble(
            kind="unlooked_change",
            find=stuck.unlooked_changes,
            says=_("A maker’s change waits for a look"),
            key=_("Look at it"),
            page="office:goods:changes",
        ),
        Trouble(
            kind="ask_handed_on",
            find=stuck_at_channels.handed_on,
            says=_("“%(what)s”: its maker does not know what a channel asks"),
            key=_("See what is asked"),
            page="office:goods:asked",
        ),
    ),
)
