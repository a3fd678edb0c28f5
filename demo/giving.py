"""Certificates and cards of the demonstration: a fair that was held, one that is prepared, and who may show a card."""

from datetime import date, timedelta
from typing import Any

from demo.clock import Clock
from demo.people import Team
from haat.letters import actions
from haat.letters.models import Begun, Ceremony
from haat.letters.rules import next_march
from haat.livelihood.actions import set_day_rule
from haat.makers.models import Member
from haat.people.models import Role
from haat.places.models import Mart

SIGNS: dict[str, dict[str, dict[str, str]]] = {
    "deoghar": {
        "names": {"hi": "विशाल सागर", "en": "Vishal Sagar"},
        "offices": {"hi": "उपायुक्त, देवघर", "en": "Deputy Commissioner, Deoghar"},
    },
    "chandrapur": {
        "names": {"mr": "विनिता गौडा", "en": "Vinita Gowda"},
        "offices": {"mr": "जिल्हाधिकारी, चंद्रपूर", "en": "Collector, Chandrapur"},
    },
}
# (what the day is called, where) of the one that was held and of the one that comes.
FAIRS = {
    "deoghar": (("दीपावली मेला 2026", "समाहरणालय, देवघर"), ("जोहार मेला", "नगर भवन, देवघर")),
    "chandrapur": (("दिवाळी मेळा 2026", "जिल्हा परिषद, चंद्रपूर"), ("सरस मेळा", "चांदा क्लब, चंद्रपूर")),
}
RULES = {"deoghar": "eight", "chandrapur": "nss"}
EACH, CARDS = 12, 10
HELD_BEFORE, COMES_IN = 12, 16


class Giving:
    """One mart's certificates and cards."""

    def __init__(self, mart: Mart, team: Team, clock: Clock) -> None:
        self.mart, self.team, self._clock = mart, team, clock
        self._rows = Begun.objects.filter(mart=mart, where="mart", maker__state="live").order_by("day", "pk")

    def give(self) -> None:
        """The collector signs; a first dozen have theirs, another dozen will; cards for some of each kind."""
        last = self._clock.last_day
        self._clock.at(last - timedelta(days=HELD_BEFORE), 11)
        collector = self.team.actor(Role.Kind.COLLECTOR)
        day = last - timedelta(days=HELD_BEFORE)
        actions.set_signing(self.mart, people=[SIGNS[self.mart.slug]], from_on=day, by=collector)
        held = self._ceremony(0, day)
        if held is not None:
            self._hand_over(held, day)
        self._clock.at(last, 18)
        self._ceremony(1, last + timedelta(days=COMES_IN))
        self._cards()
        set_day_rule(self.mart, rule=RULES[self.mart.slug], by=collector)

    def _hand_over(self, held: Ceremony, day: date) -> None:
        """All but the last two came for theirs."""
        desk = self.team.actor(Role.Kind.DESK)
        letters = [letter.pk for letter in held.letters.order_by("position")]
        actions.print_letters(letters, key=f"demo:{held.pk}", by=desk)
        told: dict[str, Any] = {"handed_on": day, "handed_by": SIGNS[self.mart.slug]["names"]["en"]}
        actions.hand_over(letters[:-2], **told, by=desk)

    def _ceremony(self, turn: int, day: date) -> Ceremony | None:
        """None where nobody has begun to sell by then: the demonstration may be a short one."""
        title, place = FAIRS[self.mart.slug][turn]
        chosen = [row.pk for row in self._rows if row.day < day][turn * EACH : (turn + 1) * EACH]
        if not chosen:
            return None
        words: dict[str, Any] = {"title": title, "place": place, "held_on": day, "key": f"demo:{turn}"}
        return actions.hold_ceremony(self.mart, chosen=chosen, by=self.team.actor(Role.Kind.DESK), **words)

    def _cards(self) -> None:
        """Who leads the first groups, and who walks from door to door; one of them lost hers."""
        desk = self.team.actor(Role.Kind.DESK)
        leaders = Member.objects.filter(maker__mart=self.mart, maker__state="live", leads=True, active=True)
        outside = Role.objects.filter(mart=self.mart, kind__in=(Role.Kind.COORDINATOR, Role.Kind.SURVEYOR))
        cards = actions.make_cards(
            self.mart,
            members=list(leaders.order_by("maker").values_list("pk", flat=True)[:CARDS]),
            roles=list(outside.order_by("pk").values_list("pk", flat=True)),
            valid_until=next_march(),
            by=desk,
        )
        actions.replace_card(cards[-1], by=desk)
