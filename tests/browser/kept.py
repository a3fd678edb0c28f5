"""What lies on the phone: waiting until the app can do without the net, and looking at what it keeps."""

from playwright.sync_api import Error, Page

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
COMING_IS_WHOLE = "async () => !(await navigator.serviceWorker.getRegistration()).installing"
HELD = """async () => {
    const names = (await caches.keys()).filter((name) => name.startsWith("haat-files-"));
    return Promise.all(names.map(async (name) => (await (await caches.open(name)).keys()).length));
}"""
FILES = "async () => (await caches.keys()).filter((name) => name.startsWith('haat-files-'))"


def until(page: Page, script: str) -> None:
    """Wait for a script to say true (Playwright's own waiting needs eval, which the pages forbid)."""
    for _turn in range(WAIT_MS // 100):
        if _says(page, script):
            return
        page.wait_for_timeout(100)
    raise TimeoutError(script)


def _says(page: Page, script: str) -> bool:
    """What the script says; False where the page leads on to the next one in the middle of it."""
    try:
        return bool(page.evaluate(script))
    except Error as problem:
        if "context was destroyed" not in problem.message:
            raise
        return False


def until_followed(page: Page) -> None:
    """The next version's worker rules.

    It begins when the one before has nothing to do and sleeps. Chromium keeps a worker awake that is watched by these
    tests, so they send it to sleep.
    """
    tools = page.context.new_cdp_session(page)
    tools.send("ServiceWorker.enable")
    until(page, COMING_IS_WHOLE)
    for _turn in range(WAIT_MS // 5000):
        tools.send("ServiceWorker.stopAllWorkers")
        for _step in range(50):
            if page.evaluate(WHOLE):
                return
            page.wait_for_timeout(100)
    raise TimeoutError(WHOLE)


def ready_for_no_net(page: Page) -> None:
    """The app lies on the phone: its worker rules the page, and the page for adding is kept."""
    until(page, "navigator.serviceWorker.controller !== null")
    until(page, "async () => (await (await caches.open('haat-pages')).keys()).some((one) => one.url.endsWith('/add/'))")


def looks_right(page: Page, address: str) -> None:
    """The page opens, all its styles rule it, and its scripts have begun."""
    page.goto(address)
    assert page.evaluate(STYLED)
    until(page, "typeof self.outbox === 'object'")
