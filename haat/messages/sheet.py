"""The sheet from which messages are registered with the operators (DLT): a row for each notice and language."""

from collections.abc import Iterator

from haat.core.languages import LANGUAGES
from haat.messages import setup
from haat.messages.notices import Notice, Worded, every
from haat.places.models import Mart

HEADS = (
    "kind",
    "language",
    "template",
    "tagged",
    "variables",
    "header",
    "units at most",
    "parts",
    "about",
    "template id",
)


def rows(mart: Mart) -> Iterator[list[object]]:
    """Every notice in every language that has words for it, as a mart registers them. Raises BadFile."""
    told = setup.of("sms", mart.slug)
    header, named = _header(told), told.table("templates")
    for notice in every().values():
        for worded in _worded(notice, mart):
            length = notice.longest(worded, mart)
            known = named.get(notice.name, {})
            registered = known.get(worded.language, "") if isinstance(known, dict) else ""
            ours = registered.get("dlt", "") if isinstance(registered, dict) else registered
            yield [
                notice.name,
                LANGUAGES[worded.language].endonym,
                notice.registered(worded, mart),
                notice.registered(worded, mart, "{#%(tag)s#}"),
                _variables(notice, worded),
                header,
                length.units,
                length.parts,
                notice.about,
                worded.template if worded == notice.own_words(mart, worded.language) else ours,
            ]


def _worded(notice: Notice, mart: Mart) -> Iterator[Worded]:
    """Its words by language: ours until the mart's own are registered, and those as soon as they are written."""
    ours = notice.languages()
    for code in LANGUAGES:
        own = notice.own_words(mart, code)
        if code in ours and not (own and own.template):
            yield notice.in_language(code)
        if own:
            yield own


def _header(told: setup.Setup) -> str:
    """The six letters of the header and the suffix the operators add: S service, G government."""
    return f"{told.text('sender_id', '??????')}-{told.text('suffix', 'S')}"


def _variables(notice: Notice, worded: Worded) -> str:
    """What each variable is for, in the order in which they stand."""
    each = [notice.variable(name) for name in notice.slots(worded.text)]
    return "; ".join(f"{n}: {v.purpose} ({v.tag}, at most {v.most})" for n, v in enumerate(each, start=1))
