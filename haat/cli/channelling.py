"""`haat channels`: connect an account, let the accounts have their turns, and how everything stands."""

import argparse
import json
import os
import time
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db.models import Q

from haat.channels import actions
from haat.channels.beside import told
from haat.channels.channel import Channel, every_channel, find
from haat.channels.finding import offers_called
from haat.channels.jobs import AT_WORK, hear
from haat.channels.models import Account
from haat.channels.queries import lacks_of
from haat.channels.queries import status as told_status
from haat.channels.troubles import ONE_RIGHT, word_of
from haat.cli import selling
from haat.cli.refusing import Refused
from haat.core.actor import MACHINE
from haat.core.errors import HaatError
from haat.core.texts import escaped
from haat.makers.models import Seller
from haat.places.models import Mart
from haat.stock.models import StockPlace

# How long another process that is at an account is waited for.
PATIENCE_SECONDS, PAUSE = 60.0, 0.5


def channels(options: argparse.Namespace) -> int:
    """Do what the line says."""
    does = {"connect": connect, "run": run, "status": status, "offer": offer}
    does |= {"parcel": selling.parcel, "settlements": selling.settlements, "sheet": selling.sheet}
    return does[options.what](options)


def connect(options: argparse.Namespace) -> int:
    """Connect an account with the keys that stand in the environment; 2 when the channel does not let us in."""
    mart, folder = _mart(options.mart), _folder(options.channel)
    seller = _seller(mart, options.seller)
    secrets = {name: _told(variable) for name, variable in folder.environment.items()}
    missing = [folder.environment[name] for name in folder.secrets if not secrets.get(name)]
    if missing:
        raise Refused(
            f"Set {', '.join(missing)} in the environment, and begin again. They are kept sealed, never shown."
        )
    try:
        account = actions.connect_account(
            mart,
            channel=folder.slug,
            seller=seller,
            secrets=secrets,
            place=_place(mart, options.place) if options.place else None,
            by=MACHINE,
        )
    except HaatError as wrong:
        raise Refused(f"Not connected: {wrong}") from None
    print(f"account {account.pk}: {escaped(account.name)} ({account.key}) sells for {escaped(seller.legal_name)}")
    if account.keys_end:
        print(f"its keys end on {account.keys_end.isoformat()}")
    return 0


def _told(variable: str) -> str:
    """What stands in the environment under a name, or in the file beside it that the settings read."""
    set_to: dict[str, str] = getattr(settings, "CHANNELS", {})
    return os.environ.get(variable) or set_to.get(variable.removeprefix("HAAT_").lower(), "")


def run(options: argparse.Namespace) -> int:
    """One whole turn of every account, or of one: in, out, and read back; 1 when one has a trouble."""
    accounts = _accounts(options)
    if not accounts:
        print("no account is connected")
        return 0
    hear()
    return max([_turn(account) for account in accounts])


def _turn(account: Account) -> int:
    """Let it have its turn; who is at it is waited for."""
    actions.verify(account)
    until = time.monotonic() + PATIENCE_SECONDS
    while (came := actions.turn(account.pk, whole=True)) is None:
        if time.monotonic() > until:
            print(f"account {account.pk}: another process is at it")
            return 1
        time.sleep(PAUSE)
    said = f"account {account.pk} ({account.channel} {account.key})"
    print(f"{said}: {came.orders} orders in, {came.sent} offers out, {came.read} read back")
    account.refresh_from_db()
    lacks = [] if came.stopped else lacks_of(account)
    for lack in lacks:
        print(f"  {ONE_RIGHT}: {lack.sentence} {lack.next_step}")
    for code in dict.fromkeys([*came.troubles, *filter(None, [came.stopped])]):
        if not (lacks and code == ONE_RIGHT):
            word = word_of(code)
            print(f"  {code}: {word.sentence} {word.next_step}")
    return 1 if came.troubles or came.stopped else 0


def status(options: argparse.Namespace) -> int:
    """How every account stands."""
    found = told_status(_accounts(options, closed=True))
    if options.json:
        print(json.dumps({"accounts": found}, ensure_ascii=False))
        return 0
    if not found:
        print("no account is connected")
    for each in found:
        for line in _lines(each):
            print(line)
    return 0


