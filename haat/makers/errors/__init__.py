"""What the makers' room refuses; every sentence names the field and the way out."""

from django.utils.translation import gettext_lazy as _

from haat.core.errors import HaatError, NotAllowed
from haat.core.identifiers import InvalidIdentifier


class NotReady(HaatError):
    """A maker cannot be opened yet; `missing` holds the blockers."""

    def __init__(self, missing: "list") -> None:
        super().__init__(
            "makers.not_ready",
            _("This maker cannot be opened yet: %(sentences)s"),
            field=missing[0].code,
            sentences=" ".join(str(blocker.sentence) for blocker in missing),
        )
        self.missing = missing


class BadIdentifier(HaatError):
    """An identifier that was refused, at its field."""

    def __init__(self, error: InvalidIdentifier, field: str) -> None:
        super().__init__(error.code, error.message, field=field)


class NoName(HaatError):
    """No name in any language."""

    def __init__(self, field: str = "names") -> None:
        super().__init__("makers.no_name", _("Name: write at least one name, in any language."), field=field)


class NameTooLong(HaatError):
    """A name longer than a maker may have; the facts hold its language."""

    def __init__(self, field: str, language: str) -> None:
        super().__init__(
            "makers.name_too_long",
            _("Name: at most 120 letters. Write the short name."),
            field=field,
            language=language,
        )


class NoLetter(HaatError):
    """A name of signs and digits only; the facts hold its language."""

    def __init__(self, field: str, language: str) -> None:
        super().__init__(
            "makers.no_letter",
            _("Name: it needs at least one letter, in any script. Write it as people say it."),
            field=field,
            language=language,
        )


class StoryTooLong(HaatError):
    """A story longer than a maker may have; the facts hold its language."""

    def __init__(self, language: str) -> None:
        super().__init__(
            "makers.story_too_long",
            _("Story: at most 2,000 letters. Make it shorter."),
            field="stories",
            language=language,
        )


class SameLokos(HaatError):
    """The LokOS number is that of another maker, `maker_id`."""

    def __init__(self, name: str, maker_id: int) -> None:
        super().__init__(
            "makers.same_lokos",
            _("LokOS number: %(maker)s already has it. Open that maker’s page instead."),
            field="lokos_id",
            maker=name,
            maker_id=maker_id,
        )
        self.maker_id = maker_id


class SamePhoneAndName(HaatError):
    """The same phone and name are there already, of the maker `maker_id`."""

    def __init__(self, name: str, maker_id: int) -> None:
        super().__init__(
            "makers.same_phone_and_name",
            _("Phone: %(maker)s is already here with this number and name. Open that maker’s page instead."),
            field="phone",
            maker=name,
            maker_id=maker_id,
        )
        self.maker_id = maker_id


class AlreadyHere(HaatError):
    """A maker of this name in the same village, led by somebody of the same name, is there already: `maker_id`."""

    def __init__(self, name: str, maker_id: int) -> None:
        super().__init__(
            "makers.already_here",
            _(
                "Name: %(maker)s of the same village and leader is already here. Open that maker’s page, or write the"
                " mobile number."
            ),
            field="names",
            maker=name,
            maker_id=maker_id,
        )
        self.maker_id = maker_id


class PhoneStays(HaatError):
    """A number that was known cannot be taken away, only changed."""

    def __init__(self) -> None:
        super().__init__(
            "makers.phone_stays",
            _("Phone: the maker is reached by it. Write the new number instead."),
            field="phone",
        )


class NoPhoneYet(HaatError):
    """What a person says is kept with her number."""

    def __init__(self) -> None:
        super().__init__("makers.no_phone_yet", _("Her mobile number is not known yet. Write it down first."))


class FileUnreadable(HaatError):
    """The file of a paper was sealed under another key."""

    def __init__(self) -> None:
        super().__init__(
            "makers.file_unreadable",
            _("This file was sealed under another key of the mart. Ask for the paper once more."),
        )


class LongLokos(HaatError):
    """More than a LokOS number has."""

    def __init__(self) -> None:
        super().__init__(
            "makers.long_lokos",
            _("LokOS number: at most 30 letters and digits. Copy it from the LokOS list."),
            field="lokos_id",
        )


class BadYear(HaatError):
    """Not a year since which a maker can have made."""

    def __init__(self, least: int, most: int) -> None:
        super().__init__(
            "makers.bad_year",
            _("Since: write a year from %(least)s to %(most)s, or leave it empty."),
            field="since",
            least=least,
            most=most,
        )
        self.least, self.most = least, most


class UnknownPin(HaatError):
    """No post office has this PIN."""

    def __init__(self, pin: str) -> None:
        super().__init__(
            "makers.unknown_pin",
            _("PIN code: no post office has %(pin)s. Look at it again."),
            field="pin",
            pin=pin,
        )


class FarPin(HaatError):
    """The PIN is of a place far from the maker's block."""

    def __init__(self, pin: str, district: str) -> None:
        super().__init__(
            "makers.far_pin",
            _("PIN code: %(pin)s is in %(district)s, too far from this block. Write the maker’s own PIN code."),
            field="pin",
            pin=pin,
            district=district,
        )


