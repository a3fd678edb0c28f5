"""Who does a thing, and on whose behalf."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Actor:
    """`user_id` did it (None: the machine or an anonymous buyer), acting for `for_maker_id` if it is not their own."""

    user_id: int | None = None
    for_maker_id: int | None = None


MACHINE = Actor()
