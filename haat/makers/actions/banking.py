"""Where a maker's money goes: one person writes it down, another confirms it, the leader is told."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from haat.core.actor import Actor
from haat.core.errors import Changed
from haat.core.events import record
from haat.core.identifiers import mask_account
from haat.core.locks import hold, hold_key
from haat.core.models import Event
from haat.core.rows import update
from haat.core.scans import Scan
from haat.makers import notices, papers
from haat.makers.actions.files import attach, keep_newest
from haat.makers.errors import AccountSentBack, SameHand
from haat.makers.models import BankAccount, Maker
from haat.makers.queries import name, seen_now, sharing, spoken_to
from haat.makers.questions import SameAccount
from haat.makers.rules import may_see
from haat.messages.actions import tell

MOST_NAMED = 3


@transaction.atomic
def set_bank(
    maker: Maker,
    *,
    holder: str,
    number: str,
    ifsc: str,
    scan: Scan | None = None,
    sure: Collection[str] = (),
    by: Actor,
) -> BankAccount:
    """Where payouts go from now on; a changed account waits for another person to confirm it.

    `scan` shows the passbook. The leader is told of a change she did not make herself. A branch nobody knows and an
    account that another maker has are asked about (`questions.Asked`), unless that question is among what the person
    is `sure` of. Raises HaatError.
    """
    holder, number, ifsc, bank_name = papers.bank_account(holder, number, ifsc, sure=sure)
    hold(maker)
    before = BankAccount.objects.filter(maker=maker).first()
    same = before is not None and (before.number, before.ifsc) == (number, ifsc)
    if not same and papers.ACCOUNT not in sure:
        _ask_about_others(maker, number, ifsc, by)
    account = BankAccount(
        maker=maker,
        holder=holder,
        number=number,
        ifsc=ifsc,
        bank_name=bank_name,
        set_by_id=by.user_id,
        confirmed=same and before is not None and before.confirmed,
    )
    BankAccount.objects.bulk_create(
        [account],
        update_conflicts=True,
        unique_fields=["maker"],
        update_fields=["holder", "number", "ifsc", "bank_name", "set_by_id", "confirmed", "sent_back"],
    )
    maker.bank = account
    event = record(
        "makers.bank_set",
        maker,
        by=by,
        number=mask_account(number),
        before=mask_account(before.number) if before else "",
        ifsc=ifsc,
        ifsc_before=before.ifsc if before else "",
    )
    if scan is not None:
        attach(BankAccount.objects.get(maker=maker), scan, by=by)
    if before is not None and not same:
        _tell_leader(account, event, by)
    return account


def _ask_about_others(maker: Maker, number: str, ifsc: str, by: Actor) -> None:
    """Raises SameAccount when another maker has this account; it names whom the person may see."""
    others = list(sharing(maker, number, ifsc))
    if not others:
        return
    shown = [row for row in others if by.user_id is None or may_see(by.user_id, row)][:MOST_NAMED]
    raise SameAccount([name(row) for row in shown], len(others) - len(shown))


def _tell_leader(account: BankAccount, event: Event, by: Actor) -> None:
    maker = account.maker
    user, language = spoken_to(maker)
    if not maker.phone or (user is not None and user.pk == by.user_id):
        return
    if not maker.mart.phone:  # a mart that is only being set up has no number to call yet
        return
    with override(language):
        body = _(
            "The bank account of %(maker)s is now %(number)s, %(bank)s. If nobody of you asked for it, call %(desk)s."
        ) % {
            "maker": name(maker),
            "number": mask_account(account.number),
            "bank": account.bank_name,
            "desk": maker.mart.phone,
        }
    tell(
        maker.phone,
        template=notices.BANK.name,
        language=language,
        body=body,
        values={"last": account.number[-4:], "desk": maker.mart.phone},
        cause=f"makers.bank_set:{event.pk}",
        mart=maker.mart,
        user=user,
    )


@transaction.atomic
def confirm_bank(account: BankAccount, *, seen: str | None = None, by: Actor) -> BankAccount:
    """A person compared the account with the passbook: another than she who wrote it down.

    `seen` is `queries.seen_now` of the page she had before her. Raises AccountSentBack, SameHand, Changed when account
    or file is not what she compared any more.
    """
    read, maker = account, hold_key(Maker, account.maker_id, "mart")
    account = hold(read)
    account.maker = maker
    if (account.number, account.ifsc, account.holder) != (read.number, read.ifsc, read.holder):
        raise Changed()
    if seen is not None and seen != seen_now(account):
        raise Changed()
    if account.sent_back:
        raise AccountSentBack()
    if by.user_id is None or by.user_id == account.set_by_id:
        raise SameHand()
    account.confirmed = True
    update(account, "confirmed")
    keep_newest(account)
    record("makers.bank_confirmed", account.maker, by=by, number=mask_account(account.number))
    return account


@transaction.atomic
def doubt_bank(maker: Maker, *, number: str, ifsc: str, by: Actor) -> bool:
    """The bank sent money back from this account: nothing goes there until it is written down and confirmed again.

    False when the maker has another account by now.
    """
    hold(maker)
    known = BankAccount.objects.filter(maker=maker, number=number, ifsc=ifsc)
    if not known.update(confirmed=False, sent_back=True):
        return False
    record("makers.bank_sent_back", maker, by=by, number=mask_account(number))
    return True
