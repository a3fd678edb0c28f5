"""Files of a find: judged by their content, sealed, and every look at them on record."""

from django.db import transaction

from haat.core.actor import Actor
from haat.core.events import record
from haat.core.scans import JPEG, read_scan
from haat.core.sealing import Unreadable, seal, unseal
from haat.core.voices import read_voice
from haat.survey.errors import FileUnreadable, NoPicture, NotAgreed, TooManyPhotos
from haat.survey.facts import NewFile
from haat.survey.models import Find, FindFile
from haat.survey.notice import PURPOSES
from haat.survey.rules import MOST_PHOTOS

PURPOSE = "survey"
K = FindFile.Kind


def keep(find: Find, file: NewFile, *, by: Actor) -> None:
    """Keep one file of a find that is held (or was made just now). Raises HaatError.

    Of a voice note and of a yes there is one: a newer takes the place of the older.
    """
    if FindFile.objects.filter(find=find, name=file.name).exists():
        return
    if not _agreed(find, file.kind):
        raise NotAgreed()
    if file.kind == K.PHOTO and find.files.filter(kind=K.PHOTO).count() >= MOST_PHOTOS:
        raise TooManyPhotos(MOST_PHOTOS)
    form, content = _judged(file)
    if file.kind != K.PHOTO:
        find.files.filter(kind=file.kind).delete()
    sealed = seal(PURPOSE, content, owner=find.pk)
    made = FindFile.objects.create(
        find=find, name=file.name, kind=file.kind, form=form, sealed=sealed, size=len(content)
    )
    _came(find)
    record("survey.file_came", find, by=by, file=made.pk)


def _agreed(find: Find, kind: str) -> bool:
    if kind == K.YES:
        return find.answer.yes and find.answer.withdrawn_at is None
    return any(kind in purpose.files and find.answer.allows(code) for code, purpose in PURPOSES.items())


def _judged(file: NewFile) -> tuple[str, bytes]:
    """(form, clean content): a photo encoded anew, upright and without what the camera wrote into it."""
    if file.kind == K.PHOTO:
        scan = read_scan(file.content)
        if scan.kind != JPEG:
            raise NoPicture()
        return scan.kind, scan.content
    voice = read_voice(file.content)
    return voice.kind, voice.content


def keep_only(find: Find) -> None:
    """After a find was mended: files that she no longer agrees to, or that its phone no longer names, go."""
    for file in find.files.defer("sealed"):
        if not _agreed(find, file.kind) or file.name not in find.files_due:
            file.delete()
    _came(find)


def _came(find: Find) -> None:
    """What is there is no longer waited for."""
    there = dict(find.files.values_list("name", "kind"))
    find.files_due = [name for name in find.files_due if name not in there]
    find.yes_due = find.yes_due and K.YES not in there.values()
    find.save(update_fields=["files_due", "yes_due"])


@transaction.atomic
def look_at(file: FindFile, *, by: Actor) -> bytes:
    """A photo (JPEG); that she looked is written down. Raises FileUnreadable."""
    content = _opened(file)
    record("survey.photo_seen", file.find, by=by, file=file.pk)
    return content


@transaction.atomic
def hear(file: FindFile, *, by: Actor) -> bytes:
    """A voice note or a recorded yes; that she listened is written down. Raises FileUnreadable."""
    content = _opened(file)
    record("survey.voice_played", file.find, by=by, file=file.pk)
    return content


def _opened(file: FindFile) -> bytes:
    try:
        return unseal(PURPOSE, file.sealed, owner=file.find_id)
    except Unreadable:
        raise FileUnreadable() from None
