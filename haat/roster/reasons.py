"""Why a row of a list stays out, or what of it was left out or mended: a code each, a sentence when it is read."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# The row stays out.
REFUSED: "Mapping[str, str | Promise]" = {
    "number_cut": _("The spreadsheet has cut this number. Format the column as text, and write the number again."),
    "code_long": _("This number is longer than any number of a group. Look at the column."),
    "code_length": _("This number has %(said)s digits, where the others of the column have another length. Is it cut?"),
    "code_empty": _("No number, and no leader or phone: it cannot be told from another group of this name."),
    "code_two": _("The numbers of this row belong to two groups. Compare both, and make them one or mend the number."),
    "aadhaar": _("An Aadhaar number stands here. It was not kept. Take it out of the list."),
    "member_empty": _("The member’s number is empty, and no guardian tells her from others. Fill one of them in."),
    "member_twice": _("This member stands in this group already, further up."),
    "member_name": _("The member’s name is empty. Fill it in."),
    "group_unknown": _("No list has told of this group yet. Bring the list of groups first, or both together."),
    "group_refused": _("Its group was refused further up. Mend that row first."),
    "group_name": _("The group’s name is empty. Fill it in."),
    "name_long": _("A name has at most 120 letters."),
    "no_letter": _("“%(said)s” has no letter. Write the name."),
    "formula": _("“%(said)s” is a formula. Write the name itself."),
    "old_font": _("These letters belong to an old font (Kruti Dev or a like one). Is “%(said)s” meant? Write it so."),
    "old_font_unsure": _("These letters belong to an old font, and “%(said)s” cannot be read surely. Write them anew."),
    "block": _("“%(said)s” is no block of this district. Copy the name from the list of places."),
    "block_empty": _("The block is empty, and no other list has told it. Fill it in."),
    "other_district": _("“%(said)s” is another district."),
    "heads_again": _("The headings stand here once more."),
    "sums": _("This row holds sums, not a group."),
    "marked": _("The list itself marks this row as repeated or wrong."),
    "two_parents": _("This village organisation has another federation already: “%(said)s”. Move it on its page."),
    "circle": _("It cannot lie below itself."),
    "far_too_many": _("More is wrong with this list than is kept here."),
}
# The row goes in without this cell, or with it mended.
REMARKS: "Mapping[str, str | Promise]" = {
    "phone": _("No mobile number: left out."),
    "phone_shared": _("Another officer of the group has this number: left out. Ask whose it is."),
    "ifsc": _("No IFSC: left out."),
    "branch_code": _("A branch’s code stands here, not an IFSC: left out."),
    "account": _("No account number: left out."),
    "account_is_loan": _("The loan account stands here as well: left out."),
    "account_cut": _("The spreadsheet has cut this number: left out."),
    "date": _("“%(said)s” is no day: left out."),
    "count": _("“%(said)s” is no number of members: left out."),
    "count_none": _("0 members: left out."),
    "count_many": _("A group has at most 20 members; the list says %(said)s."),
    "village": _("“%(said)s” is not in the list of places. It is kept as it is written."),
    "village_spelt": _("Read as “%(said)s”."),
    "block_spelt": _("Read as “%(said)s”."),
    "urban": _("The panchayat is a town now."),
    "converted": _("Read as “%(said)s”."),
    "placed": _("A person has moved this group. It stays where it is."),
    "name_left": _("This name cannot be read: left out."),
    "aadhaar_left": _("An Aadhaar number stood here. It was not kept."),
    "member_no_code": _("No number: known by her name and her guardian’s."),
    "group_twice": _("This group stands in this list already, further up."),
    "second": _("She is a member of %(said)s groups."),
}


def sentence(code: str, said: str) -> str:
    """What is said of a cell, in the reader's language."""
    words = REFUSED.get(code) or REMARKS.get(code, code)
    return str(words) % {"said": said} if "%(said)s" in str(words) else str(words)
