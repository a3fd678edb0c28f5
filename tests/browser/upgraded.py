"""The settings as shipped, with files of the next version laid over those of this one (HAAT_NEXT_FILES).

The page for no net comes late, as on a slow line: until it is there, the next version's worker is only coming.
"""

import os
import time

from config.settings import *  # noqa: F403
from config.settings import MIDDLEWARE

STATICFILES_DIRS = [os.environ["HAAT_NEXT_FILES"]]
MIDDLEWARE = ["tests.browser.upgraded.slow_line", *MIDDLEWARE]


def slow_line(answer):
    """Middleware: the last thing a coming worker asks for takes three seconds."""

    def late(request):
        if request.path.endswith("/offline/"):
            time.sleep(3)
        return answer(request)

    return late
