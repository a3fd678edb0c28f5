"""A request of the maker's phone: for whom it acts has been found."""

from dataclasses import dataclass

from haat.core.actor import Actor
from haat.makers.models import Maker
from haat.makers.queries import name
from haat.web.ui import request


@dataclass(frozen=True)
class Acting:
    """The maker a page is about, and who the record will say did it."""

    maker: Maker
    by: Actor

    @property
    def own(self) -> bool:
        """True when the person is a member herself."""
        return self.by.for_maker_id is None

    @property
    def for_name(self) -> str:
        """The maker's name when somebody acts for it, else empty."""
        return "" if self.own else name(self.maker)


class Request(request.Request):
    """With the maker the page is about."""

    acting: Acting
