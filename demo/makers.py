"""Makers are enrolled day by day: coordinators act, papers are given and accepted, makers open."""

import random
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from demo.content import load
from demo.people import Team, phone_of
from demo.pictures import portrait
from haat.catalogue.models import Craft
from haat.core.actor import MACHINE, Actor
from haat.core.dates import today
from haat.core.identifiers import gstin_check_digit
from haat.makers import actions
from haat.makers.models import Document, Maker, Organisation, Seller
from haat.people.models import Role
from haat.places.models import Mart, Place

FIRST_NUMBER = {"deoghar": 10_000, "chandrapur": 20_000}
SELLS = ("deoghar",)  # who sells at a marketplace: its words are in `amazon.json` of the mart's content
RUNS_OUT = 10  # days
LEADERS = {"work_units": 9, "amount_share": 7}  # a leader works and puts in about as much as the others
KINDS = {"federation": Organisation.Kind.FEDERATION, "village_organisation": Organisation.Kind.VILLAGE}
# Real branches, so that the bank's name can be looked up; the account numbers are invented.
IFSC = {
    "deoghar": ["SBIN0000064", "UTIB0000435", "PUNB0065900"],
    "chandrapur": ["SBIN0000345", "BKID0009615"],
}


class Enrolment:
    """Enrols the makers of one mart; remembers them by the slug the content uses."""

    def __init__(self, mart: Mart, team: Team, rng: random.Random) -> None:
        self.mart, self.team, self._rng = mart, team, rng
        self.blocks = {p.slug: p for p in Place.objects.filter(parent=mart.place)}
        self._villages = {
            (p.parent_id, p.names["en"]): p for p in Place.objects.within(mart.place).filter(kind="locality")
        }
        roles = Role.objects.filter(mart=mart, kind=Role.Kind.COORDINATOR)
        self._coordinators = dict(roles.values_list("place_id", "user_id"))
        self._number = FIRST_NUMBER[mart.slug]
        self._gst_code = Place.objects.get(children=mart.place).gst_code
        self._food = {craft.slug for craft in Craft.objects.all() if Document.Kind.FSSAI in craft.papers}
        self._runs_out: dict[str, str] = load(mart.slug, "amazon")["expired"] if mart.slug in SELLS else {}
        self._organisations: dict[str, Organisation] = {}
        self._sellers: dict[str, Seller] = {}
        self.makers: dict[str, Maker] = {}
        self.codes: dict[str, str] = {}  # of groups that a list knew before

    def found_federations(self, by: Actor) -> None:
        """Federations first, then the village organisations below them; two may sell for their groups."""
        rows = sorted(load(self.mart.slug, "federations"), key=lambda row: row["kind"] != "federation")
        for row in rows:
            organisation = actions.make_organisation(
                self.mart,
                kind=KINDS[row["kind"]],
                names=row["names"],
                place=self.blocks[row["block"]],
                parent=self._organisations.get(row.get("federation", "")),
                by=by,
            )
            self._organisations[row["slug"]] = organisation
            if row.get("gstin"):
                self._sellers[row["slug"]] = actions.make_seller(
                    self.mart,
                    legal_name=row["names"]["en"],
                    address=f"{row['names']['en']}, {row['block'].title()}",
                    pin=self.mart.address[-6:],
                    gstin=row["gstin"],
                    pan=row["pan"],
                    fssai=self._fssai(),
                    organisation=organisation,
                    by=by,
                )

    def _next_phone(self) -> str:
        self._number += 1
        return phone_of(self._number)

    def _fssai(self) -> str:
        return f"2{self._gst_code}25{self._rng.randrange(10**9):09d}"

    def _coordinator(self, block: Place) -> Actor:
        user_id = self._coordinators.get(block.pk)
        return Actor(user_id) if user_id else self.team.actor(Role.Kind.DESK)

    def enrol(self, row: dict[str, Any], *, goods: Sequence[dict[str, Any]], complete: bool) -> Maker:
        """Enrol one maker with members, bank account and papers; open it when `complete`."""
        block = self.blocks[row["block"]]
        by = self._coordinator(block)
        maker = actions.enrol_maker(
            self.mart,
            kind=row["kind"],
            names=row["names"],
            block=block,
            place=self._villages.get((block.pk, row["village"]["en"])),
            pin=row["pin"],
            phone=self._next_phone(),
            leader_names=row["leader"],
            seller=self._sellers.get(row.get("seller", "")),
            organisation=self._organisations.get(row.get("village_organisation") or row.get("federation") or ""),
            stories=row.get("story"),
            since=row.get("since"),
            portrait=portrait(row),
            lokos_id=self.codes.get(row["slug"], ""),
            by=by,
        )
        self._add_members(maker, row, by)
        self._give_papers(maker, row, by, goods=goods, complete=complete)
        if complete:
            maker = actions.open_maker(maker, by=self.team.actor(Role.Kind.DESK))
        self.makers[row["slug"]] = maker
        return maker

    def _add_members(self, maker: Maker, row: dict[str, Any], by: Actor) -> None:
        codes = ("en", "hi", "mr")
        members = [
            actions.NewMember(
                dict(zip(codes, member, strict=False)),
                work_units=self._rng.randint(4, 12),
                amount_share=self._rng.randint(2, 9),
            )
            for member in row.get("members", [])[1:]
        ]
        if members:
            actions.add_members(maker, members=members, by=by)
        if row.get("share") and row["share"] != maker.share_rule:
            field = "work_units" if row["share"] == "by_work" else "amount_share"
            weights = {m.pk: LEADERS[field] if m.leads else getattr(m, field) for m in maker.members.all()}
            actions.set_share_rule(maker, rule=row["share"], weights=weights, by=by)

    def _give_papers(
        self, maker: Maker, row: dict[str, Any], by: Actor, *, goods: Sequence[dict[str, Any]], complete: bool
    ) -> None:
        desk = self.team.actor(Role.Kind.DESK)
        papers = {Document.Kind.PAN: self._pan(row)}
        if row["regime"] == "gst":
            papers = {Document.Kind.GSTIN: row["gstin"]}
        elif row["regime"] == "unregistered_enrolled":
            papers[Document.Kind.ENROLMENT] = self._enrolment(papers[Document.Kind.PAN])
        if row.get("has_fssai") or self._food & {good["craft"] for good in goods}:
            papers[Document.Kind.FSSAI] = self._fssai()
        for kind, number in papers.items():
            # A licence that ran out and nobody renewed yet: what is made with it goes to no marketplace meanwhile.
            ends = today() + timedelta(days=RUNS_OUT) if self._runs_out.get(row["slug"]) == kind else None
            giver = MACHINE if by == desk else by  # as below: another hand accepts it
            document = actions.give_document(maker, kind=kind, number=number, valid_until=ends, by=giver)
            actions.decide_document(document, accept=True, by=desk)
        if complete:
            account = actions.set_bank(
                maker,
                holder=row["names"]["en"][:120],
                number=f"{self._rng.randrange(10**10, 10**11)}",
                ifsc=self._rng.choice(IFSC[self.mart.slug]),
                by=MACHINE if by == desk else by,  # from the lists of the mission, where the block has no coordinator
            )
            actions.confirm_bank(account, by=desk)

    def _pan(self, row: dict[str, Any]) -> str:
        letters = "".join(self._rng.choice("ABCDEFGHJKLMNPRSTUVW") for _ in range(5))
        fourth = "P" if row["kind"] == "artisan" else "A"
        return f"{letters[:3]}{fourth}{letters[4]}{self._rng.randrange(1, 10**4):04d}{self._rng.choice('ABCDEFGHK')}"

    def _enrolment(self, pan: str) -> str:
        body = f"{self._gst_code}{pan}1E"
        return body + gstin_check_digit(body)
