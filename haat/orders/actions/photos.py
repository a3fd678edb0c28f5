"""Photos that stay with a part: its label as it was packed, and both sides of a return."""

import hashlib

from django.db import transaction

from haat.core.actor import Actor
from haat.core.events import record
from haat.core.locks import hold
from haat.core.rows import insert_new
from haat.core.scans import JPEG, Scan
from haat.core.sealing import Unreadable, seal, unseal
from haat.orders.actions.parts import held, record_part
from haat.orders.errors import NotAPhoto, PhotoUnreadable, TooManyPhotos
from haat.orders.models import PackingRule, Part, PartPhoto, Return
from haat.places.models import Mart

PURPOSE = "orders.photos"
MOST_PHOTOS = 4  # of one kind with one part
Kind = PartPhoto.Kind


@transaction.atomic
def keep_photo(part: Part, *, kind: str, photo: Scan, ret: Return | None = None, by: Actor) -> PartPhoto:
    """A photo stays with a part; the same one again is the same. Raises NotAPhoto, TooManyPhotos."""
    if photo.kind != JPEG:
        raise NotAPhoto()
    held(part.order_id)
    digest = hashlib.sha256(photo.content).hexdigest()
    rows = PartPhoto.objects.filter(part=part, kind=kind)
    known = rows.filter(digest=digest).first()
    if known is not None:
        return known
    if rows.filter(ret=ret).count() >= MOST_PHOTOS:
        raise TooManyPhotos(MOST_PHOTOS)
    row = PartPhoto(mart_id=part.mart_id, part=part, ret=ret, kind=kind, digest=digest)
    row.sealed = seal(PURPOSE, photo.content, owner=part.pk)
    row.save()
    record_part("orders.photo_kept", part, by=by, photo_id=row.pk, shows=kind)
    return row


@transaction.atomic
def judge_label(photo: PartPhoto, *, right: bool, by: Actor) -> PartPhoto:
    """The office has looked at a label: all stands on it, or something lacks. Said twice, it counts once."""
    held(photo.part.order_id)
    row = PartPhoto.objects.select_related("part__order").defer("sealed").get(pk=photo.pk)
    verdict = PartPhoto.Verdict.RIGHT if right else PartPhoto.Verdict.WRONG
    if row.kind == Kind.LABEL and row.verdict != verdict:
        PartPhoto.objects.filter(pk=row.pk).update(verdict=verdict)
        row.verdict = verdict
        record_part("orders.label_judged", row.part, by=by, photo_id=row.pk, right=right)
    return row


def open_photo(photo: PartPhoto) -> bytes:
    """The JPEG itself. Raises PhotoUnreadable."""
    try:
        return unseal(PURPOSE, photo.sealed, owner=photo.part_id)
    except Unreadable:
        raise PhotoUnreadable() from None


@transaction.atomic
def set_packing_rule(mart: Mart, *, food_photo: bool, by: Actor) -> PackingRule:
    """Whether food is packed only with a photo of its label, from now on; the same again is nothing new."""
    hold(mart)
    insert_new([PackingRule(mart=mart)])
    rule = PackingRule.objects.get(mart=mart)
    if rule.food_photo != food_photo:
        record("orders.packing_rule_set", mart, by=by, mart_id=mart.pk, before=rule.food_photo, after=food_photo)
        rule.food_photo = food_photo
        rule.save(update_fields=["food_photo"])
    return rule
