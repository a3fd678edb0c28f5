"""Amazon for the desk: its product types proposed for a name, and the sheet of one of them."""

from collections.abc import Iterable, Sequence
from typing import IO

from django.utils.translation import gettext_lazy as _

from haat.channels import office
from haat.channels.amazon import sheet, types
from haat.channels.channel import Good, Keys, Line
from haat.channels.office import Filled, Proposed


class AmazonOffice(office.Office):
    """What Amazon does for the desk."""

    sheet_words = _(
        "In Seller Central open Add products via upload, take the template of the category, and copy each column"
        " under the same name. Amazon fetches the pictures from their addresses."
    )

    def propose(self, words: str, keys: Keys, line: Line) -> Sequence[Proposed]:
        return types.search(words, keys, line)

    def sheet(self, product_type: str, goods: Iterable[Good], out: IO[bytes]) -> Filled:
        return sheet.write(product_type, goods, out)

    def count(self, product_type: str, goods: Iterable[Good]) -> Filled:
        return sheet.count(product_type, goods)


OFFICE = AmazonOffice()
