"""The seller: in which marketplaces it takes part."""

from typing import Any

from haat.cli.rehearsal.amazon.wire import COUNTRY, CURRENCY, LOCALE, MARKETPLACE, Call, Calls
from haat.cli.rehearsal.amazon.world import World


class Sellers:
    def __init__(self, world: World) -> None:
        self.world = world

    def calls(self) -> Calls:
        return {"getMarketplaceParticipations": self.participations}

    def participations(self, _call: Call) -> dict[str, Any]:
        switches = self.world.switches
        place = {
            "id": MARKETPLACE,
            "name": "Amazon.in",
            "countryCode": COUNTRY,
            "defaultCurrencyCode": CURRENCY,
            "defaultLanguageCode": LOCALE,
            "domainName": "www.amazon.in",
        }
        part = {"isParticipating": switches.participating, "hasSuspendedListings": switches.suspended}
        return {"payload": [{"marketplace": place, "participation": part, "storeName": "Rehearsal"}]}
