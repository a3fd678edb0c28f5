"""Bank accounts and papers."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from haat.core.actor import Actor
from haat.core.events import record
from haat.core.identifiers import mask_account
from haat.core.rows import update
from haat.makers import papers
from haat.makers.actions.selling import check_gstin
from haat.makers.models import BankAccount, Document, Maker, Seller


@transaction.atomic
def set_bank(maker: Maker, *, holder: str, number: str, ifsc: str, by: Actor) -> BankAccount:
    """Where payouts go from now on; a changed account waits to be confirmed again. Raises HaatError."""
    holder, number, ifsc, bank_name = papers.bank_account(holder, number, ifsc)
    before = BankAccount.objects.select_for_update(no_key=True).filter(maker=maker).first()
    same = before is not None and (before.number, before.ifsc) == (number, ifsc)
    account = BankAccount(
        maker=maker,
        holder=holder,
        number=number,
        ifsc=ifsc,
        bank_name=bank_name,
        confirmed=same and before is not None and before.confirmed,
    )
    BankAccount.objects.bulk_create(
        [account],
        update_conflicts=True,
        unique_fields=["maker"],
        update_fields=["holder", "number", "ifsc", "bank_name", "confirmed"],
    )
    maker.bank = account
    record(
        "makers.bank_set",
        maker,
        by=by,
        number=mask_account(number),
        before=mask_account(before.number) if before else "",
        ifsc=ifsc,
    )
    return account


@transaction.atomic
def confirm_bank(account: BankAccount, *, by: Actor) -> BankAccount:
    """The desk compared the account with the passbook."""
    account.confirmed = True
    account.save(update_fields=["confirmed"])
    record("makers.bank_confirmed", account.maker, by=by, number=mask_account(account.number))
    return account


@transaction.atomic
def give_document(
    maker: Maker,
    *,
    kind: str,
    number: str,
    valid_until: date | None = None,
    field: str = "number",
    by: Actor,
) -> Document:
    """A maker's paper, for the desk to look at; giving it again replaces it. Raises HaatError at `field`."""
    number = papers.paper_number(kind, number, field=field)
    document, _made = Document.objects.update_or_create(
        maker=maker,
        kind=kind,
        defaults={
            "number": number,
            "valid_until": valid_until,
            "state": Document.State.GIVEN,
            "given_at": timezone.now(),
        },
    )
    record("makers.document_given", document, by=by, mart_id=maker.mart_id, maker=maker.pk, kind=kind)
    return document


@transaction.atomic
def decide_document(document: Document, *, accept: bool, by: Actor) -> Document:
    """Accept or refuse a paper; an accepted number becomes the seller's when the maker sells for itself."""
    document.state = Document.State.ACCEPTED if accept else Document.State.REFUSED
    update(document, "state")
    if accept and document.kind in papers.SELLER_PAPERS:
        _take_over(document)
    record(
        "makers.document_decided",
        document,
        by=by,
        mart_id=document.maker.mart_id,
        maker=document.maker_id,
        kind=document.kind,
        accepted=accept,
    )
    return document


def _take_over(document: Document) -> None:
    seller = Seller.objects.select_for_update(no_key=True).get(pk=document.maker.seller_id)
    if seller.organisation_id is not None or getattr(seller, document.kind) == document.number:
        return
    if document.kind == Document.Kind.GSTIN:
        check_gstin(document.number, seller.state)
    setattr(seller, document.kind, document.number)
    seller.save(update_fields=[document.kind])
