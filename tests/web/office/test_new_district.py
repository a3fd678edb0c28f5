"""A district that has nothing yet: its pages open to whoever may enter; what cannot be seen or called is refused."""

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from haat.core.dates import today
from haat.core.languages import LANGUAGES
from haat.makers.models import Maker, Organisation
from haat.people.models import Role, User
from haat.places.models import Mart
from haat.web.office.desk.rooms import rooms
from haat.web.ui.middleware import HOSTS
from tests.make import make_accountant, make_block, make_mart, make_officer, make_organisation, make_pin
from tests.web.office.signed import officer, sign_in

pytestmark = pytest.mark.django_db
OFFICERS = ("collector", "desk", "coordinator", "accountant", "auditor")
# Three zero-width joiners, and letters that are blank.
UNSEEN = ("\u200d\u200d\u200d", "\u3164\u2800")
LANDLINE = "0788 2323232"


@pytest.fixture(autouse=True)
def new():
    """A mart that is not open, with one block and nobody in it."""
    mart = make_mart()
    Mart.objects.update(opened_at=None)
    make_block("Sarath")
    make_pin("814149")
    HOSTS.forget()
    yield mart
    HOSTS.forget()


def addresses() -> list[str]:
    """Every page of the office that is asked for without naming a thing."""
    found = []
    for name in rooms():
        urls = __import__(f"haat.web.office.{name}.urls", fromlist=["urlpatterns"])
        for each in urls.urlpatterns:
            if isinstance(each, URLPattern) and "<" not in str(each.pattern):
                found.append(reverse(f"office:{urls.app_name}:{each.name}"))
    return sorted(set(found))


def signed(kind: str) -> Client:
    block = make_block("Sarath")
    return sign_in(make_officer(kind, place=block if kind == "coordinator" else None), language="hi")


@pytest.mark.parametrize("kind", OFFICERS)
def test_every_page_opens_to_every_officer_or_says_no(kind):
    client = signed(kind)
    answers = {address: client.get(address).status_code for address in addresses()}
    assert set(answers.values()) <= {200, 302, 403, 404, 405}
    assert sum(status == 200 for status in answers.values()) > 5


def test_where_nothing_is_yet_no_filter_is_blamed():
    desk = officer("desk")
    lists = ("makers:list", "orders:list", "goods:find", "survey:list", "paperwork:list", "today:list")
    said = {name: desk.get(reverse(f"office:{name}")).content.decode() for name in lists}
    assert [name for name, page in said.items() if "Take a filter off" in page] == []
    assert [words in "".join(said.values()) for words in ("No maker yet", "No order yet", "Nobody found yet")] == [
        True
    ] * 3


def test_every_page_opens_to_a_federations_accountant_and_to_a_rider(new):
    keeper = sign_in(make_accountant(make_organisation(new)), language="hi")
    for page in ("home", "orders", "payouts", "invoices"):
        assert keeper.get(reverse(f"office:federation:{page}")).status_code == 200
    rider = sign_in(make_officer("rider"), factor=False, language="hi")
    assert rider.get(reverse("office:delivery:ride")).status_code == 200


def sendings(mart: Mart, name: str, phone: str = "9431100044") -> dict[str, tuple[str, str, dict[str, str], str]]:
    """What is sent → as whom, where, with what, and the field at which it is refused."""
    block, day = make_block("Sarath"), today().isoformat()
    maker = {"kind": "group", "block": str(block.pk), "pin": "814149", "leader_language": "hi", "phone": phone}
    behind = {"legal_name": "Society", "address": "Deoghar", "phone": "06432 232222", "email": "a@b.example.in"}
    someone = {"phone": phone, "kind": "desk", "place": str(mart.place_id)}
    names = {f"{part}_{code}": "" for part in ("rank", "name", "line") for code in LANGUAGES}
    fee = {"channel": "mart", "fee_bp": "8", "packing_paise": "4", "from_date": day}
    return {
        "person": ("collector", reverse("office:people:invite"), {**someone, "name": name}, "name"),
        "maker": ("desk", reverse("office:makers:new"), {**maker, "name_hi": name, "leader_hi": "सीता"}, "name_hi"),
        "leader": ("desk", reverse("office:makers:new"), {**maker, "name_hi": "समूह", "leader_hi": name}, "leader_hi"),
        "federation": (
            *("desk", reverse("office:organisations:new")),
            *({"kind": "federation", "place": str(mart.place_id), "name_hi": name}, "name_hi"),
        ),
        "mart": (
            *("desk", reverse("office:settings:part", args=["names"])),
            *(names | {"rank_hi": "1", "name_hi": name}, "name_hi"),
        ),
        "officer": (
            *("desk", reverse("office:settings:part", args=["behind"])),
            *(behind | {"order_prefix": "DM", "grievance_officer": name}, "grievance_officer"),
        ),
        "festival": (
            *("desk", reverse("office:settings:add_festival")),
            *({"starts": day, "ends": day, "shown": "on", "name_hi": name}, "name_hi"),
        ),
        "fee": ("desk", reverse("office:settings:follow_fee"), fee | {"source": name}, "source"),
    }


@pytest.mark.parametrize("what", ["person", "maker", "leader", "federation", "mart", "officer", "festival", "fee"])
@pytest.mark.parametrize("name", UNSEEN)
def test_a_name_nobody_can_see_is_refused_at_its_field(new, what, name):
    kind, address, sent, field = sendings(new, name)[what]
    answer = officer(kind, language="hi").post(address, sent)
    assert (answer.status_code, field in answer.context["form"].errors) == (422, True), answer.context["form"].errors
    assert (User.objects.count(), Maker.objects.count(), Organisation.objects.count()) == (1, 0, 0)


@pytest.mark.parametrize("what", ["person", "maker"])
def test_a_landline_is_refused_where_a_code_must_arrive(new, what):
    kind, address, sent, _field = sendings(new, "सीता देवी", LANDLINE)[what]
    answer = officer(kind, language="hi").post(address, sent)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["phone"])
    assert "यह तार वाला फ़ोन है, इस पर कोड नहीं आता" in answer.content.decode()
    assert LANDLINE in answer.content.decode()
    assert Client().post(reverse("ui:sign_in"), {"phone": LANDLINE}).status_code == 422


def test_a_role_taken_away_while_its_owner_types_is_said_and_what_was_typed_is_not_saved(new):
    desk = make_officer("desk")
    client = sign_in(desk, language="hi")
    page = reverse("office:settings:text", args=["terms"])
    assert client.get(page).status_code == 200
    Role.objects.filter(user=desk).delete()
    answer = client.post(page, {"title_hi": "शर्तें", "text_hi": "पहला।"})
    assert answer.status_code == 403
    assert "पहला।" in answer.content.decode()
    assert Mart.objects.get(pk=new.pk).words == {}
