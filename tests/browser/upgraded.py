"""The settings as shipped, with files of the next version laid over those of this one (HAAT_NEXT_FILES)."""

import os

from config.settings import *  # noqa: F403

STATICFILES_DIRS = [os.environ["HAAT_NEXT_FILES"]]
