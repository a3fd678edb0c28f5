"""What the catalogue refuses; every sentence names the field and the way out."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from haat.core.errors import HaatError, Stale


class NotComplete(HaatError):
    """A good that is not ready to be sent for a check; `field` is what is missing first."""


class ChecksFailed(HaatError):
    """A good that may not be approved; `failed` are the codes of the lines that failed."""

    def __init__(self, failed: Sequence[str], sentences: Sequence[str]) -> None:
        super().__init__(
            "catalogue.checks_failed",
            _("This good cannot be approved yet: %(sentences)s"),
            field=failed[0],
            sentences=" ".join(sentences),
        )
        self.failed = list(failed)


class WrongState(HaatError):
    """The good is not in a state from which this can be done."""

    conflict = True

    def __init__(self, state: str) -> None:
        super().__init__(
            "catalogue.wrong_state",
            _("This cannot be done with the good as it is now. Load the page again."),
            state=state,
        )


class NoPhoto(NotComplete):
    """A good without a picture."""

    def __init__(self) -> None:
        super().__init__("good.no_photo", _("Picture: take at least one picture of the good."), field="photo")


class NoName(NotComplete):
    """A good without a name."""

    def __init__(self) -> None:
        super().__init__("good.no_name", _("Name: say or write what it is called."), field="name")


class NoPrice(NotComplete):
    """A good without a price."""

    def __init__(self) -> None:
        super().__init__("good.no_price", _("Price: write what one piece costs the buyer."), field="price")


class NameTooLong(HaatError):
    """A name longer than a good may have."""

    def __init__(self) -> None:
        super().__init__("good.name_too_long", _("Name: at most 120 letters. Make it shorter."), field="name")


class NothingSaid(HaatError):
    """No words about a good."""

    def __init__(self) -> None:
        super().__init__(
            "good.no_words", _("Words: write what it is made of, and what one does with it."), field="words"
        )


class WordsTooLong(HaatError):
    """More words than a maker may write of a good."""

    def __init__(self, most: int) -> None:
        super().__init__(
            "good.words_too_long", _("Words: at most %(most)d letters. Make it shorter."), field="words", most=most
        )


class UnknownLanguage(HaatError):
    """A language Haat does not know."""

    def __init__(self, language: str) -> None:
        super().__init__(
            "good.unknown_language", _("Language: Haat does not know “%(named)s”."), field="language", named=language
        )


class PriceZero(HaatError):
    """A price below one rupee."""

    def __init__(self) -> None:
        super().__init__("price.zero", _("Price: it must be at least ₹1."), field="price")


class PriceTooHigh(HaatError):
    """A price no good has."""

    def __init__(self) -> None:
        super().__init__("price.too_high", _("Price: at most ₹10,00,000. Count the zeros again."), field="price")


class PriceAboveMrp(HaatError):
    """The law forbids a price above the printed one."""

    def __init__(self) -> None:
        super().__init__(
            "price.above_mrp",
            _("Price: it cannot be above the printed price (MRP). Change one of them."),
            field="price",
        )


class BadWeight(HaatError):
    """Not a weight a packed good has."""

    def __init__(self) -> None:
        super().__init__(
            "weight.out_of_range", _("Weight: between 1 g and 50 kg, packed. Weigh it once."), field="weight"
        )


class BadQuantity(HaatError):
    """Nothing, or less, in a pack."""

    def __init__(self) -> None:
        super().__init__("quantity.zero", _("Quantity: at least 1."), field="net_quantity")


class BadUnit(HaatError):
    """A unit the law does not know."""

    def __init__(self, unit: str) -> None:
        super().__init__(
            "quantity.unknown_unit",
            _("Unit: “%(unit)s” is not known. Write g, kg, ml, l, piece, set, pair, m or cm."),
            field="net_unit",
            unit=unit,
        )


class SkuTaken(HaatError):
    """The code is another good's."""

    def __init__(self, sku: str) -> None:
        super().__init__(
            "sku.taken", _("Code %(sku)s: another good already has it. Choose another."), field="sku", sku=sku
        )


class TooManyPhotos(HaatError):
    """A good with all the pictures it may have."""

    def __init__(self) -> None:
        super().__init__(
            "photo.too_many", _("Pictures: at most eight. Take one away before you add another."), field="photo"
        )


class LastPhoto(HaatError):
    """The only picture of a good in the shop cannot go."""

    def __init__(self) -> None:
        super().__init__(
            "photo.last", _("Picture: a good in the shop needs one. Add the new one first."), field="photo"
        )


class OtherGood(HaatError):
    """A picture that is not this good's."""

    def __init__(self) -> None:
        super().__init__("photo.other_good", _("This picture belongs to another good."), field="photo")


class NoReason(HaatError):
    """A good cannot be sent back without saying why."""

    def __init__(self) -> None:
        super().__init__(
            "check.no_reason",
            _("Reason: choose at least one, so that the maker knows what to do."),
            field="reasons",
        )


