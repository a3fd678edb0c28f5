"""A web process begins without what it seldom needs: each lies in memory in every worker."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# What draws papers, reads and writes sheets, looks at pictures and speaks with others.
SELDOM = (
    "weasyprint",
    "fontTools",
    "xlsxwriter",
    "numpy",
    "cv2",
    "jsonschema_rs",
    "httpx2",
    "openpyxl",
    "segno",
    "thorvg_python",
    "barcode",
    "cryptography",
)
ASKED = """
import sys
import config.wsgi
from django.urls import get_resolver
for each in get_resolver().url_patterns:
    list(getattr(each, "url_patterns", ()))
print(*(name for name in sys.argv[1:] if name in sys.modules))
"""


def loaded(tmp_path: Path, *names: str) -> list[str]:
    environment = {**os.environ, "HAAT_DATA_DIR": str(tmp_path), "HAAT_DATABASE_URL": "", "PYTHONPATH": str(ROOT)}
    environment.pop("PYTEST_CURRENT_TEST", None)
    done = subprocess.run(
        [sys.executable, "-c", ASKED, *names], env=environment, cwd=ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout.split()


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    return loaded(tmp_path_factory.mktemp("light"), *SELDOM, "django", "haat.web.papers.printer")


def test_what_is_seldom_needed_is_read_when_it_is(found: list[str]) -> None:
    assert [name for name in SELDOM if name in found] == []


def test_the_addresses_were_read(found: list[str]) -> None:
    assert {"django", "haat.web.papers.printer"} <= set(found)
