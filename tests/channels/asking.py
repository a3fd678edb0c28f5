"""Goods about which a marketplace asks their maker something: the studio says so, and a turn writes it down."""

from typing import Any

from haat.catalogue.models import Attribute, GoodKind, Variant
from haat.channels import actions
from haat.channels.models import Account, Cause, Offer, Refusal
from haat.makers.models import Maker
from haat.studio.where import Reason
from tests.channels.make import Says, publish, turn
from tests.make import make_attribute, make_kind, make_stocked

MADE_OF, WEIGHT = ("attribute_missing", "made_of"), ("weight_missing", "")


def kind_with_questions() -> GoodKind:
    """Baskets: of what they are made (a choice), how long they are (a measure), and what they are called there."""
    found = GoodKind.objects.filter(slug="basket").first()
    if found is None:
        found = make_kind()
        words = {"bamboo": {"en": "Bamboo", "hi": "बाँस"}, "cane": {"en": "Cane", "hi": "बेंत"}}
        labels = {"en": "Made of", "hi": "किससे बना"}
        make_attribute(found, labels=labels, words=words, required_for=["toybazaar"])
        size: dict[str, Any] = {"type": Attribute.Type.MEASURE, "unit": "cm", "labels": {"en": "Length", "hi": "लंबाई"}}
        make_attribute(found, "length_cm", position=110, **size)
        make_attribute(found, "story", type=Attribute.Type.TEXT, position=120, labels={"en": "Story", "hi": "कहानी"})
    return found


def make_asked(maker: Maker | None = None, **fields: Any) -> Variant:
    """A size in the shop, of a good of that kind."""
    variant = make_stocked(maker, **fields)
    variant.good.kind = kind_with_questions()
    variant.good.save(update_fields=["kind"])
    return variant


def ask(says: Says, account: Account, variant: Variant, *wanted: tuple[str, str], who: str = "maker") -> None:
    """The account asks these things (code, about) of a size; once more: what it asks now."""
    says.reasons[variant.pk] = [Reason(code, f"{code}.", "Do it.", who, about) for code, about in wanted]
    publish(account, variant)
    actions.touch([variant.good_id])
    turn(account)


def ask_plainly(variant: Variant, *wanted: tuple[str, str], who: str = "maker") -> None:
    """The same at an account that nobody speaks to: only what stands against its offer."""
    mart = variant.mart
    account, _made = Account.objects.get_or_create(
        mart=mart, channel="amazon", key="A1", defaults={"name": "Shop", "seller": variant.good.maker.seller}
    )
    offer = Offer.objects.create(mart=mart, account=account, variant=variant, sku=variant.sku, state="blocked")
    for code, about in wanted:
        cause, _new = Cause.objects.get_or_create(
            mart=mart, account=account, code=code, about=about, ours=True, defaults={"slug": about[:40], "who": who}
        )
        Refusal.objects.create(offer=offer, cause=cause, raw={}, severity="error", source="ours")
        offer.reasons.append({"code": code, "about": about, "who": who, "hold": "listing"})
    offer.save(update_fields=["reasons"])
