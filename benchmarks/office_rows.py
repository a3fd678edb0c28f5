"""A district's years for the office: 100,000 orders with everything that follows from them, written in SQL.

    python -m benchmarks.office_rows [MAKERS [ORDERS]]

fills the configured database (it must be migrated): `benchmarks.catalogue`'s mart with so many makers, four goods each,
and orders of two years. Most are over; about one in fifty waits for somebody, so that no page is short.
"""

import os
import sys
import time
from datetime import timedelta

import django
from django.apps import apps

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
if not apps.ready:
    django.setup()

from django.db import connection, transaction
from django.utils import timezone

from benchmarks import catalogue
from benchmarks.office_books import elsewhere, money, stock, told
from benchmarks.office_sql import day, is_postgresql, json, moment, numbers, put, table, when, yes
from haat.catalogue.models import Good
from haat.core.actor import MACHINE
from haat.core.learning import learn_tables
from haat.delivery import carriers
from haat.delivery.models import Parcel, Round
from haat.makers.models import BankAccount, Document, Maker, Member
from haat.orders.models import Order, OrderLine, Part, Return, ReturnLine
from haat.payments.models import Payment, Refund
from haat.payments.queries import first_terms
from haat.people.actions import give_role
from haat.people.models import User
from haat.places.models import Mart
from haat.shelf import build

DAYS = 730
GOODS_EACH, MEMBERS_EACH = 4, 8
ROUNDS = 2_000
BEFORE, AT_THE_DOOR = first_terms(Order.Pays.BEFORE).method, first_terms(Order.Pays.AT_THE_DOOR).method
RIDES, GIVEN_AWAY = carriers.on_rounds()[0], carriers.given_away()[0].slug


def fill(makers: int = 5_000, orders: int = 100_000) -> Mart:
    """The mart `bench`, its officers (`officer`), and so many makers and orders with all that follows from them."""
    if is_postgresql():
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")  # foreign keys are right by construction
    mart = catalogue.fill(makers * GOODS_EACH, makers)
    mart = Mart.objects.select_related("place").get(pk=mart.pk)
    _learn()
    _officers(mart)
    _makers(mart)
    _goods(mart)
    for step in (_orders, _follow, _delivery, money, elsewhere, stock, told):
        with transaction.atomic():
            step(mart, orders)
        _learn()
    if is_postgresql():
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = origin")
            cursor.execute("VACUUM ANALYZE")
    build.rebuild(mart)  # the desk searches the shop as buyers do
    return mart


def _learn() -> None:
    """Let the database learn what is in its tables: PostgreSQL does by itself, SQLite by the product's worker."""
    if is_postgresql():
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    learn_tables()


KINDS = ("collector", "desk", "accountant", "rider")


def _officers(mart: Mart) -> None:
    blocks = list(mart.place.children.order_by("path"))
    for number, kind in enumerate(KINDS):
        user = User.objects.create(phone=f"+91600000000{number}", name=f"Bench {kind}", language="hi")
        give_role(user, kind=kind, mart=mart, place=mart.place, by=MACHINE)
    for number in range(2, 12):
        rider = User.objects.create(phone=f"+9161000000{number:02d}", name=f"Rider {number}", language="hi")
        give_role(rider, kind="rider", mart=mart, place=mart.place, by=MACHINE)
    last = User.objects.create(phone="+916200000000", name="Bench coordinator", language="hi")
    give_role(last, kind="coordinator", mart=mart, place=blocks[-1], by=MACHINE)


def _makers(mart: Mart) -> None:
    """Members, papers and accounts; one in twelve is not open yet or rests, one in twenty has no confirmed account."""
    rows = f"{table(Maker)} AS m WHERE m.mart_id = {mart.pk}"
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table(Maker)} SET member_count = {MEMBERS_EACH}, state = "
            + when(("id % 25 = 0", "'enrolled'"), ("id % 25 = 1", "'paused'"), other="'live'")
            + f", enrolled_at = {moment('(id % 700) * 86400')}"
        )
    put(
        Member,
        f"{table(Maker)} AS m, {numbers(MEMBERS_EACH)} WHERE m.mart_id = {mart.pk}",
        maker_id="m.id",
        names=json('\'{"hi": "सुनीता देवी", "en": "Sunita Devi"}\''),
        leads=yes("i = 1"),
    )
    put(
        BankAccount,
        f"{rows} AND m.id % 40 <> 0",
        maker_id="m.id",
        holder="'Sunita Devi'",
        number="'30011' || (100000000 + m.id)",
        ifsc="'SBIN0000064'",
        bank_name="'State Bank'",
        confirmed=yes("m.id % 20 <> 0"),
    )
    put(Document, rows, maker_id="m.id", kind="'pan'", number="'ABCDE' || m.id", state="'accepted'")