def _lines(each: dict[str, Any]) -> Sequence[str]:
    """An account for a person who reads a terminal."""
    lines = [
        f"account {each['id']} of {each['mart']}: {each['channel']} {each['key']}, {each['state']}",
        f"  last contact {each['contact_at'] or 'never'}",
        f"  offers: {_counts(each['offers'])}; {each['changes_waiting']} changes wait",
        f"  orders: {_counts(each['orders'])}; {len(each['orders_waiting'])} wait for somebody",
    ]
    if each["paused"] is not None:
        lines.append(f"  paused: {escaped(each['paused'])}")
    if each["trouble"]:
        word = word_of(each["trouble"]["code"])
        lines.append(f"  {each['trouble']['code']}, since {each['trouble']['since']}: {word.sentence} {word.next_step}")
    if each["lacking"]:
        lines.append(f"  {ONE_RIGHT}: {', '.join(each['lacking'])}")
    for attempt in each["attempts"]:
        lines.append(f"  attempt {attempt['id']}: {attempt['operation']} of {attempt['number']}, {attempt['state']}")
    for cause in each["causes"]:
        about = f" about {escaped(cause['about'])}" if cause["about"] else ""
        lines.append(f"  {cause['offers']} offers: {escaped(cause['code'])}{about}, for the {cause['who']}")
    if each["found"]:
        lines.append(f"  {each['found']} listings stood there before: say at the desk whose they are")
    return lines


def _counts(counts: dict[str, int]) -> str:
    return (
        ", ".join(f"{number} {escaped(name or 'without a state')}" for name, number in sorted(counts.items())) or "none"
    )


def offer(options: argparse.Namespace) -> int:
    """One size at every account: what is wanted beside what is seen; 1 when it is offered nowhere."""
    mart = _mart(options.mart) if options.mart else None
    found = [told(each) for each in offers_called(options.sku, mart)]
    if options.json:
        print(json.dumps({"offers": found}, ensure_ascii=False))
    else:
        for each in found:
            for line in _offer_lines(each):
                print(line)
    if not found and not options.json:
        print(f"{escaped(options.sku)} is offered nowhere")
    return 0 if found else 1


def _offer_lines(each: dict[str, Any]) -> Sequence[str]:
    lines = [
        f"{each['sku']} at account {each['account']} ({each['channel']}): {each['state']} since {each['since']}",
        f"  sent {each['sent_at'] or 'never'}, read back {each['seen_at'] or 'never'}, next {each['look_at'] or 'not'}",
    ]
    for reason in each["reasons"]:
        lines.append(f"  held back: {reason['code']} {reason['about']}, for the {reason['who']}".replace(" ,", ","))
    for refusal in each["refusals"]:
        if not refusal["ours"]:
            lines.append(
                f"  the channel says: {escaped(refusal['code'])} {escaped(refusal['about'])}, for the {refusal['who']}"
            )
    for field in each["fields"]:
        if not field["agrees"]:
            wanted, seen = (json.dumps(field[name], ensure_ascii=False) for name in ("wanted", "seen"))
            lines.append(f"  {field['part']} {escaped(field['name'])}: wanted {escaped(wanted)}, seen {escaped(seen)}")
    return lines


def _accounts(options: argparse.Namespace, *, closed: bool = False) -> list[Account]:
    """The accounts the line means. Raises Refused for one that is not there."""
    rows = Account.objects.select_related("mart", "seller").order_by("pk")
    if options.account is None:
        return list(rows if closed else rows.filter(AT_WORK))
    found = list(rows.filter(pk=options.account))
    if not found:
        raise Refused(f"There is no account {options.account}; `haat channels status` lists them.")
    return found


def _mart(slug: str) -> Mart:
    mart = Mart.objects.filter(slug=slug).first()
    if mart is None:
        known = ", ".join(Mart.objects.order_by("slug").values_list("slug", flat=True)) or "none yet"
        raise Refused(f"There is no mart {slug!r}; there are: {known}.")
    return mart


def _folder(slug: str) -> Channel:
    folder = find(slug)
    if folder is None:
        known = ", ".join(each.slug for each in every_channel()) or "none"
        raise Refused(f"There is no channel {slug!r}; there are: {known}.")
    return folder


def _seller(mart: Mart, words: str) -> Seller:
    """Who is meant by a GSTIN or a legal name; nobody named: the mart's only seller that has a GSTIN."""
    rows = Seller.objects.filter(mart=mart).exclude(gstin="").order_by("pk")
    if words:
        rows = Seller.objects.filter(Q(gstin=words.upper()) | Q(legal_name__iexact=words), mart=mart).order_by("pk")
    found = list(rows[:2])
    if len(found) == 1:
        return found[0]
    which = "are several" if found else "is no"
    raise Refused(f"There {which} such seller in {mart.slug}: name one by its GSTIN, with --seller.")


def _place(mart: Mart, name: str) -> StockPlace:
    place = StockPlace.objects.filter(mart=mart, name=name, closed_at=None, maker=None).first()
    if place is None:
        raise Refused(f"There is no hub, centre or warehouse called {name!r} in {mart.slug}.")
    return place
