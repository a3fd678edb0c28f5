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


def bad_identifier(error: InvalidIdentifier, field: str) -> HaatError:
    """An identifier that was refused, at its field."""
    return HaatError(error.code, error.message, field=field)


def no_name(field: str = "names") -> HaatError:
    return HaatError("makers.no_name", _("Name: write at least one name, in any language."), field=field)


def name_too_long(field: str, language: str) -> HaatError:
    return HaatError(
        "makers.name_too_long",
        _("Name: at most 120 letters. Write the short name."),
        field=field,
        language=language,
    )


def no_letter(field: str, language: str) -> HaatError:
    return HaatError(
        "makers.no_letter",
        _("Name: it needs at least one letter, in any script. Write it as people say it."),
        field=field,
        language=language,
    )


def story_too_long(language: str) -> HaatError:
    return HaatError(
        "makers.story_too_long",
        _("Story: at most 2,000 letters. Make it shorter."),
        field="stories",
        language=language,
    )


def same_lokos(name: str, maker_id: int) -> HaatError:
    """The LokOS number is another maker's; the facts hold its name and key."""
    return HaatError(
        "makers.same_lokos",
        _("LokOS number: %(maker)s already has it. Open that maker’s page instead."),
        field="lokos_id",
        maker=name,
        maker_id=maker_id,
    )


def same_phone_and_name(name: str, maker_id: int) -> HaatError:
    """The same phone and name are there already; the facts hold the maker's name and key."""
    return HaatError(
        "makers.same_phone_and_name",
        _("Phone: %(maker)s is already here with this number and name. Open that maker’s page instead."),
        field="phone",
        maker=name,
        maker_id=maker_id,
    )


def long_lokos() -> HaatError:
    return HaatError(
        "makers.long_lokos",
        _("LokOS number: at most 30 letters and digits. Copy it from the LokOS list."),
        field="lokos_id",
    )


def bad_year(least: int, most: int) -> HaatError:
    return HaatError(
        "makers.bad_year",
        _("Since: write a year from %(least)s to %(most)s, or leave it empty."),
        field="since",
        least=least,
        most=most,
    )


def unknown_pin(pin: str) -> HaatError:
    return HaatError(
        "makers.unknown_pin",
        _("PIN code: no post office has %(pin)s. Look at it again."),
        field="pin",
        pin=pin,
    )


def far_pin(pin: str, district: str) -> HaatError:
    return HaatError(
        "makers.far_pin",
        _("PIN code: %(pin)s is in %(district)s, too far from this block. Write the maker’s own PIN code."),
        field="pin",
        pin=pin,
        district=district,
    )


def same_hand() -> HaatError:
    return HaatError(
        "makers.same_hand",
        _("You wrote this account down yourself. Another person must compare it with the passbook."),
    )


def account_sent_back() -> HaatError:
    return HaatError(
        "makers.account_sent_back",
        _("The bank sent money back from this account. Write the right account down first."),
        field="number",
    )


def run_out() -> HaatError:
    return HaatError(
        "makers.run_out",
        _("Holds until: this day is past. Ask for the renewed paper."),
        field="valid_until",
    )


def leader_stays() -> HaatError:
    return HaatError("makers.leader_stays", _("She leads. Make another member the leader first."))


def has_left() -> HaatError:
    return HaatError("makers.has_left", _("She is no longer a member. Add her again first."))


def unknown_kind(kind: str) -> HaatError:
    return HaatError(
        "makers.unknown_kind",
        _("Kind: “%(kind)s” is not known. Write artisan, group or producer_group."),
        field="kind",
        kind=kind,
    )


def block_outside_mart() -> HaatError:
    return HaatError(
        "makers.block_outside_mart",
        _("Block: it does not lie in this mart's place. Choose one of its blocks."),
        field="block",
    )


def place_outside_block() -> HaatError:
    return HaatError(
        "makers.place_outside_block",
        _("Village: it does not lie in the block chosen. Choose the village again."),
        field="place",
    )


def other_mart(field: str) -> HaatError:
    return HaatError(
        "makers.other_mart", _("This belongs to another mart. Choose one of your own mart's."), field=field
    )


def unknown_bank() -> HaatError:
    return HaatError(
        "makers.unknown_bank",
        _("IFSC: no bank has these four letters in front. Copy the IFSC from the passbook."),
        field="ifsc",
    )


def bad_account_number() -> HaatError:
    return HaatError(
        "makers.bad_account_number",
        _("Account number: it has 8 to 18 digits. Copy it from the first page of the passbook."),
        field="number",
    )


def no_holder() -> HaatError:
    return HaatError(
        "makers.no_holder",
        _("Account holder: write the name as the passbook has it."),
        field="holder",
    )


def gstin_taken() -> HaatError:
    return HaatError(
        "makers.gstin_taken",
        _("GSTIN: another seller already has this number. Choose that seller, or check the number."),
        field="gstin",
    )


def gstin_of_other_state() -> HaatError:
    return HaatError(
        "makers.gstin_of_other_state",
        _("GSTIN: its first two digits are another state's. Check the number and the PIN code."),
        field="gstin",
    )


def unknown_document(kind: str) -> HaatError:
    return HaatError("makers.unknown_document", _("Paper: “%(kind)s” is not known."), field="kind", kind=kind)


def no_number() -> HaatError:
    return HaatError("makers.no_number", _("Number: write the number that stands on the paper."), field="number")


def bad_share_rule() -> HaatError:
    return HaatError(
        "makers.bad_share_rule",
        _("Sharing: choose equal, by work or by amounts."),
        field="share_rule",
    )


def bad_weights() -> HaatError:
    return HaatError(
        "makers.bad_weights",
        _("Shares: give every member a whole number up to 10,00,000, and at least one more than zero."),
        field="weights",
    )


def already_member() -> HaatError:
    return HaatError("makers.already_member", _("Phone: this person is already a member here."), field="phone")


def not_live() -> HaatError:
    return HaatError("makers.not_live", _("Only a maker that is open can be paused."))


def may_not_act() -> NotAllowed:
    return NotAllowed(
        "makers.may_not_act",
        _("You are not a member of this maker, nor its coordinator. Ask the district desk."),
    )
