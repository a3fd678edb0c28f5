"""What is told of petitions, seals, clocks and breaches: never what was in the data."""

from haat.core.kinds import Kind

KINDS = (
    Kind("privacy.yes_recorded", about="people.user", needs=("notice",)),
    Kind("privacy.yes_played", about="people.user", needs=("notice",)),
    Kind("privacy.stopped", about="people.user", needs=("notice", "makers", "rows")),
    Kind("privacy.asked", about="privacy.petition", needs=("kind", "came", "due")),
    Kind("privacy.export_made", about="privacy.petition", needs=("size",)),
    Kind("privacy.export_seen", about="privacy.petition"),
    Kind("privacy.answered", about="privacy.petition", needs=("kind",)),
    Kind("privacy.refused", about="privacy.petition"),
    Kind("privacy.taken_back", about="privacy.petition"),
    Kind("privacy.erase_agreed", about="privacy.petition"),
    Kind("privacy.erased", about="privacy.petition", needs=("rows", "until", "elsewhere")),
    Kind("privacy.seal_opened", about="privacy.petition", needs=("reason",)),
    Kind("privacy.cleared", about="places.mart", needs=("clock", "rows")),
    Kind("privacy.setting_changed", about="places.mart", needs=("name", "before", "after")),
    Kind("privacy.breach_noted", about="privacy.breach", needs=("drill", "people")),
    Kind("privacy.breach_changed", about="privacy.breach", needs=("before", "after")),
    Kind("privacy.concerned_named", about="privacy.breach", needs=("people",)),
    Kind("privacy.board_told", about="privacy.breach"),
    Kind("privacy.board_given_details", about="privacy.breach"),
    Kind("privacy.people_told", about="privacy.breach", needs=("people",)),
    Kind("privacy.breach_closed", about="privacy.breach"),
)
