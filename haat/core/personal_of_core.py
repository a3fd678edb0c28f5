"""What the house's own rows hold of people (see `core.personal`)."""

from haat.core.personal import Excused

PERSONAL = (
    Excused(
        "core.event",
        {
            "data": "the audit trail: of phones and accounts the last digits only, of persons keys and no names; kept "
            "unchanged (docs/decisions/privacy.md)"
        },
    ),
    Excused(
        "core.job",
        {
            "name": "which function runs",
            "args": "keys of rows",
            "error": "masked (`core.masking`); finished jobs are deleted by the worker",
        },
    ),
    Excused("core.limit", {"name": "a digest of who tried; ends with its hour"}),
    Excused("core.mark", {"name": "which moment"}),
    Excused("core.seal", {"before": "a digest of the trail"}),
    Excused("core.sending", {"name": "a digest of a form that was sent; swept after a day"}),
    Excused("core.sequence", {"name": "which numbers run"}),
)
