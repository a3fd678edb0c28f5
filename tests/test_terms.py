"""One idea, one word, over every catalogue and the words held in data: the table of terms, nukta, endings, letters."""

import csv
import json
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import pytest
from babel.messages.pofile import read_po

from tools import messages

ROOT = Path(messages.ROOT)
TERMS = tomllib.loads((ROOT / "tests/terms.toml").read_text(encoding="utf-8"))
LETTER = "\u0900-\u0963\u0966-\u097f\u200c\u200d"
NUKTA = "\u093c"
SLOT = re.compile(r"%\(\w+\)[.\d]*[sdf]|%[sd]|\{\w*\}")
# What joins the word before it in Marathi and is never a word by itself; the others only after a slot or Latin letters.
ENDING = (
    "चा|चे|ची|च्या|ला|ने|नी|मध्ये|मधून|मधील|मधले|मधली|मधला|पासून|पासूनचे|पर्यंत|पर्यंतचा|पर्यंतचे|पर्यंतची|पेक्षा|पैकी|साठी|शी|ऐवजी|सह|कडून|हून"
)
LOOSE = re.compile(
    rf"(?:%\(\w+\)[sd]|\{{\w*\}}|[A-Za-z0-9@”\"]|[{LETTER}])\s(?:{ENDING})(?![{LETTER}])"
    rf"|(?:%\(\w+\)[sd]|\{{\w*\}}|[A-Za-z0-9])\s(?:वर|वरून|कडे|नंतर|मागे|खाली)(?![{LETTER}])"
)

# A verb that agrees with the reader, or with who speaks.
TELLS = re.compile(rf"(?<![{LETTER}])आप(?= )[^।:;,]*?त(?:े|ी) (?:हैं|हों)|[{LETTER}]त[ाी] हूँ")


class Said(NamedTuple):
    """Words of one language: where, the English beside them (a message's own in a catalogue), and the words."""

    where: str
    english: str
    words: str

    @property
    def bare(self) -> str:
        """Without what is filled in."""
        return SLOT.sub("…", self.words)


@cache
def catalogues(language: str) -> list[Said]:
    """Every message of a language, each form of a plural by itself."""
    found = []
    for path in messages.catalogues():
        if path.parent.parent.name != language:
            continue
        for message in read_po(BytesIO(path.read_bytes()), locale=language):
            english = message.id if isinstance(message.id, str) else message.id[0]
            forms = [message.string] if isinstance(message.string, str) else message.string
            found += [Said(path.relative_to(ROOT).as_posix(), english, words) for words in forms if english]
    return found


def _of(node: object, language: str) -> Iterator[tuple[str, str]]:
    """(English, words) of a language in JSON: `{"en": …, "hi": …}`, or fields that end in `_hi`."""
    if isinstance(node, list):
        for each in node:
            yield from _of(each, language)
    if not isinstance(node, dict):
        return
    for key, value in node.items():
        if isinstance(value, str) and (key == language or key.endswith(f"_{language}")):
            yield str(node.get(key.replace(language, "en"), "")), value
        else:
            yield from _of(value, language)


@cache
def data(language: str) -> list[Said]:
    """Every word of a language that is held in data: crafts, papers, festivals, places, the demonstration."""
    found = []
    for path in sorted([*ROOT.glob("haat/*/data/*.json"), *ROOT.glob("demo/**/*.json")]):
        where = path.relative_to(ROOT).as_posix()
        found += [Said(where, *row) for row in _of(json.loads(path.read_text(encoding="utf-8")), language)]
    for path in sorted(ROOT.glob("haat/*/data/*.csv")):
        where = path.relative_to(ROOT).as_posix()
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                found += [Said(where, *pair) for pair in _of(row, language) if pair[1]]
    return found


def everything(language: str) -> list[Said]:
    return [*catalogues(language), *data(language)]


def pattern(losers: list[str], after: str = "") -> re.Pattern[str]:
    """One of these words, whole, or begun so where it ends in `*`; not behind the word `after`."""
    words = "|".join(re.escape(word).replace(r"\*", f"[{LETTER}]*") for word in losers)
    behind = f"(?<!{after} )" if after else ""
    return re.compile(rf"(?<![{LETTER}]){behind}(?:{words})(?![{LETTER}])")


