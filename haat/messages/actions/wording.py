"""A mart words a notice itself; what operators would refuse is refused at once."""

from collections.abc import Mapping

from haat.core.actor import Actor
from haat.messages.notices import every
from haat.messages.wording import as_kept
from haat.places.actions import write_notice
from haat.places.models import Mart


def word_notice(
    mart: Mart, *, notice: str, words: Mapping[str, Mapping[str, str]], seen: str | None = None, by: Actor
) -> Mart:
    """Say a notice in these words: language → `text` with its variables as `{number}`, and if it is registered
    already `template` and `gateway`, its numbers at the operators and the gateway.

    Without a number the words stand in the sheet to be registered, and the standard ones leave. Without a text, or
    with the standard one, the standard words come back; a language that is not told keeps its own. `seen` is
    `places.words.notice_standing` as its writer read it. Raises LookupError, Changed, and what
    `messages.wording.as_kept` does.
    """
    known = every()[notice]
    wanted = {code: as_kept(known, code, told, mart) for code, told in words.items()}
    return write_notice(mart, name=notice, words=wanted, seen=seen, by=by)
