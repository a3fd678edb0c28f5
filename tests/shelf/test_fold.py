"""The search fold: every line of the test sets meets, no two lines do."""

from itertools import combinations
from pathlib import Path

import pytest

from haat.shelf.fold import command, document_keys, exact_keys, keys, query_keys, tables, tokens, understood

HERE = Path(__file__).parent


def read(name: str) -> dict[str, list[str]]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    pairs = (line.split(":", 1) for line in lines if line.strip() and not line.startswith("#"))
    return {word: spellings.split() for word, spellings in pairs}


SETS = [read(f"{name}.txt") for name in ("spellings", "more_spellings", "third_spellings", "fourth_spellings")]
ALL = {line: words for lines in SETS for line, words in lines.items()}


def meet(one: str, other: str) -> bool:
    return not set(keys(one)).isdisjoint(keys(other))


def test_spellings_of_a_line_find_each_other():
    assert [pair for words in ALL.values() for pair in combinations(words, 2) if not meet(*pair)] == []


def test_spellings_of_different_lines_do_not_meet():
    owner: dict[str, str] = {}
    clashes = set()
    for line, words in ALL.items():
        for key in {key for word in words for key in keys(word)}:
            if owner.setdefault(key, line) != line:
                clashes.add((owner[key], line, key))
    assert clashes == set()


def test_sets_have_the_promised_size():
    assert [len(lines) for lines in SETS] == [23, 82, 50, 32]
    assert len(ALL) == 187


def test_general_rules_alone_carry_most_pairs(monkeypatch):
    """The exception file is for the rest; if it grows into the method, this fails."""
    keys.cache_clear()
    monkeypatch.setattr("haat.shelf.fold.search._exceptions", dict)
    pairs = [pair for words in ALL.values() for pair in combinations(words, 2)]
    met = sum(meet(*pair) for pair in pairs)
    keys.cache_clear()
    assert met / len(pairs) > 0.91


def test_words_never_met_before_find_each_other_nine_times_in_ten():
    pairs = [pair for words in read("held_out_spellings.txt").values() for pair in combinations(words, 2)]
    assert sum(meet(*pair) for pair in pairs) / len(pairs) > 0.9


def test_keys_are_lower_case_ascii_exact_then_fine_then_coarse():
    for words in ALL.values():
        for word in words:
            found = keys(word)
            tiers = [key[0] for key in found]
            assert tiers == sorted(tiers, key="efc".index)
            assert tiers[0] == "e"
            assert all(key.isascii() and key.isalnum() and key == key.lower() for key in found)


def test_keys_of_peda_are_these():
    assert keys("pera") == ("epera", "fpera", "fpexa", "cpera", "cpexa")
    assert keys("पेड़ा") == ("ex92a94792193c93e", "fpexa", "cpexa")


def test_exact_key_is_of_one_spelling_only():
    assert keys("peda")[0] != keys("pera")[0]
    assert keys("PEDA") == keys("peda")


def test_composed_and_decomposed_letters_are_one_word():
    assert keys("पे\u095cा") == keys("पे\u0921\u093cा")
    assert keys("পেঁ\u09dcা") == keys("পেঁ\u09a1\u09bcা")


def test_joiners_hyphens_and_accents_do_not_matter():
    assert keys("chikan-kari") == keys("chikankari")
    assert keys("क\u094d\u200dष") == keys("क\u094dष")
    assert keys("khādī") == keys("khaadee")


@pytest.mark.parametrize("word", ["", " ", "-", "!?", "\u200d"])
def test_keys_of_nothing_are_none(word):
    assert keys(word) == ()


@pytest.mark.parametrize("word", ["्", "ा", "ंंं", "ᱹ", "ھ", "پ", "ZZZ", "日本", "a" * 5000, "मन्द" * 300])
def test_keys_of_odd_words_stay_few_and_short(word):
    found = keys(word)
    assert 1 <= len(found) <= 400
    assert max(map(len, found)) <= 250


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("तेल", "तिल"),
        ("खादी", "कड़ी"),
        ("पेड़ा", "पीढ़ा"),
        ("घड़ा", "गदा"),
        ("tokri", "thakur"),
        ("matka", "mitti"),
        ("जामुन", "ज़मीन"),
        ("जूट", "जूती"),
        ("सितार", "सिंदूर"),
        ("मसाला", "मूसल"),
        ("खाजा", "काजू"),
        ("हार", "हरा"),
    ],
)
def test_neighbouring_words_do_not_meet(one, other):
    assert not meet(one, other)


def test_tokens_do_not_shred_devanagari():
    assert tokens("देवघर का पेड़ा, हाथ से बना।") == ["देवघर", "का", "पेड़ा", "हाथ", "से", "बना"]


