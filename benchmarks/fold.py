"""Microseconds a word of the search fold, cold and remembered, and of whole documents.

Run: python benchmarks/fold.py
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from haat.shelf.fold import document_keys, keys, query_keys

SPELLINGS = ("spellings.txt", "more_spellings.txt")


def test_words() -> list[str]:
    """Every spelling of the two test sets."""
    lines = [
        line
        for name in SPELLINGS
        for line in (ROOT / "tests" / "shelf" / name).read_text(encoding="utf-8").splitlines()
    ]
    return [word for line in lines if ":" in line and line[0] != "#" for word in line.split(":")[1].split()]


def main() -> None:
    words = test_words()
    keys("दीया")  # reads the data files
    query_keys("दीया")
    keys.cache_clear()
    cold = _measure(lambda: [keys(word) for word in words], 1) / len(words)
    warm = _measure(lambda: [keys(word) for word in words], 20) / len(words)
    document = _measure(lambda: document_keys(" ".join(words)), 5) / len(words)
    query = _measure(lambda: [query_keys(word) for word in words], 5) / len(words)
    count = sum(len(keys(word)) for word in words) / len(words)
    print(f"words {len(words)}, keys a word {count:.1f}")
    print(f"keys, cold      {cold:8.1f} µs/word")
    print(f"keys, cached    {warm:8.2f} µs/word")
    print(f"document_keys   {document:8.2f} µs/word, words cached")
    print(f"query_keys      {query:8.1f} µs/word, words cached")


def _measure(work: Callable[[], object], times: int) -> float:
    start = time.perf_counter()
    for _ in range(times):
        work()
    return (time.perf_counter() - start) / times * 1e6


if __name__ == "__main__":
    main()
