"""Reading what people were told, and whether it reaches them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from haat.core.dates import start_of, today
from haat.core.ends import LastFour
from haat.core.identifiers import ten_figures
from haat.core.numerals import latin_digits
from haat.messages import setup
from haat.messages.letters import has_its_words, letter_for, letter_of
from haat.messages.models import SIGN_IN_CODE, Attempt, Message
from haat.messages.naming import too_long
from haat.messages.notices import INVITED, SIGN_IN, Notice, Worded, every
from haat.messages.permissions import asking
from haat.messages.sender import carrying, every_sender, switched_on
from haat.people.models import Invitation, PhoneCode, User
from haat.places.models import Mart

# A mobile number as any; nothing is sent to it.
ANYBODY = "+919999999999"
# Who is told these could not have said yes to anybody yet.
BEFORE_A_YES = (SIGN_IN.name, INVITED.name)
# So many of her messages are shown to a person, the newest.
SHOWN = 20
# So many figures of a phone find it.
LEAST_FIGURES = 4


def told(user: User) -> QuerySet[Message]:
    """What a person was told, the newest first; codes to sign in or come in with are nobody's reading."""
    return Message.objects.filter(user=user).exclude(template__in=BEFORE_A_YES).order_by("-pk")


def unread(user: User) -> int:
    """How much of what is shown to her (SHOWN) she has not read. One statement."""
    shown = told(user)[:SHOWN].values("pk")
    return Message.objects.filter(pk__in=shown, read_at=None).count()


@dataclass(frozen=True)
class Ready:
    """Whether messages of a mart reach people, and what lacks.

    `codes`: a code to sign in with leaves for a phone. `lacks`: by sender, the settings that are missing.
    `unregistered`: notices that no sender can carry in the mart's first language. `reaches_people`: it is not the log.
    `asking`: where no code leaves, the senders that tell only who has said yes to them. `uncallable`: the mart's phone
    is no number of ten figures, so operators refuse what names it. `too_long`: notices that are more than one text
    message with the mart's name.
    """

    codes: bool
    lacks: Mapping[str, list[str]]
    unregistered: list[str]
    reaches_people: bool
    asking: Sequence[str] = ()
    uncallable: bool = False
    too_long: Sequence[str] = ()

    @property
    def all_well(self) -> bool:
        wrong = self.unregistered or any(self.lacks.values()) or self.uncallable or self.too_long
        return self.reaches_people and self.codes and not wrong


def ready(mart: Mart) -> Ready:
    """Whether this mart's messages reach people; no query."""
    try:
        return _ready(mart)
    except setup.BadFile as wrong:
        return Ready(False, {sender.slug: [str(wrong)] for sender in switched_on()}, [], True)


def _ready(mart: Mart) -> Ready:
    lacks = {sender.slug: sender.lacks(setup.of(sender.slug, mart.slug)) for sender in switched_on()}
    lacking = [notice.name for notice in every().values() if not _carried(notice, mart)]
    reaching = any(sender.reaches_people for sender in switched_on())
    codes = SIGN_IN_CODE not in lacking
    asked = [] if codes else [sender.slug for sender in asking()]
    long = sorted({each.notice.name for each in too_long(mart)})
    return Ready(codes, lacks, lacking, reaching, asked, uncallable=not ten_figures(mart.phone), too_long=long)


def lacks_own_number(notice: Notice, own: Worded, mart: Mart) -> bool:
    """Whether a sender of a mart's own words will not carry these, though they are registered; no query.

    A gateway with numbers of its own does not know them before it has given one.
    """
    message = Message(phone=ANYBODY, mart=mart, language=own.language)
    letter = letter_of(message, notice, own)
    try:
        carriers = [each for each in carrying(notice.name, mart.slug) if each.takes_own_words and own.template]
        return any(not each.can_carry(letter, setup.of(each.slug, mart.slug)) for each in carriers)
    except setup.BadFile:
        return False


def codes_arrive(mart: Mart) -> bool:
    """Whether a code to sign in with reaches who asks for it: by a sender, or on the demonstration's page; no query."""
    return settings.DEMO or carried(SIGN_IN, mart)


def carried(notice: Notice, mart: Mart, *, email: str = "") -> bool:
    """Whether a sender that is set up can carry a notice to an Indian phone, or to this address of mail, in the mart's
    first language; no query.

    One that asks first may be refused by whom it is for, and brings nobody a first code.
    """
    try:
        return _carried(notice, mart, email)
    except setup.BadFile:
        return False


def _carried(notice: Notice, mart: Mart, email: str = "") -> bool:
    """The same. Raises BadFile."""
    values = {variable.name: variable.longest for variable in notice.variables}
    message = Message(phone=ANYBODY, mart=mart, template=notice.name, language=mart.default_language, values=values)
    message.user = User(email=email)
    for sender in carrying(notice.name, mart.slug):
        told = setup.of(sender.slug, mart.slug)
        if sender.asks_first is not None and notice.name in BEFORE_A_YES:
            continue
        if not sender.lacks(told) and letter_for(sender, message, notice, told):
            return True
    return False


