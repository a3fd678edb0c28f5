"""Papers as files: kept sealed, shown to who may compare them, and every look written down."""

from django.db import transaction

from haat.core.actor import Actor
from haat.core.events import record
from haat.core.scans import Scan
from haat.core.sealing import Unreadable, seal, unseal
from haat.makers.errors import FileUnreadable
from haat.makers.models import BankAccount, Document, Maker, PaperFile
from haat.makers.papers import about

PURPOSE = "papers"


def attach(subject: BankAccount | Document, scan: Scan, *, by: Actor) -> PaperFile:
    """Keep a file beside an account or a paper whose maker is held; what was there stays until it is decided."""
    return PaperFile.objects.create(
        maker_id=subject.maker_id,
        document=subject if isinstance(subject, Document) else None,
        about=about(subject),
        kind=scan.kind,
        sealed=seal(PURPOSE, scan.content, owner=subject.maker_id),
        by_id=by.user_id,
    )


def keep_newest(subject: BankAccount | Document) -> None:
    """It is decided: of its files the newest of this very number stays, all others go."""
    document = subject if isinstance(subject, Document) else None
    rows = PaperFile.objects.filter(maker_id=subject.maker_id, document=document)
    newest = rows.filter(about=about(subject)).order_by("-pk").values_list("pk", flat=True).first()
    rows.exclude(pk=newest or 0).delete()


@transaction.atomic
def look_at(file: PaperFile, *, by: Actor) -> bytes:
    """The file itself; that she looked is written down. Raises FileUnreadable."""
    try:
        content = unseal(PURPOSE, file.sealed, owner=file.maker_id)
    except Unreadable:
        raise FileUnreadable() from None
    maker = Maker.objects.get(pk=file.maker_id)
    record("makers.paper_seen", maker, by=by, file=file.pk, paper=kind_of(file), number=file.about)
    return content


def kind_of(file: PaperFile) -> str:
    """Which paper it shows."""
    return file.document.kind if file.document is not None else Document.Kind.PASSBOOK


def copy_files(subject: BankAccount | Document, to: BankAccount | Document, *, by: Actor) -> None:
    """The newest file of a paper, for its copy at another maker; one that nobody can open is left behind."""
    document = subject if isinstance(subject, Document) else None
    rows = PaperFile.objects.filter(maker_id=subject.maker_id, document=document, about=about(subject))
    newest = rows.order_by("-pk").first()
    if newest is None:
        return
    try:
        content = unseal(PURPOSE, newest.sealed, owner=newest.maker_id)
    except Unreadable:
        return
    attach(to, Scan(newest.kind, content), by=by)
