"""A district's society sells at a marketplace in its last days: connected, published, refused, sold, packed, settled.

Everything is done by the actions of the desk's pages and by the engine's own turns, against a marketplace that is
played on this machine; nothing is written beside them.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from demo.clock import Clock
from demo.content import load
from demo.goods import Row, Stall, rows_of
from demo.kinds import rule_of
from demo.market import Market
from demo.parcels import confirm_posted, pack_first, settle
from demo.people import Team
from haat.catalogue import actions as catalogue
from haat.catalogue.models import Good, Variant
from haat.channels import actions as channels
from haat.channels.models import Account, Offer, Sale
from haat.core.actor import Actor
from haat.makers import actions as makers
from haat.makers.models import Seller
from haat.people.models import Role
from haat.places.models import Mart
from haat.studio import actions as studio
from haat.studio.models import PictureMeasure

# So many days before the last a society begins to sell at the marketplace.
BEGINS = 9
# Days before the last one → how many buyers come there; their parcels are sent by the society itself.
BOUGHT = {8: 2, 7: 2, 6: 1, 4: 1}
PAUSED, OFF = 3, 2
# On the last day: what is bought then is fetched by the marketplace, and a new good waits so long for its look, about.
LAST_BUYERS = 4
LOOK_SECONDS = 3600
BUYERS_AN_HOUR = 6


class Selling:
    """One mart's account at the marketplace, a day at a time."""

    def __init__(self, mart: Mart, team: Team, clock: Clock, stall: Stall, market: Market) -> None:
        self.mart, self._team, self._clock, self._market = mart, team, clock, market
        self._goods = stall.by_slug
        self._told: Row = load(mart.slug, "amazon")
        self._rows = {row["slug"]: row for row in rows_of(mart.slug)}
        self._account: Account | None = None

    def begin(self, slugs: Iterable[str]) -> None:
        """Connect an account, say what is asked there, and publish these goods, whether they are ready or not."""
        desk, collector = self._team.actor(Role.Kind.DESK), self._team.actor(Role.Kind.COLLECTOR)
        chosen = [slug for slug in (*slugs, *self._told["beside"]) if slug in self._goods]
        seller = Seller.objects.get(mart=self.mart, gstin=self._told["seller"])
        self._give_letters(seller)
        for slug in chosen:
            self._say(self._goods[slug], self._rows[slug], desk)
        secrets = self._market.opens()
        granted = [{"brand": self._told["brand"], "product_type": name} for name in self._told["granted"]]
        self._market.tell({"exempt": granted})
        channel = self._market.channel
        self._account = channels.connect_account(
            self.mart, channel=channel, seller=seller, secrets=secrets, by=collector
        )
        first = [slug for slug in chosen if slug != self._told["later"]]
        channels.publish(self._account, variants=self._sizes(first), by=desk)
        self.turn()

    def day(self, day: date) -> None:
        """What the days bring: buyers, parcels that left, a good that rests, one that is taken off."""
        back = (self._clock.last_day - day).days
        if self._account is None or back >= BEGINS or not back:
            return
        self._clock.at(day, 19, 30)
        desk = self._team.actor(Role.Kind.DESK)
        confirm_posted(self._account)
        if back == PAUSED:
            self._rest(desk)
        if back == OFF:
            offers = Offer.objects.filter(variant__good=self._goods.get(self._told["taken_off"]))
            self._if_any(offers, lambda keys: channels.close_offers(self._here, offers=keys, by=desk))
        for _buyer in range(BOUGHT.get(back, 0)):
            self._market.tell({"buy": {"pending": False, "easy_ship": False}})
        self._clock.at(day, 19, 40)  # what happens there is told some minutes later
        self.turn()

    def end(self) -> None:
        """The last day: a settlement is read, a good waits for its look, orders stand at every step; and it goes on."""
        if self._account is None:
            return
        self._clock.before_now(20)
        self._market.tell({"settle": {}})
        settle(self._here, by=self._team.actor(Role.Kind.ACCOUNTANT))
        names = self._last_buyers()
        self._clock.before_now(15)
        self.turn()
        sales = Sale.objects.filter(account=self._here, external_id__in=names, arrival__order__isnull=False)
        pack_first(sales.order_by("pk"))
        for name in names[-1:]:
            self._market.tell({"ask_cancel": {"order": name}})
        self._clock.before_now(5)
        self._publish_one_more()
        self.turn()
        self._market.tell({"switch": {"buyers_an_hour": BUYERS_AN_HOUR}})
        self._market.closes()

    def _publish_one_more(self) -> None:
        """Somebody has just published it, and its look takes longer than before."""
        self._market.tell({"switch": {"review_seconds": LOOK_SECONDS}})
        if self._told["later"] in self._goods:
            desk = self._team.actor(Role.Kind.DESK)
            channels.publish(self._here, variants=self._sizes([self._told["later"]]), by=desk)

    @property
    def _here(self) -> Account:
        assert self._account is not None
        return Account.objects.select_related("mart", "seller").get(pk=self._account.pk)

    def turn(self) -> None:
        """As `haat channels run --once`: what changed goes out, orders come in, everything is read back."""
        account = self._here
        channels.verify(account)
        came = channels.turn(account.pk, whole=True)
        if came is None or came.troubles or came.stopped:
            raise RuntimeError(f"the marketplace of the demonstration: {came}")

    def _give_letters(self, seller: Seller) -> None:
        """The marketplace's letters that its goods need no barcode: one person gives them, another accepts them."""
        for number, name in enumerate(self._told["letters"], start=1):
            facts = {"brand": self._told["brand"], "category": name, "channel": self._market.channel}
            paper = makers.give_seller_paper(
                seller,
                kind="gtin_exemption",
                number=f"GTINEX-DEMO-{number:04d}",
                facts=facts,
                by=self._team.actor(Role.Kind.ACCOUNTANT),
            )
            makers.decide_seller_paper(paper, accept=True, by=self._team.actor(Role.Kind.DESK))

    def _say(self, good: Good, row: Row, desk: Actor) -> None:
        """What the desk says of a good for the marketplace; and that it has looked at its pictures."""
        kind, told = rule_of(row)["kind"], self._told
        said: dict[str, Any] = {"brand": told["brand"], "dangerous_goods": "not_applicable"}
        if kind in told["bullets"]:
            said["bullets"] = told["bullets"][kind]
        if row["slug"] in told["fruit"]:
            said["fruit"] = {"en": told["fruit"][row["slug"]]}
        if "ingredients" in row and row.get("shelf_life_days"):
            said["product_shelf_life"] = f"{row['shelf_life_days']} days"
        said |= next((each[row["slug"]] for each in told["asked"].values() if row["slug"] in each), {})
        catalogue.say_answers(good, said, by=desk)
        for photo in good.photos.select_related("picture").filter(picture__drawn=False):
            unseen = PictureMeasure.objects.filter(picture=photo.picture, letters=None)
            if unseen.exists():
                studio.tell_letters(good, picture=photo.picture, letters=False, by=desk)

    def _sizes(self, slugs: Iterable[str]) -> list[int]:
        goods = [self._goods[slug].pk for slug in slugs]
        return list(Variant.objects.filter(good__in=goods, active=True).order_by("pk").values_list("pk", flat=True))

    def _rest(self, desk: Actor) -> None:
        """A group is away; and the marketplace finds letters on a picture, and hides the good."""
        resting = self._told["paused"]
        if resting["slug"] in self._goods:
            why = resting["why"][self.mart.default_language]
            channels.pause_offers(self._goods[resting["slug"]], why=why, by=desk)
        lettered = Offer.objects.filter(account=self._here, variant__good=self._goods.get(self._told["lettered"]))
        skus = list(lettered.order_by("pk").values_list("sku", flat=True))
        if skus:
            self._market.tell({"switch": {"lettered": skus}})
            for offer in lettered.order_by("pk"):
                channels.read_again(offer, by=desk)

    def _if_any(self, offers: Any, do: Any) -> None:
        keys = list(offers.filter(account=self._here).values_list("pk", flat=True))
        if keys:
            do(keys)

    def _last_buyers(self) -> list[str]:
        """Their orders: the first of the shown maker's goods, one of two makers, and others of whatever they find."""
        names: list[str] = []
        for number in range(LAST_BUYERS):
            wanted: dict[str, Any] = {"pending": False, "makers": 2 if number == 1 else 1}
            names += self._market.tell({"buy": wanted})["buy"]
        return names
