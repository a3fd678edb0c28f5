"""Many new goods of a mart at once, each as `save_draft`, `set_text` and `set_variant` would make it one by one."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from haat.catalogue import rules
from haat.catalogue.actions.drafts import facts_of, stem_of, words_of
from haat.catalogue.actions.touching import Texts
from haat.catalogue.actions.variants import variant_facts
from haat.catalogue.errors import NoName, SkuTaken
from haat.catalogue.models import Craft, Good, GoodText, Variant
from haat.core.actor import Actor
from haat.core.events import Happened, changes, record_all
from haat.core.rows import batches, insert_many
from haat.makers.models import Maker
from haat.places.models import Mart

Key = tuple[int, str]


@dataclass
class Draft:
    """A good that is not written yet, with its words and sizes; `cared` are the languages whose care was told."""

    good: Good
    names: dict[str, str]
    texts: list[GoodText]
    cared: list[str]
    variants: list[Variant] = field(default_factory=list)

    @property
    def key(self) -> Key:
        """What it is known by: maker and key."""
        return self.good.maker_id, self.good.key


class Known:
    """Which keys and codes goods of a mart have already. The mart is held: nobody else makes goods meanwhile."""

    def __init__(self, mart: Mart, *, keys: Collection[Key], skus: Collection[str]) -> None:
        self.mart = mart
        self._keys: set[Key] = set()
        self._skus: set[str] = set()
        for some in batches(sorted({key for _maker, key in keys})):
            makers = {maker for maker, _key in keys}
            self._keys.update(Good.objects.filter(key__in=some, maker__in=makers).values_list("maker", "key"))
        for codes in batches(sorted(set(skus))):
            self._skus.update(Variant.objects.filter(mart=mart, sku__in=codes).values_list("sku", flat=True))

    def has(self, key: Key) -> bool:
        """Whether the maker has a good of this key."""
        return key in self._keys

    def check_sku(self, sku: str | None) -> None:
        """Raises SkuTaken when another good has the code."""
        if sku in self._skus:
            raise SkuTaken(str(sku))

    def add(self, draft: Draft) -> None:
        """This one will be made: what it has is taken from now on."""
        self._keys.add(draft.key)
        self._skus.update(variant.sku for variant in draft.variants if variant.sku)


def draft_of(
    maker: Maker, *, key: str, craft: Craft, names: Texts, descriptions: Texts, care: Texts, **said: Any
) -> Draft:
    """A new good as `save_draft` and `set_text` take it, not written yet; `said` is what else was. Raises HaatError."""
    kept = rules.check_names(names)
    cared = [language for language in care if names.get(language)]
    if any(language not in kept for language in cared):
        raise NoName()
    length, width, height = said.pop("size_mm", None) or (None, None, None)
    attributes = said.pop("attributes", None)
    usual = {"tax_slug": craft.tax_slug, "fragile": craft.fragile, "ground": craft.ground}
    good = Good(
        mart_id=maker.mart_id,
        maker=maker,
        craft=craft,
        key=key,
        attributes=dict(attributes or {}),
        length_mm=length,
        width_mm=width,
        height_mm=height,
        **{**usual, **{name: value for name, value in said.items() if value is not None}},
    )
    texts = [
        GoodText(
            language=language,
            name=name,
            description=(descriptions.get(language) or "").strip(),
            care=care[language].strip() if language in cared else "",
            origin=GoodText.Origin.PERSON,
        )
        for language, name in kept.items()
    ]
    return Draft(good, kept, texts, cared)


def add_size(
    draft: Draft, known: Known, *, sku: str | None, price_paise: int, mrp_paise: int | None, **figures: Any
) -> Variant:
    """A further size of a draft, as `set_variant` takes it. Raises HaatError."""
    mrp_paise = price_paise if mrp_paise is None else mrp_paise
    labels = figures.pop("labels", None)
    rules.check_figures(price_paise=price_paise, mrp_paise=mrp_paise, **figures)
    if sku:
        rules.check_sku(sku)
    known.check_sku(sku)
    variant = Variant(
        mart_id=draft.good.mart_id,
        sku=sku or "",
        labels=dict(labels or {}),
        price_paise=price_paise,
        mrp_paise=mrp_paise,
        position=len(draft.variants),
        **figures,
    )
    draft.variants.append(variant)
    return variant


@transaction.atomic
def write_drafts(mart: Mart, drafts: Sequence[Draft], *, by: Actor) -> None:
    """Write these goods of the mart, which is held, with their words, sizes and events: a few statements for all."""
    now = timezone.now()
    stems = [stem_of(draft.names, draft.good.craft) for draft in drafts]
    addresses = _Addresses(mart, stems)
    for draft, stem in zip(drafts, stems, strict=True):
        draft.good.slug, draft.good.made_at, draft.good.changed_at = addresses.give(stem), now, now
    insert_many([draft.good for draft in drafts])
    for draft in drafts:
        for number, variant in enumerate(draft.variants, start=1):
            variant.good = draft.good
            variant.sku = variant.sku or f"{mart.order_prefix}{draft.good.pk:06d}-{number}"
        for text in draft.texts:
            text.good = draft.good
    insert_many([text for draft in drafts for text in draft.texts])
    insert_many([variant for draft in drafts for variant in draft.variants])
    record_all([happened for draft in drafts for happened in _happened(draft)], by=by)


def _happened(draft: Draft) -> Iterable[Happened]:
    """What is told of a new good: itself, the care for it, each of its sizes."""
    good = draft.good
    yield Happened("catalogue.good_saved", good, {"key": good.key, **changes({}, facts_of(good, draft.names))})
    words = {text.language: words_of(text) for text in draft.texts}
    for language in draft.cared:
        before = words[language] | {"care": ""}
        yield Happened("catalogue.good_saved", good, {"language": language, **changes(before, words[language])})
    for variant in draft.variants:
        yield Happened("catalogue.good_saved", good, {"sku": variant.sku, **changes({}, variant_facts(variant))})


class _Addresses:
    """Free addresses of a mart's goods, as `free_good_slug` gives them: the plain one, or the first free number."""

    def __init__(self, mart: Mart, stems: Sequence[str]) -> None:
        self._mart = mart
        self._taken: set[str] = set()
        self._asked: dict[str, int] = {}  # up to which number it is known what is taken
        self._last: dict[str, int] = {}
        self._read(set(stems))
        self._ask({stem for stem, count in Counter(stems).items() if count > 1 or stem in self._taken})

    def give(self, stem: str) -> str:
        """The next free address that begins so."""
        found, number = stem, self._last.get(stem, 1)
        while found in self._taken:
            number += 1
            if number > self._asked.get(stem, 1):
                self._ask({stem})
            found = f"{stem}-{number}"
        self._taken.add(found)
        self._last[stem] = number
        return found

    def _ask(self, stems: Collection[str]) -> None:
        """Read what is taken of the next ten, hundred … numbers of these."""
        wanted = []
        for stem in stems:
            first = self._asked.get(stem, 1) + 1
            self._asked[stem] = 9 if first == 2 else first * 10 - 1
            wanted += [f"{stem}-{number}" for number in range(first, self._asked[stem] + 1)]
        self._read(wanted)

    def _read(self, slugs: Collection[str]) -> None:
        for some in batches(sorted(slugs)):
            self._taken.update(Good.objects.filter(mart=self._mart, slug__in=some).values_list("slug", flat=True))
