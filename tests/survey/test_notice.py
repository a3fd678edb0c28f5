"""The notice is read in every tongue it claims, names who listens, and changes only with its version."""

import hashlib

import pytest
from django.utils.translation import override

from haat.survey.notice import NOTICE, PURPOSES, VERSIONS
from haat.survey.tongues import TONGUES
from tests.make_rooms import make_mart

# Who changes a word gives it a new version: what was agreed to stays what it was.
AS_AGREED = {1: "df7ca5e7c5c75c1b"}


def words() -> str:
    with override("en"):
        lines = [str(line) for line in NOTICE.lines] + [str(purpose.question) for purpose in PURPOSES.values()]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def test_a_changed_notice_is_a_new_version():
    assert words() == AS_AGREED[NOTICE.version]
    assert NOTICE.version in VERSIONS


@pytest.mark.django_db
@pytest.mark.parametrize("language", NOTICE.languages)
def test_notice_is_whole_in_each_language_it_claims(language):
    mart = make_mart()
    with override("en"):
        english = NOTICE.read(mart)
    with override(language):
        lines = NOTICE.read(mart)
    assert len(lines) == len(NOTICE.lines)
    assert all(language == "en" or line != other for line, other in zip(lines, english, strict=True))
    assert mart.grievance_officer in " ".join(lines)


def test_tongues_have_names_in_every_language_of_the_office():
    assert {code: set(tongue.names) for code, tongue in TONGUES.items()} == {
        code: {"en", "hi", "mr"} for code in TONGUES
    }
    assert {code for code, tongue in TONGUES.items() if tongue.written} == set(NOTICE.languages)
    assert {"gon", "hoc", "unr", "kru", "khortha", "sat"} <= set(TONGUES)
