"""The first commands of docs/running.md, as an operator types them: each commits for itself, as on a real machine."""

import re
from pathlib import Path

import pytest

from haat.cli import main
from haat.core.doctor import examine
from haat.people.models import Role
from haat.places.models import Mart, Place

ROOT = Path(__file__).resolve().parent.parent.parent
EXAMPLE = ROOT / "docs" / "mart.example.toml"


def documented(verb: str) -> list[list[str]]:
    """The commands of the guide that begin so, as words."""
    guide = (ROOT / "docs" / "running.md").read_text(encoding="utf-8")
    return [
        [word.strip('"') for word in re.findall(r'"[^"]*"|\S+', line)][1:]
        for line in guide.splitlines()
        if line.startswith(f"haat {verb} ")
    ]


@pytest.mark.django_db(transaction=True)
def test_first_commands_of_the_guide_do_what_it_says(capsys, tmp_path):
    villages = tmp_path / "villages.csv"
    villages.write_text("block,name_en,name_hi,pin\nDhamdha,Aheri,अहेरी,491331\nदुर्ग,Anda,अंडा,\n", encoding="utf-8")
    files = {"durg.toml": str(EXAMPLE), "villages.csv": str(villages)}

    def typed(command: list[str]) -> int:
        return main([files.get(word, word) for word in command])

    (opening,) = [command for command in documented("mart") if command == ["mart", "durg.toml"]]
    assert typed(opening) == 0
    assert Mart.objects.get().shut
    assert "Buyers may not enter yet" in capsys.readouterr().out
    officers = [command for command in documented("officer") if "--end" not in command]
    assert [typed(command) for command in officers] == [0]
    assert Role.objects.get().kind == "collector"  # she invites all others by screens
    capsys.readouterr()
    (bring,) = documented("import places")
    assert typed(bring) == 0
    assert capsys.readouterr().out.splitlines()[0] == "2 made, 0 already there, 0 refused"
    assert typed(bring) == 0
    assert capsys.readouterr().out.splitlines()[0] == "0 made, 2 already there, 0 refused"
    assert Place.objects.filter(kind="locality", parent__parent__names__en="Durg").count() == 2
    assert [found.name for found in examine() if found.broken] == []