def listed(mart: Mart) -> QuerySet[Message]:
    """A mart's messages, with what a list shows of them; `left_text`, `left_language`: the words that left last."""
    last = Attempt.objects.filter(message=OuterRef("pk")).exclude(text="").order_by("-pk")
    left = {f"left_{field}": Subquery(last.values(field)[:1]) for field in ("text", "language")}
    return Message.objects.filter(mart=mart).select_related("mart", "user").annotate(**left)


def found(mart: Mart, *, state: str = "", kind: str = "", words: str = "") -> QuerySet[Message]:
    """Those in this state, of this notice, and to the phone that ends in these figures (four at least)."""
    rows = listed(mart)
    if state in Message.State.values:
        rows = rows.filter(state=state)
    if kind:
        rows = rows.filter(template=kind)
    figures = "".join(letter for letter in latin_digits(words) if letter.isdigit())
    if words and len(figures) < LEAST_FIGURES:
        return rows.none()
    if words:  # by the index of their ends first
        rows = rows.alias(phone_end=LastFour("phone")).filter(phone_end=figures[-4:], phone__endswith=figures[-10:])
    return rows


def counted(mart: Mart) -> int:
    """How many did not arrive lately."""
    return failed_lately(mart).count()


def failed_lately(mart: Mart) -> QuerySet[Message]:
    """What did not arrive, of yesterday and today."""
    since = start_of(today() - timedelta(days=1))
    return Message.objects.filter(mart=mart, state=Message.State.FAILED, made_at__gte=since)


def failing(message: Message) -> Mapping[str, int]:
    """The senders whose last attempt of a day to bring this notice to this phone failed, each with that attempt's
    number; one query."""
    since = timezone.now() - timedelta(days=1)
    lately = Message.objects.alias(phone_end=LastFour("phone")).filter(mart=message.mart_id, made_at__gte=since)
    hers = lately.filter(phone_end=message.phone[-4:], phone=message.phone, template=message.template)
    tried = Attempt.objects.filter(message__in=hers).order_by("pk").values_list("sender", "state", "pk")
    last = {sender: (state, pk) for sender, state, pk in tried}
    return {sender: pk for sender, (state, pk) in last.items() if state == Attempt.State.FAILED}


def cause_of_code(made: PhoneCode) -> str:
    """Under which cause a code to sign in with was told."""
    return f"code:{made.pk}"


def code_told(phone: str, *, purpose: str, browser: str) -> Message | None:
    """The message with the code that this browser asked for last; None when it asked for none."""
    made = PhoneCode.objects.filter(phone=phone, purpose=purpose, browser=browser).order_by("-pk").first()
    return None if made is None else Message.objects.filter(cause=cause_of_code(made)).first()


def cause_of_invitation(made: Invitation) -> str:
    """Under which cause its code was told."""
    return f"invitation:{made.pk}"


def invitation_told(made: Invitation) -> Message | None:
    """The message with the code of an invitation, when it was sent by one; its words are forgotten."""
    return Message.objects.filter(cause=cause_of_invitation(made)).first()


@dataclass(frozen=True)
class Step:
    """One step of a message: when, by which sender, what came of it, and the sender's word for why."""

    at: datetime
    sender: str
    state: str
    code: str = ""
    said: str = ""
    tries: int = 0
    parts: int = 0
    sure: bool = True


def fate_of(message: Message) -> list[Step]:
    """What each sender made of a message, in order; two queries."""
    steps: list[Step] = []
    names = {sender.slug: str(sender.title) for sender in every_sender()}
    for attempt in message.attempts.prefetch_related("reports").order_by("pk"):
        name = names.get(attempt.sender, attempt.sender)
        reports = sorted(attempt.reports.all(), key=lambda report: report.pk)
        was_taken = bool(reports) or attempt.state not in (Attempt.State.REFUSED, Attempt.State.TROUBLED)
        first = Attempt.State.TAKEN if was_taken else attempt.state
        why = ("", "") if was_taken else (attempt.code, attempt.said)
        steps.append(Step(attempt.made_at, name, first, *why, tries=attempt.tries, parts=attempt.parts))
        for each in reports:
            why = (each.code, each.said) if each.state == Attempt.State.FAILED else ("", "")
            steps.append(Step(each.made_at, name, each.state, *why, sure=each.sure))
    return sorted(steps, key=lambda step: step.at)


def may_go_again(message: Message) -> bool:
    """Whether the desk may have it sent again: it does not wait, its words are still kept, and it says nothing secret.

    A code that another took the place of would cost who gets it a try.
    """
    notice = every().get(message.template)
    if notice is None or notice.secret or message.state == Message.State.WAITING:
        return False
    return has_its_words(message, notice)
