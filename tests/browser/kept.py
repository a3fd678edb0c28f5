"""What lies on the phone: waiting until the app can do without the net, and looking at what it keeps."""

from playwright.sync_api import Page

from tests.browser.person import WAIT_MS

STYLED = """() => {
    const links = document.querySelectorAll("link[rel=stylesheet]").length;
    const rules = [...document.styleSheets].map((one) => one.cssRules.length);
    return rules.length === links && rules.every((number) => number > 0);
}"""
WHOLE = """async () => {
    const here = await navigator.serviceWorker.getRegistration();
    return !here.installing && !here.waiting;
}"""
HELD = """async () => {
    const names = (await caches.keys()).filter((name) => name.startsWith("haat-files-"));
    return Promise.all(names.map(async (name) => (await (await caches.open(name)).keys()).length));
}"""
FILES = "async () => (await caches.keys()).filter((name) => name.startsWith('haat-files-'))"


def until(page: Page, script: str) -> None:
    """Wait for a script to say true (Playwright's own waiting needs eval, which the pages forbid)."""
    for _turn in range(WAIT_MS // 100):
        if page.evaluate(script):
            return
        page.wait_for_timeout(100)
    raise TimeoutError(script)


def ready_for_no_net(page: Page) -> None:
    """The app lies on the phone: its worker rules the page, and the page for adding is kept."""
    until(page, "navigator.serviceWorker.controller !== null")
    until(page, "async () => (await (await caches.open('haat-pages')).keys()).some((one) => one.url.endsWith('/add/'))")


def looks_right(page: Page, address: str) -> None:
    """The page opens, all its styles rule it, and its scripts have begun."""
    page.goto(address)
    assert page.evaluate(STYLED)
    until(page, "typeof self.outbox === 'object'")
