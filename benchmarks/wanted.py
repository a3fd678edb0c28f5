"""What was promised, line by line, held against what a run found: met, not met, or not measured in this run."""

from collections.abc import Iterator
from typing import Any, NamedTuple

SMALLEST = 100_000  # the promises are for so many goods and more


class Wanted(NamedTuple):
    """A promise: its words, where in a result its figures stand (`*`: all that are there, `+`: the sum), its bound."""

    words: str
    path: str
    most: float = float("inf")
    least: float = float("-inf")


AT_A_SIZE = (
    Wanted("listing uncached, ms", "pages/uncached/listing/median_ms", most=2.2),
    Wanted("craft uncached, ms", "pages/uncached/craft/median_ms", most=2.2),
    Wanted("good uncached, ms", "pages/uncached/good/median_ms", most=2.4),
    Wanted("search, mean of all, ms", "search/all/mean_ms", most=5),
    Wanted("search, dearest class, ms", "search/classes/*/mean_ms", most=8),
    Wanted("search, dearest words, ms", "search/classes/*/worst_ms", most=25),
    Wanted("kept page, dearest reader, ms", "kept/*/median_ms", most=0.45),
    Wanted("whole order flow, ms", "flows/flow_ms/median", most=30),
    Wanted("flows a second", "flows/flows_per_second", least=55),
    Wanted("place_order alone, a second", "checkout/place_order/orders_per_second", least=250),
    Wanted("differences of 100,000 offers, 1% changed, seconds of CPU", "channels/cpu_per_100000", most=2),
    Wanted("memory that looking for differences takes, MB", "channels/grown_mb", most=40),
    Wanted("a sold-out at three accounts, last told, seconds", "channels/sold_out/accounts/*", most=5),
    Wanted("a sold-out while everything is looked at anew, seconds", "channels/sold_out/among_all", most=5),
    Wanted("tries that passed a limit of 100", "limiter/passed", most=100, least=100),
    Wanted("buyers of the last five pieces", "checkout/last_pieces/orders", most=5, least=5),
)
ONCE = (
    Wanted("jobs a second of a thread, 50,000 waiting", "jobs/jobs_per_second", least=4 * 55),
    Wanted("p99 across a worker's renewal, times", "restarting/p99_ratio", most=1.5),
    Wanted("memory after 2,000 pages, MB", "memory/after_2000_pages_mb", most=200),
    Wanted("rebuild of the shelf, seconds", "filled/rebuild_seconds", most=60),
    Wanted("a feed of all goods, dearest, seconds of CPU", "feeds/*/app_cpu_seconds", most=15),
    Wanted("a feed of all goods, dearest, MB of memory", "feeds/*/most_memory_mb", most=150),
    Wanted("sizes in a feed of all goods, fewest", "feeds/*/sizes", least=SMALLEST),
)
ALONE = (
    Wanted("import of 10,000 goods, seconds", "importing/import/seconds+importing/jobs_done/seconds", most=25),
    Wanted("dry run of 10,000 goods, seconds", "importing/dry_run/seconds", most=40),
    Wanted("import of 10,000 makers, seconds", "importing/makers/import/seconds", most=40),
    Wanted("dry run of 10,000 makers, seconds", "importing/makers/dry_run/seconds", most=40),
    Wanted("others' longest wait meanwhile, seconds", "importing/makers/others/longest_wait_seconds", most=2),
    Wanted("office, dearest page, ms", "office/worst_ms", most=15),
    Wanted("office, heaviest page, bytes", "office/worst_bytes", most=60 * 1024),
    Wanted("payout run of 10,000 dues, statements", "payouts/propose/statements", most=60),
    Wanted("payout run of 10,000 dues, seconds", "payouts/propose/seconds", most=2),
    Wanted("first publication of 100,000 offers, minutes", "publishing/published_minutes", most=15),
    Wanted("first publication, per cent of what quotas allow", "publishing/percent_of_quota", least=90),
    Wanted("calls refused after warm-up", "publishing/throttled", most=0),
    Wanted("10,000 sales over the shop and three accounts, things wrong", "channel_walk/number_wrong", most=0),
    Wanted("lists of 58,000 groups and 700,000 members, seconds (SQLite 240)", "roster/import/seconds", most=360),
    Wanted("the same lists, MB of memory", "roster/memory_mb", most=800),
    Wanted("the same lists again, seconds", "roster/again/seconds", most=30),
    Wanted("the same lists again, rows written", "roster/again_wrote", most=0),
    Wanted("lists of 15,000 groups and 180,000 members, seconds (SQLite 60)", "roster_small/import/seconds", most=90),
    Wanted("planted faults that no row names", "roster/faults/missed", most=0),
    Wanted("doubled groups found, per cent", "roster/doubles/found_percent", least=95),
    Wanted("groups wrongly taken for one, per cent", "roster/doubles/false_percent", most=2),
    Wanted("tree and lists of groups, dearest, ms of CPU", "roster/tree/*/cpu_ms", most=15),
    Wanted("lists of groups, dearest, ms of CPU", "roster/list/*/cpu_ms", most=15),
    Wanted("the page of a wave of 500 groups, ms of CPU", "cohort/page/cpu_ms", most=15),
    Wanted("making a wave of 2,000 groups, seconds", "cohort/make_many/seconds", most=10),
    Wanted("Amazon's sheet of 1,000 goods with pictures, seconds", "amazon_sheet/seconds", most=30),
)
GROWN = Wanted("growth, dearest page or class, times", "*", most=1.3)


def _figures(found: Any, path: str) -> Iterator[float]:
    name, _more, below = path.partition("/")
    if not isinstance(found, dict):
        return
    for each in found.values() if name == "*" else [found[name]] if name in found else []:
        if below:
            yield from _figures(each, below)
        elif isinstance(each, int | float):
            yield each


def _line(where: str, wanted: Wanted, found: Any) -> str:
    parts = [list(_figures(found, path)) for path in wanted.path.split("+")]
    figures = parts[0] if len(parts) == 1 else [round(sum(each), 2) for each in zip(*parts, strict=False)]
    bound = f"wanted {wanted.most:g} at most" if wanted.most != float("inf") else f"wanted {wanted.least:g} at least"
    if not figures:
        return f"not measured  {where}: {wanted.words}; {bound}"
    worst = max(figures) if wanted.most != float("inf") else min(figures)
    met = wanted.least <= worst <= wanted.most
    return f"{'met         ' if met else 'NOT MET     '}  {where}: {wanted.words}: {worst:g}; {bound}"


def lines(kind: str, found: dict[str, Any]) -> list[str]:
    """A line for each promise, of the result of one database."""
    said = []
    for size, each in found["sizes"].items():
        if int(size) >= SMALLEST:
            said += [_line(f"{kind}, {size} goods", wanted, each) for wanted in AT_A_SIZE]
    if "alone" in found:
        largest = found["sizes"][max(found["sizes"], key=int)]
        said += [_line(kind, wanted, largest) for wanted in ONCE]
        said += [_line(kind, wanted, found["alone"]) for wanted in ALONE]
    return said + [_line(f"{kind}, {sizes}", GROWN, each) for sizes, each in found["growth"].items()]
