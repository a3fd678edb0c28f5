"""Corruptions of makers that were made one, and of consent; see corruptions.py."""

from haat.makers.models import Seller, SellerPaper
from tests.core.corruptions_cohorts import COHORTS
from tests.core.corruptions_helping import HELPING
from tests.core.corruptions_learning import LEARNING
from tests.core.corruptions_letters import LETTERS
from tests.core.corruptions_paperwork import PAPERWORK
from tests.core.corruptions_privacy import PRIVACY
from tests.core.corruptions_roster import ROSTER
from tests.core.corruptions_survey import SURVEY
from tests.core.plants import Plant, edit, merged_alone

MERGED = "state = 'merged', merged_into_id = (SELECT max(id) FROM makers_maker)"


MAKERS: list[tuple[str, str, Plant]] = [
    ("a maker made one with another by hand", "makers that were made one lead to one that is its own",
     edit("makers_maker", MERGED, "state = 'enrolled'")),
    ("a merged maker by nobody's word", "makers stand where they were put",
     edit("makers_maker", MERGED, "state = 'paused'")),
    ("an order of a maker that is merged", "makers that were made one have nothing open of their own",
     edit("makers_maker", MERGED, "id IN (SELECT maker_id FROM orders_part WHERE state IN ('placed', 'accepted'))")),
    ("money owed to a maker that is merged", "makers that were made one have nothing open of their own",
     edit("makers_maker", MERGED, "id IN (SELECT maker_id FROM ledger_due WHERE state = 'earned')")),
    ("money moved between makers by one person", "makers whose money moved were made one by two people", merged_alone),
    ("a paper of a kind that nobody knows", "papers are of kinds that are known, and told apart as these are",
     edit("makers_document", "kind = 'moon'")),
    ("a paper told apart by another number", "papers are of kinds that are known, and told apart as these are",
     edit("makers_document", "which = 'other'")),
    ("a seller's paper accepted by nobody", "papers are decided by the desk",
     lambda: SellerPaper.objects.create(seller=Seller.objects.earliest("pk"), kind="khadi_mark", number="K1",
                                        state="accepted")),
    ("a consent taken back by hand", "consent was given, in its order",
     edit("people_consent", "withdrawn_at = '2027-11-20 10:00:00+00:00'", "withdrawn_at IS NULL")),
    *ROSTER,
    *PRIVACY,
    *SURVEY,
    *LETTERS,
    *LEARNING,
    *COHORTS,
    *PAPERWORK,
    *HELPING,
]  # fmt: skip
