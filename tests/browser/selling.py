"""The road of a good to a marketplace at the desk: an account connected, goods published, asked, refused and mended."""

from pathlib import Path

from django.utils import timezone

from haat.catalogue.models import Good
from haat.channels.jobs import ask_for_turn
from haat.channels.models import Account, Cause, Offer, Shipment
from haat.makers.models import Seller
from tests.bangles import BRAND, CATEGORY, LETTER, photographed
from tests.browser.conftest import settle
from tests.browser.person import Person
from tests.marketplace import Marketplace

NO_LETTERS = "button[name=letters][value=no]"


def time_passes(marketplace: Marketplace, seconds: float) -> None:
    """The marketplace's clock is moved, and what we wait for is due now: the clock of our server is not ours to turn.

    What follows, the worker does by itself.
    """
    marketplace.do(advance=seconds)
    now = timezone.now()
    Offer.objects.filter(look_at__isnull=False).update(look_at=now)
    Account.objects.update(orders_at=now)
    Shipment.objects.filter(look_at__isnull=False).update(look_at=now)
    Shipment.objects.filter(label_at__isnull=False).update(label_at=now)
    ask_for_turn(Account.objects.get())
    settle()


def connect(officer: Person, seller: Seller) -> Account:
    """The walk: the channel, who sells there with the keys of the environment, and how much at which price."""
    officer.go("/office/channels/")
    officer.shot("channels-empty")
    officer.send("a[href='/office/channels/connect/']")
    officer.shot("connect-channel")
    officer.send("a[href='/office/channels/connect/amazon/']")
    officer.find("select[name=seller]").select_option(str(seller.pk))
    officer.shot("connect-keys")
    officer.send("main form .key")
    officer.says("जुड़ गया: वहाँ अंदर आने दिया गया।", "body")
    officer.type("[name=buffer]", "0")
    officer.shot("connect-figures")
    officer.send("main form .key")
    settle()
    return Account.objects.get()


def publish(officer: Person, account: Account, sku: str) -> Offer:
    """One good is chosen; it lacks all that a marketplace asks, and the page says so before anything is done."""
    officer.go(f"/office/channels/accounts/{account.pk}/publish/")
    officer.type("input[name=q]", sku)
    officer.send("form.filters .key")
    officer.send("a[href*='each=1']")
    officer.shot("publish")
    officer.send(".chosen form .key")
    officer.shot("published")
    settle()
    return Offer.objects.get()


def choose_kind(officer: Person, good: Good) -> None:
    """The desk says of which kind it is, and answers what the desk knows; what its maker knows stays open."""
    officer.go(f"/office/goods/{good.pk}/asked/?for=amazon")
    officer.shot("asked-without-kind")
    officer.find("select[name='kind-kind']").select_option("lac-bangles")
    officer.send("#kind form .key")
    officer.type("[name='asked-about_brand']", BRAND)
    officer.type("[name='asked-about_bullets_hi']", "देवघर में हाथ से बनी")
    officer.type("[name='asked-about_bullets_en']", "Made by hand in Deoghar")
    officer.find("[name='asked-about_dangerous_goods']").select_option("not_applicable")
    officer.shot("asked")
    officer.send("#answers form > .key")
    officer.shot("asked-answered")
    settle()


def show_photo(officer: Person, good: Good, folder: Path) -> None:
    """A drawing goes to no marketplace: a photo of the bangles on white comes beside it."""
    photo = folder / "IMG_20261122_101500.jpg"
    photo.write_bytes(photographed())
    officer.go(f"/office/goods/{good.pk}/mend/")
    officer.says("इसका सिर्फ़ बनाया हुआ चित्र है", "#pictures")
    officer.page.set_input_files("#pictures [name$=photo]", photo)
    officer.send("#pictures form[enctype] > .key")
    settle()
    officer.page.reload()
    officer.shot("mend-pictures")


def look_for_letters(officer: Person) -> None:
    """No picture goes there before somebody has looked whether words stand on it."""
    officer.go("/office/goods/letters/")
    officer.shot("letters")
    while officer.page.locator(NO_LETTERS).count():
        officer.send(NO_LETTERS)
    officer.says("सब फ़ोटो देख ली गईं")


def give_letter(officer: Person, seller: Seller) -> None:
    """The letter that the brand needs no bar code is written down."""
    officer.go(f"/office/organisations/sellers/{seller.pk}/papers/")
    officer.find("select[name=kind]").select_option("gtin_exemption")
    officer.type("[name=number]", LETTER)
    officer.press("main details.more summary")
    for name, words in (("brand", BRAND), ("category", CATEGORY), ("channel", "Amazon")):
        officer.type(f"[name={name}]", words)
    officer.shot("letter")
    officer.send("main form[novalidate] .key")
    officer.shot("letter-given")


def accept_letter(other: Person, seller: Seller) -> None:
    """Another person has looked at it."""
    other.go(f"/office/organisations/sellers/{seller.pk}/papers/")
    other.says(LETTER)
    other.send("button[name=accept][value=yes]")
    other.shot("letter-accepted")
    settle()


def mend_refusal(officer: Person, offer: Offer) -> None:
    """What the marketplace refuses stands among the causes in Hindi, with whose work it is; one answer mends it."""
    officer.go("/office/channels/causes/")
    officer.says("कैसे खुलती है")
    officer.shot("causes")
    cause = Cause.objects.get(ours=False, closed_at=None)
    officer.go(f"/office/channels/offers/{offer.pk}/")
    officer.says("नहीं लिया गया।")
    officer.shot("offer-refused")
    officer.go(f"/office/channels/causes/{cause.pk}/")
    officer.says("कैसे खुलती है", "h1")
    officer.find("form.answer select").select_option("closed_ring")
    officer.shot("cause")
    officer.send("form.answer .key")
    settle()
    officer.go(f"/office/channels/causes/{cause.pk}/")
    officer.says("यह अब कुछ नहीं रोकता।")
    officer.shot("cause-closed")