def _goods(mart: Mart) -> None:
    """One good in a hundred waits for a check."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table(Good)} SET state = 'waiting', live_at = NULL, sent_at = {moment('(id % 400) * 3600')} "
            f"WHERE id % 100 = 0 AND mart_id = {mart.pk}"
        )


def _orders(mart: Mart, count: int) -> None:
    """Orders of two years, the youngest last; one in five has a second part, one in twelve was placed elsewhere."""
    first, goods = _goods_of(mart)
    ago = f"({count} - i) * {DAYS * 86400} / {count} + 600"
    elsewhere = "i % 12 = 0"
    put(
        Order,
        numbers(count),
        id="i",
        mart_id=str(mart.pk),
        number=f"'BM-' || {_digits('i * 7919')} || '-' || {_digits('i / 9000 * 613')}",
        token="'t' || i",
        channel=when((elsewhere, "'gem'"), other="'mart'"),
        account=when((elsewhere, "'a' || (i % 3)"), other="''"),
        external_id="'k' || i",
        state=when((f"i > {count} * 0.98", "'placed'"), (_gone("i"), "'cancelled'"), other="'done'"),
        method=when((elsewhere, "'elsewhere'"), ("i % 3 = 0", f"'{BEFORE}'"), other=f"'{AT_THE_DOOR}'"),
        pays=when((elsewhere, "'elsewhere'"), ("i % 3 = 0", "'before'"), other="'at_the_door'"),
        language="'hi'",
        phone="'+9198' || (10000000 + (i * 37) % 60000)",
        name="'Asha Kumari ' || (i % 977)",
        address="'12 Station Road'",
        pin="'' || (814100 + (i * i) % 300)",
        district_id=str(mart.place_id),
        ship_state_id=str(mart.place.parent_id),
        goods_paise="50000",
        delivery_paise="4000",
        total_paise="54000",
        placed_at=moment(ago),
        paid_at=moment(ago),
    )
    for part in (1, 2):
        good = f"({first} + ((o.id * 6151 + {part} * 977) % {goods}))"
        where = f"o.mart_id = {mart.pk}" + (" AND o.id % 5 = 0" if part == 2 else "")
        put(
            Part,
            f"{table(Order)} AS o JOIN {table(Good)} AS g ON g.id = {good} JOIN {table(Maker)} AS m ON m.id = g.maker_id "  # noqa: E501
            f"WHERE {where}",
            mart_id=str(mart.pk),
            order_id="o.id",
            seller_id="m.seller_id",
            maker_id="m.id",
            number=f"o.number || '-{part}'",
            state=when(
                *(
                    (f"o.id > {count} * {share}", f"'{state}'")
                    for share, state in (
                        (0.998, "awaiting_payment"),
                        (0.993, "placed"),
                        (0.988, "accepted"),
                        (0.985, "packed"),
                        (0.980, "on_the_way"),
                    )
                ),
                (_gone("o.id"), "'cancelled'"),
                ("o.id % 47 = 2", "'returned'"),
                other="'delivered'",
            ),
            goods_paise="50000 + (o.id % 400) * 100",
            maker_paise="40000 + (o.id % 400) * 100",
            tax_paise="5000",
            fee_paise="4000",
            packing_paise="1000",
            delivery_paise="2000",
            carrier=when(("o.id % 4 = 0", f"'{GIVEN_AWAY}'"), other=f"'{RIDES}'"),
            promised_by=day(f"({count} - o.id) * {DAYS} / {count} - 4"),
            placed_at="o.placed_at",
            accepted_at="o.placed_at",
            packed_at="o.placed_at",
            delivered_at=when((f"o.id <= {count} * 0.98 AND NOT ({_gone('o.id')})", "o.placed_at"), other="NULL"),
            closed_at=when((f"o.id <= {count} * 0.98", "o.placed_at"), other="NULL"),
        )


def _goods_of(mart: Mart) -> tuple[int, int]:
    """The first key of the mart's goods, and how many there are."""
    keys = Good.objects.filter(mart=mart).order_by("pk").values_list("pk", flat=True)
    return keys[0], keys.count()


def _digits(text: str) -> str:
    return f"(1000 + ({text}) % 9000)"


def _gone(key: str) -> str:
    return f"{key} % 19 = 1"


