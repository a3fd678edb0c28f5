"""A good's code and tax line follow what is answered about it."""

from haat.catalogue.asking import answers_of, attributes_for, said_of
from haat.catalogue.models import Good
from haat.catalogue.taxing import NOTHING_MOVES, Followed, Line, follow, line_of

LINE = ("hsn", "tax_slug")


def line_now(good: Good) -> Line | None:
    """The line its answers say, as it stands; None for a good of no kind, without a statement."""
    if good.kind is None:
        return None
    asked = attributes_for([good.kind])[good.kind_id]
    return line_of(good.kind, answers_of(asked, said_of(good)))


def follow_answers(good: Good, was: Line | None) -> Followed:
    """Let the good's code and tax line (its craft loaded) follow its answers, which said `was`; not saved yet."""
    now = line_now(good)
    if now is None:
        return NOTHING_MOVES
    followed = follow(good.hsn, good.tax_slug, usual=good.craft.tax_slug, was=was, now=now)
    for field, value in followed.after.items():
        setattr(good, field, value)
    return followed
