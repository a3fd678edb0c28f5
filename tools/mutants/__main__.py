"""`python -m tools.mutants [ROOM…] [--workers N] [--again]`: try the sample, and say which changes no test noticed.

ROOM is one of the rooms or `pages` (the shop's kept pages). `--again` tries only what survived in the last run. Exits 1
when less than 92% are noticed, a survivor is not explained in tests/mutants/survivors.toml, or an explanation is stale.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue

from tools.mutants.asking import Answer, NotGreen, Walk, Warm, tests_of, walks
from tools.mutants.kept import KEPT, ROOMS, files, name
from tools.mutants.sample import Mutant, sample
from tools.mutants.survivors import FILE, Key, compared, explained

WANTED_PERCENT = 92
LAST = KEPT / "last.json"
# So many tests are asked about a mutant of which a reason says that none need notice it: all of them take minutes.
ENOUGH = 60


@dataclass(frozen=True)
class Tried:
    mutant: Mutant
    answer: Answer

    @property
    def noticed(self) -> bool:
        return self.answer in (Answer.KILLED, Answer.HANGS)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="mutants", description="Do the tests notice when the code is wrong?")
    parser.add_argument("rooms", nargs="*", metavar="ROOM", help=", ".join((*ROOMS, "pages")))
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--again", action="store_true", help="only what survived in the last run")
    asked = parser.parse_args(arguments)
    rooms = asked.rooms or [*ROOMS, "pages"]
    if unknown := set(rooms) - {*ROOMS, "pages"}:
        parser.error(f"no such room: {', '.join(sorted(unknown))}")
    chosen = sample(*rooms)
    if asked.again:
        left = {tuple(key) for key in json.loads(LAST.read_text(encoding="utf-8"))}
        chosen = [mutant for mutant in chosen if mutant.key in left]
    try:
        tried = try_all(chosen, walks(asked.workers), asked.workers)
    except NotGreen as failure:
        print(failure, file=sys.stderr)
        return 1
    LAST.write_text(json.dumps([one.mutant.key for one in tried if not one.noticed]), encoding="utf-8")
    looked = {name(path) for room in rooms for path in files(room)}
    return report(tried, set() if asked.again else looked)


def try_all(chosen: Sequence[Mutant], walked: Sequence[Walk], workers: int) -> list[Tried]:
    """Every mutant and its answer, several at a time; each is told as it comes."""
    known = explained()
    left: SimpleQueue[Mutant] = SimpleQueue()
    for mutant in chosen:
        left.put(mutant)
    tried: list[Tried] = []

    def work() -> None:
        with Warm() as warm, suppress(Empty):
            while True:
                mutant = left.get_nowait()
                asked = tests_of(mutant, walked)
                asked = asked[:ENOUGH] if mutant.key in known else asked
                tried.append(Tried(mutant, warm.ask(mutant, asked)))
                told = f"{mutant.path}:{mutant.lines.start} {mutant.function}"
                print(f"{len(tried)}/{len(chosen)} {tried[-1].answer} {told}", flush=True)

    with ThreadPoolExecutor(workers) as pool:
        try:
            for working in [pool.submit(work) for _ in range(workers)]:
                working.result()
        finally:  # broken off: nobody begins another
            with suppress(Empty):
                while True:
                    left.get_nowait()
    return sorted(tried, key=lambda one: (one.mutant.path, one.mutant.lines.start, one.mutant.rank))


def report(tried: Sequence[Tried], looked: set[str]) -> int:
    """Print the survivors and the score of every room; 1 when something is not as it should be, else 0."""
    known = explained()
    survivors = [one for one in tried if not one.noticed]
    unexplained, stale = compared({one.mutant.key for one in survivors}, looked, known)
    for one in survivors:
        mutant = one.mutant
        print(f"\n{mutant.path}:{mutant.lines.start} {mutant.function}: {one.answer}")
        before, after = mutant.changed
        print("\n".join([*(f"- {row}" for row in before.split("\n")), *(f"+ {row}" for row in after.split("\n"))]))
        print(f"  {known.get(mutant.key, 'NOT EXPLAINED')}")
    _say("\nnot explained in", unexplained)
    _say("\nexplained, but not among the survivors: take it out of", stale)
    percent = _scores(tried)
    return int(bool(unexplained or stale or percent < WANTED_PERCENT))


def _say(what: str, keys: Iterable[Key]) -> None:
    for file, function, before, after in keys:
        print(f"{what} {FILE.name}: {file} {function}\n- {before}\n+ {after}")


def _scores(tried: Sequence[Tried]) -> float:
    print(f"\n{'':10} mutants noticed  hang survive")
    for room in (*dict.fromkeys(one.mutant.room for one in tried), ""):
        mine = Counter(one.answer for one in tried if room in ("", one.mutant.room))
        whole, left = mine.total(), mine[Answer.SURVIVED] + mine[Answer.UNSEEN]
        percent = 100 * (whole - left) / whole if whole else 0.0
        print(f"{room or 'all':10} {whole:7} {percent:6.1f}% {mine[Answer.HANGS]:5} {left:7}")
    return percent


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
