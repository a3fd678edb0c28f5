"""Words that docs/words.md settles stand so in every Hindi and Marathi catalogue."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.utils.translation import gettext, override, pgettext

from tools import messages

# English said, by which language, what must stand in it, and what must not.
SETTLED = [
    (r"[Mm]arketplace", "hi", "मार्केटप्लेस", "बाज़ार"),
    (r"[Mm]arketplace", "mr", "मार्केटप्लेस", "बाजार"),
    (r"\bstall\b", "hi", "stall|स्टॉल", "दुकान"),
    (r"\bstall\b", "mr", "stall|स्टॉल", "दुकान"),
    (r"only .* free|%\(free\)s free|[Ff]ree pieces", "hi", "बचे", "ख़ाली|मुफ़्त"),
    (r"only .* free|%\(free\)s free|[Ff]ree pieces", "mr", "उर", "मोकळे|शिल्लक"),
    (r"^Where to\b", "hi", "^कहाँ भेजना है", "^कहाँ:"),
    (r"^Where to\b", "mr", "^कुठे पाठवायचे", "^कुठे:"),
    (r"written off", "hi", "हिसाब से हटाए", "बट्टे"),
    (r"[Rr]eckoned", "hi", "जो बनता था", "सोचा"),
    (r"[Rr]eckoned", "mr", "हिशोबाने", "ठरले"),
    (r"gets? a message", "hi", "संदेश जाएगा", "जाता"),
    (r"gets? a message", "mr", "निरोप जाईल", "जातो"),
    (r"Our sellers? writes?", "hi", "बिल बनाने वाले", "बेचने"),
    (r"^Waits for you", "hi", "आपको करना है", "राह"),
    (r"^Waits for you", "mr", "तुम्हाला करायचे", "वाट"),
]
# An order is feminine in Marathi: no masculine word agrees with it.
MASCULINE = re.compile(
    r"(?<!\S)(?:तुमचा|आपला|माझा|हा|नवा|मागचे|नवे|हे) ऑर्डर(?=[\s.,:]|$)"
    r"|ऑर्डर (?:%\(\w+\)s )?(?:रद्द )?(?:झाला|केला|आला|घेतला|दिला|गेला)(?=[\s.,:]|$)"
)


def said(language):
    """(where, English, words) of every message of a language, each form of a plural by itself."""
    for path in messages.catalogues():
        if path.parent.parent.name == language:
            for message in read_po(BytesIO(path.read_bytes()), locale=language):
                english = message.id if isinstance(message.id, str) else message.id[0]
                forms = [message.string] if isinstance(message.string, str) else message.string
                for words in forms if english else ():
                    yield path.relative_to(Path(messages.ROOT)).as_posix(), english, words


@pytest.mark.parametrize(("english", "language", "wanted", "lost"), SETTLED)
def test_settled_word_stands_and_the_lost_one_does_not(english, language, wanted, lost):
    found = [row for row in said(language) if re.search(english, row[1])]
    assert found
    assert [row for row in found if not re.search(wanted, row[2]) or re.search(lost, row[2])] == []


def test_an_order_is_feminine_in_marathi():
    assert [row for row in said("mr") if MASCULINE.search(row[2])] == []


@pytest.mark.parametrize("language", ["hi", "mr"])
def test_pages_say_what_our_catalogues_say(language):
    """Django's own rooms have catalogues too, and theirs are asked first: of "groups" they say something else."""
    lost = []
    with override(language):
        for path in messages.catalogues():
            if path.parent.parent.name == language:
                for message in read_po(BytesIO(path.read_bytes()), locale=language):
                    if message.id and message.string and isinstance(message.id, str):
                        shown = pgettext(message.context, message.id) if message.context else gettext(message.id)
                        lost += [(message.id, shown)] if shown != message.string else []
    assert lost == []