class SameHand(HaatError):
    """Who wrote an account down may not confirm it."""

    def __init__(self) -> None:
        super().__init__(
            "makers.same_hand",
            _("You wrote this account down yourself. Another person must compare it with the passbook."),
        )


class AccountSentBack(HaatError):
    """The bank sent money back from the account, or it is another maker's."""

    def __init__(self) -> None:
        super().__init__(
            "makers.account_sent_back",
            _("Money came back from this account, or it is another maker’s. Write the right account down first."),
            field="number",
        )


class PaperRunOut(HaatError):
    """The last day of the paper is past."""

    def __init__(self) -> None:
        super().__init__(
            "makers.run_out",
            _("Holds until: this day is past. Ask for the renewed paper."),
            field="valid_until",
        )


class LeaderStays(HaatError):
    """The leader cannot leave: a maker is never without one."""

    def __init__(self) -> None:
        super().__init__("makers.leader_stays", _("She leads. Make another member the leader first."))


class HasLeft(HaatError):
    """Who is no longer a member cannot lead."""

    def __init__(self) -> None:
        super().__init__("makers.has_left", _("She is no longer a member. Add her again first."))


class UnknownKind(HaatError):
    """Not a kind of maker."""

    def __init__(self, kind: str) -> None:
        super().__init__(
            "makers.unknown_kind",
            _("Kind: “%(kind)s” is not known. Write artisan, group or producer_group."),
            field="kind",
            kind=kind,
        )


class BlockOutsideMart(HaatError):
    """The block is not in the mart's place."""

    def __init__(self) -> None:
        super().__init__(
            "makers.block_outside_mart",
            _("Block: it does not lie in this mart's place. Choose one of its blocks."),
            field="block",
        )


class PlaceOutsideBlock(HaatError):
    """The village is not in the block."""

    def __init__(self) -> None:
        super().__init__(
            "makers.place_outside_block",
            _("Village: it does not lie in the block chosen. Choose the village again."),
            field="place",
        )


class OtherMart(HaatError):
    """What `field` names is another mart's."""

    def __init__(self, field: str) -> None:
        super().__init__(
            "makers.other_mart", _("This belongs to another mart. Choose one of your own mart's."), field=field
        )


class UnknownBank(HaatError):
    """No bank has this IFSC."""

    def __init__(self) -> None:
        super().__init__(
            "makers.unknown_bank",
            _("IFSC: no bank has these four letters in front. Copy the IFSC from the passbook."),
            field="ifsc",
        )


class BadAccountNumber(HaatError):
    """Not a number a bank account has."""

    def __init__(self) -> None:
        super().__init__(
            "makers.bad_account_number",
            _("Account number: it has 8 to 18 digits. Copy it from the first page of the passbook."),
            field="number",
        )


class NoHolder(HaatError):
    """A bank account without its holder's name."""

    def __init__(self) -> None:
        super().__init__(
            "makers.no_holder",
            _("Account holder: write the name as the passbook has it."),
            field="holder",
        )


class GstinTaken(HaatError):
    """The GSTIN is another seller's."""

    def __init__(self) -> None:
        super().__init__(
            "makers.gstin_taken",
            _("GSTIN: another seller already has this number. Choose that seller, or check the number."),
            field="gstin",
        )


class GstinOfOtherState(HaatError):
    """The GSTIN is not of the seller's state."""

    def __init__(self) -> None:
        super().__init__(
            "makers.gstin_of_other_state",
            _("GSTIN: its first two digits are another state's. Check the number and the PIN code."),
            field="gstin",
        )


class UnknownDocument(HaatError):
    """Not a kind of paper."""

    def __init__(self, kind: str) -> None:
        super().__init__("makers.unknown_document", _("Paper: “%(kind)s” is not known."), field="kind", kind=kind)


class NoNumber(HaatError):
    """A paper without its number."""

    def __init__(self) -> None:
        super().__init__("makers.no_number", _("Number: write the number that stands on the paper."), field="number")


class BadShareRule(HaatError):
    """Not a rule by which a group shares."""

    def __init__(self) -> None:
        super().__init__(
            "makers.bad_share_rule",
            _("Sharing: choose equal, by work or by amounts."),
            field="share_rule",
        )


class BadWeights(HaatError):
    """Shares that are no whole numbers within reason, or all zero."""

    def __init__(self) -> None:
        super().__init__(
            "makers.bad_weights",
            _("Shares: give every member a whole number up to 10,00,000, and at least one more than zero."),
            field="weights",
        )


class AlreadyMember(HaatError):
    """The person is a member of this maker."""

    def __init__(self) -> None:
        super().__init__("makers.already_member", _("Phone: this person is already a member here."), field="phone")


class NotLive(HaatError):
    """The maker is not open."""

    def __init__(self) -> None:
        super().__init__("makers.not_live", _("Only a maker that is open can be paused."))


class MayNotAct(NotAllowed):
    """The person may not act for this maker."""

    def __init__(self) -> None:
        super().__init__(
            "makers.may_not_act",
            _("You are not a member of this maker, nor its coordinator. Ask the district desk."),
        )
