"""`python -m haat.cli …` is the `haat` command."""

import sys

from haat.cli.command import main

sys.exit(main())
