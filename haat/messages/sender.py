"""What every sender says and answers to, and finding one by its folder's name.

To add one: a folder with `sender.py` that holds `SENDER`, an object of a class made from `Sender`. The folder may lie
outside the tree: append the path of what holds it to `haat.messages.senders.__path__`. A sender only carries and
reads; `haat.messages.actions` writes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.functional import Promise

from haat.core import folders
from haat.core.jobs import NotNow
from haat.messages.notices import Notice, Worded
from haat.messages.setup import Setup
from haat.messages.setup import carries as set_to_carry
from haat.people import consents

PACKAGE = "haat.messages.senders"


@dataclass(frozen=True)
class Letter:
    """One message as a sender gets it: to whom, which notice in which words, its values, and the text they make.

    `number` is ours. `long` are the words of the app, for who has room for them. `mart` is a slug.
    """

    number: int
    phone: str
    email: str
    notice: Notice
    worded: Worded
    values: Mapping[str, str]
    text: str
    long: str
    mart: str
    mart_name: str

    @property
    def in_order(self) -> list[str]:
        """The values as operators let them pass, in the order in which they stand in the words."""
        slots = self.notice.slots(self.worded.text)
        return [self.notice.variable(name).clean(str(self.values.get(name, ""))) for name in slots]


@dataclass(frozen=True)
class Taken:
    """A sender has it, under its own number; in how many parts."""

    ref: str
    parts: int = 1


class Refused(Exception):
    """A sender will not carry this message: another may. `code` is its word for why."""

    def __init__(self, code: str, said: str = "") -> None:
        super().__init__(code, said)
        self.code, self.said = code, said


class Trouble(NotNow):
    """A sender did not answer, or not now: it may be asked again."""

    def __init__(self, code: str, said: str = "") -> None:
        super().__init__(code, said)
        self.code, self.said = code, said


@dataclass(frozen=True)
class Told:
    """What a sender reports of a message it took: `delivered` or `failed`, why, and whether it was signed."""

    ref: str
    state: str
    code: str = ""
    said: str = ""
    sure: bool = False


class Forged(Exception):
    """A report that its sender did not write; nothing of it counts."""


class Unread(Exception):
    """A report that is not as its sender writes them."""


@dataclass(frozen=True)
class Call:
    """A request that came to a sender's address for reports, as it came."""

    method: str
    secret: str
    query: Mapping[str, str]
    form: Mapping[str, str]
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """What is answered to such a request, and what it told."""

    told: Sequence[Told] = ()
    text: str = ""


class Sender:
    """Who carries messages out of the house: its facts, and five methods a folder may answer in its own way."""

    # What the desk reads.
    title: "str | Promise"
    # False for one that takes messages and brings them to nobody.
    reaches_people: bool = True
    # True for one that carries the text itself, in a mart's own words too; the others have approved words of their own.
    takes_own_words: bool = False
    # What is read to a person before she says yes to it; nobody who has not is told anything by such a sender.
    asks_first: "consents.Notice | None" = None
    # Its words for a person who has told it to stop: the yes she gave is taken back.
    no_more: frozenset[str] = frozenset()

    @property
    def slug(self) -> str:
        """The name of its folder, which messages keep."""
        return folders.folder_of(self)

    def lacks(self, setup: Setup) -> list[str]:
        """What must be set before it can carry anything; empty when nothing lacks."""
        return []

    def can_carry(self, letter: Letter, setup: Setup) -> bool:
        """Whether it can carry this one: it knows its words, and the person has an address there."""
        return True

    def words(self, letter: Letter) -> str:
        """The words of it that leave."""
        return letter.text

    def send(self, letter: Letter, setup: Setup) -> Taken:
        """Hand one over. Raises Refused or Trouble."""
        raise NotImplementedError

    def read(self, call: Call, setup: Setup) -> Answer:
        """What a request to its address for reports tells. Raises Forged or Unread."""
        raise Unread


def get(slug: str) -> Sender:
    """The sender in the folder `slug`; raises LookupError when there is none."""
    sender: Sender = folders.load(PACKAGE, slug, "sender")
    return sender


def find(slug: str) -> Sender | None:
    """The same, or None: it may have been taken out since."""
    return get(slug) if slug in folders.names(PACKAGE, "sender") else None


def every_sender() -> list[Sender]:
    """All senders there are, by their names."""
    return [get(slug) for slug in sorted(folders.names(PACKAGE, "sender"))]


def switched_on() -> list[Sender]:
    """The senders the installation is set to (HAAT_SENDERS), in their order."""
    return [get(slug) for slug in settings.SENDERS]


def carrying(notice: str, mart: str) -> list[Sender]:
    """Who carries a notice, in the order in which they are asked."""
    on = [sender.slug for sender in switched_on()]
    return [get(slug) for slug in set_to_carry(notice, mart, on)]
