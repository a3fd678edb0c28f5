"""The only writes of the catalogue: drafts, words, variants, pictures, checks."""

from haat.catalogue.actions.checking import approve, pause_good, resume_good, send_back, send_for_check
from haat.catalogue.actions.drafts import save_draft, set_attributes, set_size, set_text
from haat.catalogue.actions.importing import import_crafts
from haat.catalogue.actions.many import Draft, Known, add_size, draft_of, write_drafts
from haat.catalogue.actions.photos import add_photo, order_photos
from haat.catalogue.actions.variants import change_price, set_variant, stop_variant

__all__ = [
    "Draft",
    "Known",
    "add_photo",
    "add_size",
    "approve",
    "change_price",
    "draft_of",
    "import_crafts",
    "order_photos",
    "pause_good",
    "resume_good",
    "save_draft",
    "send_back",
    "send_for_check",
    "set_attributes",
    "set_size",
    "set_text",
    "set_variant",
    "stop_variant",
    "write_drafts",
]
