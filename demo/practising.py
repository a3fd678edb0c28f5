"""What is practised and looked at in the demonstration: a practice shop, labels, the check of work, and a return."""

import io

from django.utils import timezone
from PIL import Image, ImageDraw

from demo.people import Team
from haat.core.actor import MACHINE, Actor
from haat.core.scans import Scan, read_scan
from haat.delivery import actions as delivery
from haat.learning import actions as learning
from haat.learning.practice import QUALITY, points_for
from haat.learning.queries import lesson_of
from haat.makers.models import Maker
from haat.makers.queries import leader_of
from haat.orders import actions as orders
from haat.orders.models import Part, PartPhoto
from haat.orders.queries import return_of
from haat.orders.rules import may_come_back
from haat.people.models import Role
from haat.places.models import Mart

CARTON, PAPER, INK = "#b08a5a", "#fbf7ee", "#3a2c20"
WEIGHT_G = 640
State = Part.State


def photo(*, whole: bool = True) -> Scan:
    """A carton with its label, drawn; without `whole` its lower half lacks."""
    image = Image.new("RGB", (1200, 900), CARTON)
    pen = ImageDraw.Draw(image)
    pen.rectangle((240, 180, 960, 720), fill=PAPER)
    for line in range(6 if whole else 2):
        pen.rectangle((300, 240 + 76 * line, 860 - 90 * (line % 3), 268 + 76 * line), fill=INK)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    return read_scan(out.getvalue())


class Practising:
    """The maker whose sign-in is printed, as she learns and as her parcels go."""

    def __init__(self, mart: Mart, team: Team, maker: Maker) -> None:
        self.mart, self.maker = mart, maker
        leader = leader_of(maker)
        self.hers = Actor(leader.user_id if leader else None)
        self.desk = team.actor(Role.Kind.DESK)

    def end(self) -> None:
        """One turn of practice done and the next begun; a label that was looked at, and something that comes back."""
        self._practise()
        self._pack()
        self._send_back()

    def _practise(self) -> None:
        for slug in ("photo", "packing", "returns"):
            lesson = lesson_of(self.mart, slug)
            if lesson is not None:
                learning.begin(self.maker, lesson=lesson, by=self.hers)
        row = learning.begin_practice(self.maker, name="अभ्यास की लहठी", price_paise=120_00, by=self.hers)
        learning.mend_practice(self.maker, white=True, by=self.hers)
        learning.accept_practice(self.maker, by=self.hers)
        learning.pack_practice(self.maker, weight_g=WEIGHT_G, photo=photo(), by=self.hers)
        right = {"whole": "again", "food": "aside", "swapped": "call"}[row.case]
        learning.end_practice(self.maker, choice=right, closed=photo(), opened=photo(whole=False), by=self.hers)
        learning.begin_practice(self.maker, name="दूसरी बार", price_paise=150_00, by=self.hers)

    def _pack(self) -> None:
        """A parcel of hers is checked and packed with a photo of its label; one that lies packed gets the photo.

        The last of a state stays: whoever signs in as her finds work at every step.
        """
        part = self._spare(State.ACCEPTED) or self._spare(State.PLACED)
        if part is None:
            part = self._newest(State.PACKED) or self._newest(State.DELIVERED)
            if part is not None:
                orders.keep_photo(part, kind=PartPhoto.Kind.LABEL, photo=photo(), by=self.hers)
        else:
            orders.accept(part, by=self.hers)
            self._check(part)
            delivery.pack(part, weight_g=WEIGHT_G, photo=photo(), by=self.hers)
        if part is not None:
            orders.judge_label(part.photos.get(kind=PartPhoto.Kind.LABEL), right=True, by=self.desk)

    def _check(self, part: Part) -> None:
        lesson = lesson_of(self.mart, QUALITY)
        line = part.lines.select_related("good__craft").order_by("pk").first()
        if lesson is not None and line is not None:
            card, points = points_for(lesson, line.good.craft)
            learning.check_craft(part, card=card, yes=len(points), asked=len(points), by=self.hers)

    def _send_back(self) -> None:
        part = self._newest(State.DELIVERED)
        if part is None or return_of(part) is not None or not may_come_back(part, now=timezone.now()):
            return
        words = {"hi": "रंग फ़ोटो जैसा नहीं है।", "mr": "रंग फोटोसारखा नाही."}
        reason = words.get(part.order.language, "The colour is not as in the picture.")
        asked = orders.ask_return(part, reason=reason, photo=photo(whole=False), by=MACHINE)
        orders.tell_of_return(asked, words="फ़ोटो दिन में ली थी, रंग वही है।", by=self.hers)

    def _spare(self, state: str) -> Part | None:
        lie = Part.objects.filter(maker=self.maker, state=state, place=None, order__channel="mart").count()
        return self._newest(state) if lie > 1 else None

    def _newest(self, state: str) -> Part | None:
        rows = Part.objects.filter(maker=self.maker, state=state, place=None, order__channel="mart")
        return rows.order_by("-delivered_at", "-pk").select_related("order").first()
