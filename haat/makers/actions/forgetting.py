"""A person is erased: names, pictures, papers and account leave; goods sold and money stay as the books have them."""

from collections.abc import Sequence

from django.db import transaction

from haat.core.actor import Actor
from haat.core.events import record
from haat.core.locks import hold_all
from haat.core.rows import update
from haat.makers.models import BankAccount, Document, Maker, Member, NameKey, PaperFile

# What stands in place of a name, in every language.
NOBODY = {"en": "—"}


@transaction.atomic
def forget_makers(keys: Sequence[int], by: Actor) -> None:
    """Artisans of these keys are called nothing any more, and cannot be reached; told twice it counts once."""
    for maker in hold_all(Maker.objects.filter(pk__in=keys)):
        if maker.names == NOBODY:
            continue
        maker.names, maker.stories, maker.phone, maker.lokos_id = NOBODY, {}, "", ""
        maker.portrait, maker.slug = None, f"gone-{maker.pk}"
        update(maker, "names", "stories", "phone", "lokos_id", "portrait", "slug")
        NameKey.objects.filter(maker=maker).delete()
        record("makers.forgotten", maker, by=by)


@transaction.atomic
def forget_members(keys: Sequence[int], by: Actor) -> None:
    """Members of these keys are called nothing any more; what they earned stays theirs in the books."""
    for member in Member.objects.filter(pk__in=keys).select_related("maker").order_by("pk"):
        if member.names == NOBODY:
            continue
        member.names = NOBODY
        update(member, "names")
        record("makers.member_forgotten", member, by=by, mart_id=member.maker.mart_id, maker=member.maker_id)


@transaction.atomic
def forget_papers(keys: Sequence[int], by: Actor) -> None:
    """Papers of these keys go with their files; that each was there stays told."""
    for paper in Document.objects.filter(pk__in=keys).select_related("maker").order_by("pk"):
        mart_id = paper.maker.mart_id
        record("makers.document_forgotten", paper, by=by, mart_id=mart_id, maker=paper.maker_id, kind=paper.kind)
        PaperFile.objects.filter(document=paper).delete()
        paper.delete()


@transaction.atomic
def forget_accounts(keys: Sequence[int], by: Actor) -> None:
    """Accounts of these keys go: nothing is owed to them any more. What was paid stays with its payout."""
    for account in BankAccount.objects.filter(pk__in=keys).select_related("maker").order_by("pk"):
        maker = account.maker
        account.delete()
        record("makers.account_forgotten", maker, by=by)