class UnknownReason(HaatError):
    """A reason that is not on the list."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            "check.unknown_reason", _("Reason: “%(named)s” is not on the list."), field="reasons", named=reason
        )


class UnknownMaker(HaatError):
    """A row names a maker the mart does not have."""

    def __init__(self) -> None:
        super().__init__(
            "import.unknown_maker",
            _("Maker: nobody in this mart has this short name, LokOS number or phone. Enrol the maker first."),
            field="maker",
        )


class UnknownCraft(HaatError):
    """A row names a craft that is not on the list."""

    def __init__(self, slug: str) -> None:
        super().__init__(
            "import.unknown_craft", _("Craft: “%(slug)s” is not on the list of crafts."), field="craft", slug=slug
        )


class GoodChanged(Stale):
    """Somebody changed the good while it was being mended."""

    def __init__(self) -> None:
        super().__init__(
            "catalogue.good_changed",
            _(
                "Somebody changed this good in the meantime. What you typed is kept: "
                "compare it with what stands there now, and save once more."
            ),
        )


class BadHsn(HaatError):
    """Not a code of the customs tariff."""

    def __init__(self) -> None:
        super().__init__("good.bad_hsn", _("HSN: 4, 6 or 8 digits, or leave it empty."), field="hsn")


class BadDays(HaatError):
    """A time no good takes or keeps."""

    def __init__(self, field: str, most: int) -> None:
        super().__init__("good.bad_days", _("Days: between 1 and %(most)d."), field=field, most=most)


class BadSize(HaatError):
    """Not a size a parcel may have."""

    def __init__(self, field: str) -> None:
        super().__init__(
            "good.bad_size", _("Size: give length, width and height, each from 1 mm to 10 m."), field=field
        )


class BadAnswer(HaatError):
    """What a craft asks about a good is missing, or is no answer to it."""

    def __init__(self, slug: str, label: str, *, missing: bool) -> None:
        sentence = (
            _("%(label)s: this craft asks for it.") if missing else _("%(label)s: this cannot be taken as it is.")
        )
        super().__init__("good.bad_answer", sentence, field=f"about_{slug}", label=label)


class WeightNeeded(HaatError):
    """A size in the shop without a weight."""

    def __init__(self) -> None:
        super().__init__(
            "weight.needed", _("Weight: a size that is sold needs its packed weight in grams."), field="weight"
        )


class LastVariant(HaatError):
    """The only size of a good in the shop cannot be stopped."""

    def __init__(self) -> None:
        super().__init__(
            "variant.last",
            _("This is the only size. Add another one first, or pause the good."),
            field="active",
        )


class BadSku(HaatError):
    """Not a code."""

    def __init__(self) -> None:
        super().__init__(
            "sku.bad", _("SKU: at most 40 letters and digits of the Latin script, with - _ . or /."), field="sku"
        )


class LabelTooLong(HaatError):
    """Words for a size that fit nowhere."""

    def __init__(self, language: str) -> None:
        super().__init__(
            "variant.label_too_long", _("Size or colour: at most 40 letters."), field="labels", language=language
        )


class SameAsNow(HaatError):
    """What is asked for is what the shop shows already."""

    def __init__(self, field: str) -> None:
        super().__init__("change.same", _("This is what the shop shows already."), field=field)


class ChangeSettled(Stale):
    """Somebody has looked at it, or the maker has sent another one since."""

    def __init__(self) -> None:
        super().__init__(
            "change.settled",
            _("Somebody has looked at this, or the maker has sent another one since. Look at the list again."),
        )


class BadCraft(HaatError):
    """Something that cannot be said of a craft; `field` is what."""

    def __init__(self, field: str) -> None:
        super().__init__("craft.bad", _CRAFT_FIELDS[field], field=field)


class CraftTaken(HaatError):
    """The short name is another craft's."""

    def __init__(self, slug: str) -> None:
        super().__init__(
            "craft.taken",
            _("Short name: a craft “%(slug)s” is on the list already. Choose another, or change that one."),
            field="slug",
            slug=slug,
        )


class BadSlug(HaatError):
    """No short name can be made of what was told."""

    def __init__(self) -> None:
        super().__init__(
            "craft.bad_slug", _("Short name: write it in small Latin letters, for example dhokra."), field="slug"
        )


class CraftChanged(Stale):
    """Somebody changed the craft while another was at it."""

    def __init__(self) -> None:
        super().__init__(
            "craft.changed",
            _(
                "Somebody changed this craft in the meantime. What you typed is kept: "
                "compare it with what stands there now, and save once more."
            ),
        )


class NoWords(HaatError):
    """Nothing was said of a craft that is asked for."""

    def __init__(self) -> None:
        super().__init__("craft.no_words", _("Craft: say or write what you make."), field="words")


_CRAFT_FIELDS = {
    "names": _("Name: at least one, and at most 60 letters each."),
    "lines": _("What is made: at most 120 letters."),
    "papers": _("Papers: choose from the list."),
    "ground": _("Cloth: choose from the list."),
    "drawing": _("Drawing: choose from the list."),
    "making_days": _("Days to make: between 1 and 365, or leave it empty."),
    "materials": _("Materials: at most 24, each named once, with at most 60 letters."),
    "attributes": _(
        "Questions: at most 16, each asked once. A choice needs at least two answers, and only a choice has them."
    ),
}