def losers_in(term: dict, language: str, rows: list[Said]) -> list[tuple[str, str, str]]:
    """Where a word is said that lost; without the messages that are excepted."""
    lost = term[f"not_{language}"]
    if not lost:
        return []
    wrong, when = pattern(lost, term.get("after", "")), re.compile(term.get("when", ""), re.IGNORECASE)
    return [
        (row.where, row.english, row.words)
        for row in rows
        if wrong.search(row.words) and when.search(row.english) and row.english not in term.get("except", ())
    ]


@pytest.mark.parametrize("language", ["hi", "mr"])
@pytest.mark.parametrize("term", TERMS["term"], ids=lambda term: term["idea"].split(",")[0].replace(" ", "-"))
def test_a_word_that_lost_is_said_nowhere(term, language):
    rows = catalogues(language) if term.get("only") == "catalogues" else everything(language)
    assert losers_in(term, language, rows) == []


@pytest.mark.parametrize("term", [term for term in TERMS["term"] if "except" in term], ids=lambda term: term["idea"])
def test_every_exception_is_still_needed(term):
    free = {key: value for key, value in term.items() if key != "except"}
    needed = {row[1] for language in ("hi", "mr") for row in losers_in(free, language, everything(language))}
    assert set(term["except"]) - needed == set()


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("राइडर आएगा", True),
        ("पहुँचाने वाले आएँगे", False),
        ("राइडरों को", True),
        ("दो राइडर", True),
        ("कराइडर", False),
    ],
)
def test_a_loser_is_found_with_its_endings_and_not_inside_another_word(words, wrong):
    assert bool(pattern(["राइडर*"]).search(words)) is wrong


def test_a_loser_behind_the_word_that_makes_it_right_is_let_be():
    assert pattern(["माल"], "कच्चा").search("कच्चा माल संपला") is None
    assert pattern(["माल"], "कच्चा").search("हा माल")


def test_marathi_has_no_nukta():
    assert [row for row in everything("mr") if NUKTA in row.words] == []


def test_marathi_writes_its_own_sign_for_the_short_a():
    assert [row for row in everything("mr") if "अ\u200dॅ" in row.words or "अॅ" in row.words] == []


def test_hindi_writes_every_nukta():
    whole = {word.replace(NUKTA, ""): word for word in TERMS["nukta"]["words"].split()}
    found = [
        (row.where, row.english, word)
        for row in everything("hi")
        if "/places/" not in row.where  # names of places are written as their office writes them
        for word in re.findall(f"[{LETTER}]+", row.words)
        if whole.get(word.replace(NUKTA, ""), word) != word
    ]
    assert found == []


def test_no_word_of_hindi_stands_both_with_and_without_its_nukta():
    # Words that are two words: खाना food, ख़ाना compartment; names of places.
    apart = {"खाना", "खाने", "खानों", "नांदेड", "बुजुर्ग"}
    forms: dict[str, set[str]] = {}
    for row in everything("hi"):
        for word in re.findall(f"[{LETTER}]+", row.words):
            forms.setdefault(word.replace(NUKTA, ""), set()).add(word)
    assert {word: written for word, written in forms.items() if len(written) > 1 and word not in apart} == {}


def loose(words: str) -> bool:
    """Whether an ending stands by itself; `आणि मध्ये` is a word: and in the middle."""
    return bool(LOOSE.search(words.replace("आणि मध्ये", "आणि")))


def test_marathi_endings_are_joined_to_their_word():
    assert [row for row in everything("mr") if loose(row.words)] == []


@pytest.mark.parametrize(
    ("words", "apart"),
    [
        ("%(day)s पर्यंत", True),
        ("%(day)sपर्यंत", False),
        ("3 डिसेंबर पर्यंत", True),
        ("डिसेंबरपर्यंत", False),
        ("PDF मध्ये", True),
        ("%(phone)s वर फोन करा", True),
        ("वर पाहा", False),
        ("ओळीच्या वर लिहा", False),
        ("“आज” मध्ये", True),
        ("मणी आणि मध्ये लोलक", False),
    ],
)
def test_a_loose_ending_is_seen(words, apart):
    assert loose(words) is apart


