"""How often a thing may be tried: counted in the database, one statement a try, exact however many try at once."""

import time

from django.db import DEFAULT_DB_ALIAS, connections
from django.utils.crypto import salted_hmac

from haat.core.cursors import cursor
from haat.core.errors import TooManyTries
from haat.core.models import Limit

# A window begins with its first try; a row whose window is over is begun again in place.
_COUNT = """
INSERT INTO core_limit (name, tries, ends) VALUES (%s, 1, %s)
ON CONFLICT (name) DO UPDATE SET
  tries = CASE WHEN core_limit.ends > %s THEN core_limit.tries + 1 ELSE 1 END,
  ends = CASE WHEN core_limit.ends > %s THEN core_limit.ends ELSE excluded.ends END
RETURNING tries
"""


def hit(name: str, *, most: int, seconds: int) -> None:
    """Count one try under `name`; raises TooManyTries beyond `most` in `seconds`.

    To be called outside every transaction: a try that is then refused must stay counted.
    """
    now = int(time.time())
    with cursor(connections[DEFAULT_DB_ALIAS]) as lines:
        lines.execute(_COUNT, [_sealed(name), now + seconds, now, now])
        tries = lines.fetchone()[0]
    if tries > most:
        raise TooManyTries()


def forget_old() -> int:
    """Drop the counts whose window is over; how many those were."""
    return Limit.objects.filter(ends__lte=int(time.time())).delete()[0]


def _sealed(name: str) -> str:
    """The name as it is kept: phones and addresses of people who only tried stand in no table."""
    return salted_hmac("haat.core.limits", name, algorithm="sha256").hexdigest()
