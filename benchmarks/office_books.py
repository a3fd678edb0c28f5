"""The money, the stock and what was told of the orders of `benchmarks.office_rows`."""

import os

import django
from django.apps import apps

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
if not apps.ready:
    django.setup()

from django.db import connection

from benchmarks.office_sql import day, json, moment, numbers, officer, put, table, when, yes
from haat.core.models import Event, Job
from haat.ledger.models import Account, Due, Party, Payout, PayoutRun, Receivable, Settlement
from haat.makers.models import Maker, Member
from haat.orders.models import Arrival, ArrivedLine, Order, Part
from haat.places.models import Mart
from haat.pricing.models import FeeRule
from haat.review.models import DailyFact
from haat.stock.models import Move, MoveLine, StockItem, StockPlace

RUNS = 100


def money(mart: Mart, count: int) -> None:
    """Dues of what was delivered: the youngest not ripe, then ripe, in a payout, and paid in a hundred runs."""
    last = Part.objects.order_by("-pk").values_list("pk", flat=True)[0]
    newest = Order.objects.order_by("-pk").values_list("pk", flat=True)[0]
    age = f"({newest} - p.order_id) * 1.0 / {newest}"
    put(
        Due,
        f"{table(Part)} AS p JOIN {table(Maker)} AS m ON m.id = p.maker_id WHERE p.state = 'delivered'",
        mart_id=str(mart.pk),
        maker_id="p.maker_id",
        part_id="p.id",
        amount_paise="p.maker_paise",
        state=when((f"{age} < 0.10", "'earned'"), (f"{age} < 0.13", "'in_payout'"), other="'paid'"),
        earned_at="p.placed_at",
        pay_from=when((f"{age} < 0.03", day("-3 - (p.id % 7)")), other=day("3")),
    )
    proposer = officer("accountant").pk
    put(
        PayoutRun,
        numbers(RUNS),
        mart_id=str(mart.pk),
        number="'BM-PAY-' || i",
        state=when((f"i = {RUNS}", "'proposed'"), other="'released'"),
        proposed_by_id=str(proposer),
        proposed_at=moment(f"({RUNS} - i) * 604800"),
        released_by_id=when((f"i = {RUNS}", "NULL"), other=str(officer("collector").pk)),
        released_at=when((f"i = {RUNS}", "NULL"), other=moment(f"({RUNS} - i) * 604800")),
    )
    first = PayoutRun.objects.order_by("pk").values_list("pk", flat=True)[0]
    run = f"({first} + CASE WHEN d.state = 'in_payout' THEN {RUNS - 2} + d.id % 2 ELSE d.part_id * {RUNS - 2} / {last} END)"  # noqa: E501
    dues = (
        f"(SELECT {run} AS run, d.maker_id AS maker, sum(d.amount_paise) AS paise FROM {table(Due)} AS d "
        f"WHERE d.state IN ('in_payout', 'paid') GROUP BY 1, 2) AS s"
    )
    put(
        Payout,
        dues,
        mart_id=str(mart.pk),
        run_id="s.run",
        maker_id="s.maker",
        amount_paise="s.paise",
        state=when(
            (f"s.run = {first + RUNS - 1}", "'proposed'"),
            (f"s.run = {first + RUNS - 2} AND s.maker % 20 = 3", "'failed'"),
            (f"s.run = {first + RUNS - 2}", "'sent'"),
            other="'paid'",
        ),
        holder="'Sunita Devi'",
        account_number="'30011' || (100000000 + s.maker)",
        ifsc="'SBIN0000064'",
        utr=when((f"s.run >= {first + RUNS - 2}", "''"), other="'U' || s.run || 'M' || s.maker"),
        failure=when((f"s.run = {first + RUNS - 2} AND s.maker % 20 = 3", "'Account closed'"), other="''"),
        sent_at=when((f"s.run = {first + RUNS - 1}", "NULL"), other=moment(f"({first + RUNS} - s.run) * 604800")),
        paid_at=when((f"s.run >= {first + RUNS - 2}", "NULL"), other=moment(f"({first + RUNS} - s.run) * 604800")),
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table(Due)} SET payout_id = (SELECT y.id FROM {table(Payout)} AS y WHERE "
            f"y.maker_id = {table(Due)}.maker_id AND y.run_id = {run.replace('d.', table(Due) + '.')}) "
            f"WHERE state IN ('in_payout', 'paid')"
        )
    _accounts(mart)
    _facts(mart)