def _follow(mart: Mart, count: int) -> None:
    """Lines, parcels, payments, returns and refunds of the orders."""
    first, goods = _goods_of(mart)
    parts = f"{table(Part)} AS p WHERE p.mart_id = {mart.pk}"
    variant = "(SELECT min(v.id) FROM catalogue_variant AS v WHERE v.good_id = g.id)"
    put(
        OrderLine,
        f"{table(Part)} AS p JOIN {table(Good)} AS g ON g.id = ({first} + ((p.order_id * 6151 + "
        f"(CASE WHEN p.number LIKE '%-2' THEN 2 ELSE 1 END) * 977) % {goods})) "
        f"WHERE p.mart_id = {mart.pk}",
        part_id="p.id",
        variant_id=variant,
        good_id="g.id",
        names=json('\'{"hi": "बाँस टोकरी", "en": "Bamboo basket"}\''),
        labels=json("'{}'"),
        hsn="'4602'",
        quantity="1",
        piece_paise="p.goods_paise",
        goods_paise="p.goods_paise",
        tax_bp="500",
        tax_paise="p.tax_paise",
        fee_paise="p.fee_paise",
        packing_paise="p.packing_paise",
        maker_paise="p.maker_paise",
    )
    put(
        Payment,
        f"{table(Order)} AS o WHERE o.mart_id = {mart.pk} AND o.pays = 'before'",
        mart_id=str(mart.pk),
        order_id="o.id",
        gateway=f"'{BEFORE}'",
        amount_paise="o.total_paise",
        state=when((f"o.id > (SELECT max(id) FROM {table(Order)}) - 600", "'claimed'"), other="'confirmed'"),
        reference="'4' || (10000000000 + o.id)",
        claimed_at="o.placed_at",
        made_at="o.placed_at",
    )
    put(
        Return,
        f"{parts} AND p.state = 'delivered' AND p.id % 997 = 0",
        mart_id=str(mart.pk),
        part_id="p.id",
        state="'asked'",
        reason="'Too small'",
    )
    put(
        Return,
        f"{parts} AND p.state = 'returned'",
        mart_id=str(mart.pk),
        part_id="p.id",
        state="'received'",
        reason="'Too small'",
        asked_at="p.placed_at",
        closed_at="p.placed_at",
    )
    put(
        ReturnLine,
        f"{table(Return)} AS r JOIN {table(OrderLine)} AS l ON l.part_id = r.part_id",
        ret_id="r.id",
        line_id="l.id",
        pieces="1",
    )
    put(
        Refund,
        f"{table(Part)} AS p JOIN {table(Payment)} AS y ON y.order_id = p.order_id WHERE p.state = 'returned'",
        mart_id=str(mart.pk),
        payment_id="y.id",
        part_id="p.id",
        cause="'returned:' || p.id",
        amount_paise="p.goods_paise",
        state=when(("p.id % 9 = 0", "'owed'"), other="'sent'"),
        reference=when(("p.id % 9 = 0", "''"), other="'R' || p.id"),
        made_at="p.placed_at",
    )


def _delivery(mart: Mart, count: int) -> None:
    """Rounds of two years, the last twelve open, and a parcel for whatever was packed."""
    riders = list(
        User.objects.filter(roles__kind="rider", roles__mart=mart).order_by("pk").values_list("pk", flat=True)
    )
    put(
        Round,
        numbers(ROUNDS),
        mart_id=str(mart.pk),
        rider_id=f"{riders[0]} + i % 2 * 2",
        day=day(f"({ROUNDS} - i) * {DAYS} / {ROUNDS}"),
        state=when((f"i > {ROUNDS} - 4", "'planned'"), (f"i > {ROUNDS} - 12", "'out'"), other="'closed'"),
        cash_paise="90000",
        counted_paise=when((f"i > {ROUNDS} - 12", "NULL"), ("i % 200 = 0", "80000"), other="90000"),
        closed_at=when((f"i > {ROUNDS} - 12", "NULL"), other=moment(f"({ROUNDS} - i) * 30000")),
    )
    first = Round.objects.order_by("pk").values_list("pk", flat=True)[0]
    put(
        Parcel,
        f"{table(Part)} AS p WHERE p.state IN ('packed', 'on_the_way', 'delivered', 'returned')",
        mart_id=str(mart.pk),
        part_id="p.id",
        number="'P' || p.number",
        state=when(("p.state = 'packed'", "'packed'"), ("p.state = 'on_the_way'", "'out'"), other="'delivered'"),
        carrier="p.carrier",
        weight_g="400",
        collect_paise="p.goods_paise",
        code="'123456'",
        round_id=when(
            (f"p.carrier = '{GIVEN_AWAY}' OR p.state = 'packed'", "NULL"),
            ("p.state = 'on_the_way'", f"{first + ROUNDS - 12} + p.id % 8"),
            other=f"{first} + p.id % ({ROUNDS} - 12)",
        ),
        packed_at="p.placed_at",
    )


def main(arguments: list[str]) -> None:
    makers = int(arguments[0]) if arguments else 5_000
    orders = int(arguments[1]) if len(arguments) > 1 else 100_000
    began = time.perf_counter()
    fill(makers, orders)
    print(
        f"{makers} makers, {orders} orders filled in {time.perf_counter() - began:.1f} s, {timezone.now() + timedelta()}"  # noqa: E501
    )


if __name__ == "__main__":
    main(sys.argv[1:])
