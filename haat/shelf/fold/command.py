"""What ``haat search-keys`` prints."""

from collections.abc import Iterable

from haat.shelf.fold import keys


def main(words: Iterable[str]) -> None:
    """Print one line a word: the word, a tab, its search keys separated by spaces."""
    for word in words:
        print(f"{word}\t{' '.join(keys(word))}")