def _accounts(mart: Mart) -> None:
    """The mart's accounts, one of what is owed to each maker, and one for each member's share."""
    for kind in ("bank", "cash_desk", "rider_cash", "return_loss", "receivable", "channel_fee"):
        Account.objects.create(mart=mart, kind=kind, debits_paise=9_000_000, credits_paise=1_000_000)
    for kind in ("buyers", "fee", "packing", "carrier_due", "refund_due", "tax_due"):
        Account.objects.create(mart=mart, kind=kind, debits_paise=1_000_000, credits_paise=9_000_000)
    owed = f"(SELECT sum(d.amount_paise) FROM {table(Due)} AS d WHERE d.maker_id = m.id AND d.state <> 'paid')"
    put(
        Account,
        f"{table(Maker)} AS m",
        mart_id=str(mart.pk),
        kind="'maker_due'",
        owner_id="m.id",
        credits_paise=f"coalesce({owed}, 0)",
    )
    put(
        Account,
        f"{table(Member)} AS m",
        mart_id=str(mart.pk),
        kind="'member_share'",
        owner_id="m.id",
        credits_paise="100000",
    )


def _facts(mart: Mart) -> None:
    """Figures of every day and maker, as the worker keeps them."""
    placed = "date(p.placed_at)"
    put(
        DailyFact,
        f"(SELECT {placed} AS day, m.block_id AS block, p.maker_id AS maker, count(*) AS n, sum(p.goods_paise) AS sales "  # noqa: E501
        f"FROM {table(Part)} AS p JOIN {table(Maker)} AS m ON m.id = p.maker_id GROUP BY 1, 2, 3) AS f",
        mart_id=str(mart.pk),
        day="f.day",
        block_id="f.block",
        maker_id="f.maker",
        craft_id="1",
        channel="'mart'",
        orders="f.n",
        pieces="f.n",
        sales_paise="f.sales",
        maker_paise="f.sales",
        delivered="f.n",
        late="CASE WHEN f.maker % 11 = 0 THEN 1 ELSE 0 END",
        paid_paise="f.sales",
    )


def elsewhere(mart: Mart, count: int) -> None:
    """What came from a marketplace: its tellings, one in forty open, and what it owes for each part delivered."""
    FeeRule.objects.create(mart=mart, channel="gem", fee_bp=800, packing_paise=500, from_date="2020-01-01", source="b")
    came = f"{table(Order)} AS o WHERE o.channel = 'gem'"
    open_ = "o.id % 480 = 0"
    put(
        Arrival,
        came,
        mart_id=str(mart.pk),
        channel="'gem'",
        account="o.account",
        external_id="o.external_id",
        digest="'d' || o.id",
        told=json('\'{"name": "Asha", "phone": "+919810000000", "lines": [{"sku": "B1"}]}\''),
        first=yes("o.id > 0"),
        order_id="o.id",
        state=when((open_, "'open'"), other="'done'"),
        came_at="o.placed_at",
    )
    put(
        ArrivedLine,
        f"{table(Arrival)} AS a, {numbers(2)}",
        arrival_id="a.id",
        external_id="'L' || i",
        sku="'NONE-' || a.id",
        title="'Bamboo basket'",
        quantity="1",
        piece_minor="50000",
        piece_paise="50000",
        state=when(("a.state = 'open'", "'open'"), other="'dropped'"),
        problem=when(("a.state = 'open'", "'unknown'"), other="''"),
        reason=when(("a.state = 'open'", "''"), other="'None left'"),
    )
    for number in range(3):
        Party.objects.create(mart=mart, channel="gem", account=f"a{number}")
    parts = f"{table(Part)} AS p JOIN {table(Order)} AS o ON o.id = p.order_id"
    party = f"(SELECT y.id FROM {table(Party)} AS y WHERE y.account = o.account AND y.mart_id = {mart.pk})"
    newest = Order.objects.order_by("-pk").values_list("pk", flat=True)[0]
    late = f"o.id > {newest} * 0.8"
    put(
        Receivable,
        f"{parts} WHERE o.channel = 'gem' AND p.state = 'delivered'",
        mart_id=str(mart.pk),
        party_id=party,
        part_id="p.id",
        sold_paise="p.goods_paise",
        settled_paise=when((late, "0"), other="p.goods_paise"),
        came_paise=when((late, "0"), other="p.goods_paise - 5000"),
        sold_at="p.placed_at",
    )
    put(
        Settlement,
        f"{table(Receivable)} AS r WHERE r.settled_paise > 0",
        mart_id=str(mart.pk),
        party_id="r.party_id",
        part_id="r.part_id",
        key="'s' || r.id",
        came_paise="r.came_paise",
        fee_paise="5000",
        reference="'NEFT' || r.id",
        day=day("r.id % 700"),
    )


