"""One of everything of the room, for who walks its addresses."""

from typing import Any

from haat.core.longtable import from_bytes
from haat.people.models import User
from haat.places.models import Mart, Place
from haat.roster import actions
from haat.roster.lists import prepare
from haat.roster.models import Group, GroupLink, ListUpload
from tests.make import BY
from tests.roster.sheets import group, written


def make_group(mart: Mart, block: Place, name: str = "Jyoti SHG", **more: Any) -> Group:
    """A group that a list told of."""
    wanted = {"names": {"en": name}, "sort": name.lower().replace(" ", "-"), "block": block, "place": block}
    return Group.objects.create(mart=mart, **(wanted | more))


def make_list(mart: Mart, user: User, content: bytes = b"") -> ListUpload:
    """A list that was sent, and waits for what its columns mean."""
    source = from_bytes(content or written([group(7)]), "groups.csv")
    packed = actions.packed(prepare(source, mart), convert=False)
    return actions.receive_list(mart, [packed], convert=False, user=user, by=BY)


def group_things(mart: Mart, block: Place, user: User) -> dict[str, Any]:
    own, other = make_group(mart, block), make_group(mart, block, "Tara SHG")
    gone, kept = make_group(mart, block, "Gulab SHG"), make_group(mart, block, "Gulaab SHG")
    producers = make_group(mart, block, "Bamboo producers", kind="producer_group")
    actions.link_group(own, within=producers, by=BY)
    looked = make_list(mart, user)
    looked = actions.say_columns(looked, {}, by=BY)
    actions.look_through(looked)
    return {
        "group": own.pk,
        "other_group": other.pk,
        "group_link": GroupLink.objects.get(group=own).pk,
        "group_list": looked.pk,
        "group_list_file": 0,
        "groups_merged": actions.merge_groups(kept, gone, by=BY).pk,
    }
