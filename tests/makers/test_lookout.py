"""Who looks out for claims in thousands of texts misses none that reading each text whole finds."""

from hypothesis import given
from hypothesis import strategies as st

from haat.makers.paper_book import Book, project_book
from haat.makers.paper_proofs import Lookout, claimed, read

BOOK = project_book()
CLAIMS = [word for words in BOOK.claims for word in words]
OTHERS = ["basket", "टोकरी", "हॉल", "hall", "mark", "medi", "रोग", "silken", "22", "k", "-", "_", ",", "\u200d", "É"]
BETWEEN = st.sampled_from([" ", "\n", "-", "_", "", ". ", "\u00a0", "\u093c"])
TEXTS = st.lists(st.tuples(st.sampled_from([*CLAIMS, *OTHERS]), BETWEEN), max_size=12)
SHARED = Lookout(BOOK.claims)


@given(TEXTS)
def test_what_it_leaves_out_is_not_found_by_reading_the_text(pieces):
    text = "".join(word.removesuffix("*") + between for word, between in pieces)
    seen = SHARED.sees(text)
    assert [words for at, words in enumerate(BOOK.claims) if at not in seen and claimed(words, read(text))] == []


def test_it_sees_every_word_that_needs_a_paper_and_passes_over_plain_ones():
    look = Lookout(BOOK.claims)
    for at, words in enumerate(BOOK.claims):
        assert [word for word in words if at not in look.sees(f"A {word.removesuffix('*')} basket")] == []
    assert look.sees("A basket of split bamboo") == set()
    assert look.sees("A basket of split bamboo") == set()
    khadi = next(at for at, words in enumerate(BOOK.claims) if "khadi" in words)
    assert look.sees("A basket of split bamboo and khadi") == look.sees("khadi") == {khadi}


def test_what_papers_hang_on_is_read_from_the_rules():
    assert BOOK.hangs_on == ("base_metal", "metal", "sold_as")
    assert Book({}, []).hangs_on == ()