def stock(mart: Mart, count: int) -> None:
    """A hub, a centre and three stalls with goods of a hundred makers, and moves, some open, some short."""
    block = mart.place.children.order_by("path")[0]
    for name, kind in (("Hub", "hub"), ("Centre", "centre"), *((f"Stall {n}", "stall") for n in range(3))):
        StockPlace.objects.create(mart=mart, name=name, kind=kind, place=block, keeper="Ravi", phone="+919810000000")
    places = list(StockPlace.objects.filter(mart=mart, maker=None).order_by("pk"))
    for number, place in enumerate(places):
        put(
            StockItem,
            f"catalogue_variant AS v WHERE v.mart_id = {mart.pk} AND v.id % 50 = {number}",
            mart_id=str(mart.pk),
            variant_id="v.id",
            place_id=str(place.pk),
            on_hand="4",
            counted_at=moment("86400"),
        )
    put(
        Move,
        numbers(400),
        mart_id=str(mart.pk),
        number="'BM-DC-' || i",
        source_id=f"{places[0].pk} + i % 2",
        target_id=f"{places[2].pk} + i % 2",
        key="'m' || i",
        sent_at=moment("(401 - i) * 40000"),
        received_at=when(("i > 360", "NULL"), other=moment("(401 - i) * 39000")),
    )
    put(
        MoveLine,
        f"{table(Move)} AS m JOIN catalogue_variant AS v ON v.id % 50 = 0 AND v.id / 50 % 400 = m.id % 400",
        move_id="m.id",
        variant_id="v.id",
        sent="4",
        piece_paise="50000",
        received=when(("m.received_at IS NULL", "0"), ("m.id % 10 = 0", "3"), other="4"),
        missing=when(("m.received_at IS NULL", "0"), ("m.id % 10 = 0", "1"), other="0"),
    )


def told(mart: Mart, count: int) -> None:
    """Four events and three jobs of each part, as the outbox leaves them."""
    for number, kind in enumerate(("orders.placed", "orders.accepted", "orders.packed", "orders.delivered")):
        put(
            Event,
            f"{table(Part)} AS p",
            kind=f"'{kind}'",
            subject_type="'orders.part'",
            subject_id="p.id",
            mart_id=str(mart.pk),
            data=json("'{}'"),
            at="p.placed_at",
        )
        if number:
            put(
                Job,
                f"{table(Part)} AS p",
                name="'review.facts'",
                state=when((f"p.id % 50 = 0 AND {number} = 1", "'waiting'"), other="'done'"),
                key="NULL",
                made_at="p.placed_at",
                done_at="p.placed_at",
            )