def test_tokens_keep_marks_of_every_script():
    text = "পেঁড়া ਪੇੜਾ પેંડા ପେଡ଼ା சிக்கன்காரி అగరబత్తి ಖಾದಿ ഖാദി ᱥᱚᱦᱨᱟᱭ گھنگرو"
    assert tokens(text) == text.split()


def test_tokens_handle_digits_hyphens_joiners_and_case():
    assert tokens("Chikan-kari – ५०० g, 2 pieces (चूड़ि\u200cयाँ) -x- it's") == [
        "chikan-kari", "500", "g", "2", "pieces", "चूड़ियाँ", "x", "its",
    ]  # fmt: skip


def test_document_keys_hold_no_synonyms_and_both_sides_of_a_hyphen():
    assert document_keys("शहद").split() == list(keys("शहद"))
    found = document_keys("chikan-kari").split()
    assert found == [*keys("chikankari"), *keys("chikan"), *keys("kari")]


def finds(query: str, document: str) -> bool:
    held = set(document_keys(document).split())
    return all(not held.isdisjoint(alternatives) for alternatives in query_keys(query))


@pytest.mark.parametrize(
    ("query", "document"),
    [
        ("lac", "लाख की चूड़ी"),
        ("लाह", "lakh ki churi"),
        ("lah", "लाख"),
        ("lahthi", "सुंदर चूड़ी"),
        ("lac bangle", "देवघर की लहठी"),
        ("चूड़ी", "लहठी"),
        ("achar", "आम का अचार"),
        ("pickle", "आंब्याचे लोणचे"),
        ("लोणचे", "আমের আচার"),
        ("basket", "बाँस की टोकरी"),
        ("daliya", "बाँस की टोकरी"),
        ("diya", "मिट्टी का दीपक"),
        ("lamps", "মাটির দীয়া"),
        ("honey", "मधु"),
        ("मध", "जंगल का शहद"),
        ("towel", "gamchha"),
        ("chikan kari", "चिकनकारी कुर्ता"),
        ("chikan-kari", "chikankari"),
        ("tie and dye", "बांधनी"),
        ("bamboo basket", "बाँस की डलिया"),
    ],
)
def test_query_finds_across_scripts_and_synonyms(query, document):
    assert finds(query, document)


def test_query_does_not_find_another_good():
    assert not finds("बाँस की टोकरी", "मिट्टी का दीया")
    assert not finds("honey", "गुड़ की मिठाई")


@pytest.mark.parametrize("text", ["chikan-kari, PERA!", "पेड़ा पेंडा", "--", "No. 12 a1", "x" * 60, "é-ā ಮಣ್ಣು"])
def test_exact_keys_are_those_of_document_keys_that_say_the_spelling(text):
    assert exact_keys(text).split() == [key for key in document_keys(text).split() if key[0] == "e"]


def test_query_keys_go_own_word_first_and_never_coarse_by_synonym():
    (alternatives,) = query_keys("शहद")
    own = keys("शहद")
    assert tuple(alternatives[: len(own)]) == own
    assert [key for key in alternatives[len(own) :] if key[0] == "c"] == []


def test_query_keys_of_nothing_is_empty():
    assert query_keys(" , ") == []


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("pera", "पेड़ा"),
        ("પેંડા", "पेड़ा"),
        ("churi", "चूड़ी"),
        ("khaadi gamchha", "खादी गमछा"),
        ("पेड़ा", None),
        ("basket", None),
        ("paper", None),
        ("", None),
        ("xyzzy", None),
    ],
)
def test_understood_names_the_best_spelling(query, shown):
    assert understood(query) == shown


def test_understood_prefers_the_given_vocabulary():
    assert understood("belpatra", vocabulary=["बेलपत्र"]) == "बेलपत्र"
    assert understood("peda", vocabulary=["पेढा"]) == "पेढा"


def test_synonym_groups_are_many_and_unlike():
    groups = tables.groups()
    assert len(groups) >= 120
    assert [group for group in groups if not group[1]] == []
    english = [phrase for phrases, _ in groups for phrase in phrases]
    assert len(english) == len(set(english))


def test_exceptions_lead_to_words_that_are_no_exceptions():
    exceptions = tables.exceptions()
    assert set(exceptions.values()).isdisjoint(exceptions)


def test_command_prints_word_tab_keys(capsys):
    command.main(["pera", "पेड़ा"])
    assert capsys.readouterr().out == ("pera\tepera fpera fpexa cpera cpexa\nपेड़ा\tex92a94792193c93e fpexa cpexa\n")
