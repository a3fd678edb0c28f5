"""What a mart says in its own words, page by page, with who wrote it and what stood there before."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from haat.core.actor import Actor
from haat.core.errors import Changed
from haat.core.events import changes, record
from haat.core.locks import hold
from haat.core.texts import clean_text
from haat.places.errors import HalfAPage, PageTooLong
from haat.places.models import Mart
from haat.places.words import (
    HOME,
    Page,
    Texts,
    as_kept,
    home_of,
    notice_of,
    notice_standing,
    page_of,
    page_standing,
    paragraphs,
)

MOST_TITLE, MOST_LINE, MOST_TEXT = 80, 200, 12_000


@transaction.atomic
def write_page(mart: Mart, *, slug: str, title: Texts, text: Texts, seen: str | None = None, by: Actor) -> Mart:
    """A page of the mart as it reads from now on; written in no language, the plain words come back.

    `seen` is `words.page_standing` as its writer read it. Raises Changed, PageTooLong, HalfAPage where a language has a
    title without a text or a text without a title.
    """
    told = _clean(text, MOST_TEXT, "text")
    wanted = Page(_clean(title, MOST_TITLE, "title"), {code: "\n\n".join(paragraphs(told[code])) for code in told})
    for code in {*wanted.title, *wanted.text}:
        if not wanted.title.get(code):
            raise HalfAPage("title", code)
        if not wanted.text.get(code):
            raise HalfAPage("text", code)
    mart = _held_as_seen(mart, slug, seen)
    stood = page_of(mart, slug)
    pages = [page for page in mart.words.get("legal") or [] if page.get("slug") != slug]
    if wanted:
        pages.append(as_kept(slug, wanted))
    return _keep(mart, "legal", pages, slug, vars(stood), vars(wanted), by)


@transaction.atomic
def write_home(mart: Mart, *, lines: Mapping[str, Texts], seen: str | None = None, by: Actor) -> Mart:
    """The lines of the front page (`places.words.HOME`) from now on; what is empty is said in plain words again.

    `seen` is `words.page_standing` as their writer read it. Raises Changed, PageTooLong.
    """
    wanted = {name: _clean(lines.get(name, {}), MOST_LINE, name) for name in HOME}
    mart = _held_as_seen(mart, "home", seen)
    stood, kept = home_of(mart), mart.words.get("home")
    others = {name: text for name, text in (kept or {}).items() if name not in {*HOME, *HOME.values()}}
    told = {name: texts for name, texts in wanted.items() if texts}
    return _keep(mart, "home", {**others, **told}, "home", stood, wanted, by)


def _held_as_seen(mart: Mart, slug: str, seen: str | None) -> Mart:
    mart = hold(mart)
    if seen is not None and seen != page_standing(mart, slug):
        raise Changed()
    return mart


@transaction.atomic
def write_notice(
    mart: Mart, *, name: str, words: Mapping[str, Mapping[str, str]], seen: str | None = None, by: Actor
) -> Mart:
    """The words in which a notice is told, by language: `text`, and `template`, its number at the operators.

    A language told empty goes back to the standard words; one that is not told keeps its own. `seen` is
    `words.notice_standing` as its writer read it; raises Changed. What it may say, `messages.actions.word_notice`
    judges.
    """
    mart = hold(mart)
    if seen is not None and seen != notice_standing(mart, name):
        raise Changed()
    stood, notices = notice_of(mart, name), dict(mart.words.get("notices") or {})
    notices.pop(name, None)
    wanted = {code: dict(told) for code, told in {**stood, **words}.items() if told}
    if wanted:
        notices[name] = wanted
    return _keep(mart, "notices", notices, name, _told(stood), _told(wanted), by)


def _told(words: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """Field → language → what it says, as histories read it."""
    parts = ("text", "template", "gateway")
    return {part: {code: told[part] for code, told in words.items() if told.get(part)} for part in parts}


def _keep(
    mart: Mart, part: str, words: Any, page: str, before: Mapping[str, Any], after: Mapping[str, Any], by: Actor
) -> Mart:
    """Write a part of the words and tell what of `page` is otherwise now; the same words again change nothing."""
    told = changes(dict(before), dict(after))
    if not told["after"]:
        return mart
    mart.words = {**mart.words, part: words}
    mart.save(update_fields=["words"])
    notice = part == "notices"
    record(
        "places.notice_worded" if notice else "places.words_written", mart, by=by, mart_id=mart.pk, page=page, **told
    )
    return mart


def _clean(texts: Texts, most: int, field: str) -> dict[str, str]:
    """Language → text that can be read; an invisible one is none."""
    found = {}
    for code, typed in texts.items():
        text = clean_text(typed)
        if len(text) > most:
            raise PageTooLong(field, code, most)
        if text:
            found[code] = text
    return found