@pytest.mark.parametrize("language", ["hi", "mr"])
def test_no_latin_word_stands_on_a_hindi_or_marathi_page_but_those_we_allow(language):
    found = [(row.where, row.english, strange) for row in catalogues(language) if (strange := strange_letters(row))]
    assert found == []


def strange_letters(row: Said) -> set[str]:
    """The Latin words of a message that nobody allowed; what is typed as it stands must stand in the English too."""
    letters, told = TERMS["letters"], set(latin_words(row.english))
    told |= {word.lower() for word in told}
    # An example of one state may stand where the English has that of another.
    typed = {word for word in told if word in letters["typed"] or re.search(r"[^A-Za-z]|^[A-Z]$", word)}
    typed |= {word.replace("-JH-", "-MH-") for word in typed}
    return set(latin_words(row.words)) - set(letters["allowed"]) - typed


def latin_words(text: str) -> list[str]:
    """Words in Latin letters, with the digits and signs that belong to them; neither slots nor tags."""
    found = re.findall(r"#?[A-Za-z0-9][\w@./#-]*", SLOT.sub("…", re.sub(r"<[^>]+>", "", text)), re.ASCII)
    return [word for each in found if re.search("[A-Za-z]", word := each.rstrip("./-"))]


@pytest.mark.parametrize(
    ("english", "words", "strange"),
    [
        ("Pay by UPI.", "UPI से दें।", set()),
        ("Kept", "Kept", {"Kept"}),
        ("like name@sbi", "जैसे name@sbi", set()),
        ("Write federation or village.", "federation या village लिखें।", set()),
        ("Organisation", "federation", {"federation"}),
        ("%(weight)s g", "%(weight)s g", set()),
        ("%(weight)s grams", "%(weight)s g", {"g"}),
    ],
)
def test_a_latin_word_that_stayed_behind_is_seen(english, words, strange):
    assert strange_letters(Said("", english, words)) == strange


def test_same_message_has_the_same_words_in_every_catalogue():
    """All catalogues are one namespace: of two translations of one message only one is ever seen."""
    for language in ("hi", "mr"):
        said: dict[tuple[str, str], set[tuple[str, ...]]] = {}
        for path in messages.catalogues():
            if path.parent.parent.name == language:
                for message in read_po(BytesIO(path.read_bytes()), locale=language):
                    if message.id:
                        english = message.id if isinstance(message.id, str) else message.id[0]
                        forms = (message.string,) if isinstance(message.string, str) else tuple(message.string)
                        said.setdefault((message.context or "", english), set()).add(forms)
        assert {key: forms for key, forms in said.items() if len(forms) > 1} == {}


@pytest.mark.parametrize("language", ["hi", "mr"])
def test_sentences_end_in_their_own_script(language):
    """Hindi ends in a danda, Marathi in a full stop; digits are Latin in both."""
    stop = re.compile(rf"[{LETTER}…”)]\.(?=\s|$)") if language == "hi" else re.compile("।")
    digits = re.compile("[\u0966-\u096f]")
    skip = re.compile(r"(?:जि|डॉ|सि|श्री)\.")
    found = [row for row in everything(language) if digits.search(row.words) or stop.search(skip.sub("", row.bare))]
    assert found == []


def test_hindi_does_not_say_whether_the_reader_is_a_man_or_a_woman():
    """`आप … करती हैं`, `… कर सकते हैं`: such a verb tells; say what is done, not who does it."""
    assert [row for row in catalogues("hi") if TELLS.search(row.words)] == []


@pytest.mark.parametrize(
    ("words", "tells"),
    [
        ("आप यह कर सकते हैं", True),
        ("आप ना कह सकती हैं।", True),
        ("कुछ अभी बना सकती हूँ", True),
        ("आपका नाम वे देखते हैं", False),
        ("यह आप हैं। वे करते हैं", False),
    ],
)
def test_a_verb_that_tells_is_seen(words, tells):
    assert bool(TELLS.search(words)) is tells
