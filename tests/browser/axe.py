"""Looking at pages as axe does, in the two screens that every page is looked at on; and who is signed in there."""

from collections.abc import Callable, Iterable

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client

from haat.people.models import User
from haat.web.ui.session import FACTOR_KEY
from tests.browser.person import DESKTOP, PHONE, Person

Meet = Callable[..., Person]
SCREENS = [pytest.param("hi", PHONE, id="hi-360"), pytest.param("en", DESKTOP, id="en-1280")]


def session_of(user: User) -> str:
    """The key of a session in which this person has signed in, by a code and with the second step."""
    User.objects.filter(pk=user.pk).update(phone_verified=True)
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session[FACTOR_KEY] = True
    session.save()
    return client.cookies["sessionid"].value


def enter(person: Person, user: User) -> Person:
    """Put a signed-in session into the person's browser: signing in is walked elsewhere."""
    person.context.add_cookies([{"name": "sessionid", "value": session_of(user), "url": person.home}])
    return person


def look(person: Person, pages: Iterable[tuple[str, str]]) -> None:
    """Open each (name, address), photograph it, and let axe look; all complaints come together."""
    wrong = []
    for name, address in pages:
        person.go(address)
        wrong += faults(person, name)
    assert wrong == []


MOST_TABS = 200
# What can be used in the page, is seen, and Tab has not come to; of radios of one name Tab comes to one.
UNREACHED = """() => [...document.querySelectorAll("main :is(a[href], button, input, select, textarea, summary)")]
    .filter((one) => one.checkVisibility() && !one.disabled && one.type !== "hidden" && !one.dataset.tabbed)
    .filter((one) => one.type !== "radio" || !document.querySelector(`[name="${one.name}"][data-tabbed]`))
    .map((one) => one.outerHTML.slice(0, 120))"""


def unreached(person: Person, address: str) -> list[str]:
    """What of a page no Tab leads to, from its beginning to its end."""
    person.go(address)
    for _turn in range(MOST_TABS):
        person.page.keyboard.press("Tab")
        met = person.page.evaluate(
            """() => {
                const one = document.activeElement, again = one === self.tabbed; // a day has three places in one field
                const known = !again && Boolean(one?.dataset.tabbed);
                self.tabbed = one;
                if (one && one !== document.body) one.dataset.tabbed = "yes";
                return known || one === document.body;
            }"""
        )
        if met:
            break
    found: list[str] = person.page.evaluate(UNREACHED)
    return [f"{address}: {each}" for each in found]


def faults(person: Person, name: str) -> list[str]:
    """What is wrong with the page that stands there, for axe or for its width; it is photographed."""
    person.album.take(person.page, name)
    return complaints(person, name) + [line for line in (person.too_wide(),) if line]


def complaints(person: Person, name: str) -> list[str]:
    """What axe finds."""
    report = Axe().run(person.page).response
    assert report["passes"], f"axe saw nothing on {name}"
    found = report["violations"]
    return [
        f"{name}: {fault['id']}: {node['html'][:160]} ({' '.join(str(node.get('failureSummary', '')).split())[:200]})"
        for fault in found
        for node in fault["nodes"]
    ]
