"""Every survivor is explained, once, and nothing else is."""

import ast

import pytest

from tools.mutants.kept import ROOT
from tools.mutants.survivors import compared, explained

ROW = '[[survivor]]\nfile = "a.py"\nfunction = "f"\nbefore = "a < b"\nafter = "a <= b"\nreason = "{reason}"\n'
KEY = ("a.py", "f", "a < b", "a <= b")


def test_a_survivor_nobody_explained_and_an_explanation_of_none_are_told():
    other = ("b.py", "g", "1", "2")
    assert compared({KEY, other}, {"a.py", "b.py"}, {KEY: "the same"}) == ([other], [])
    assert compared(set(), {"a.py"}, {KEY: "the same"}) == ([], [KEY])
    assert compared(set(), {"b.py"}, {KEY: "the same"}) == ([], [])


@pytest.mark.parametrize("text", [ROW.format(reason=" "), ROW.format(reason="the same") * 2])
def test_an_explanation_says_something_and_stands_once(tmp_path, text):
    file = tmp_path / "survivors.toml"
    file.write_text(text)
    with pytest.raises(ValueError, match=r"a\.py"):
        explained(file)


def functions(file):
    """The names of functions and classes of a file, `Class.method` among them."""
    found = {""}

    def look(node, names):
        for child in ast.iter_child_nodes(node):
            inner = names
            if isinstance(child, ast.FunctionDef | ast.ClassDef):
                inner = [*names, child.name]
                found.add(".".join(inner))
            look(child, inner)

    look(ast.parse((ROOT / file).read_text(encoding="utf-8")), [])
    return found


def test_every_explanation_is_of_code_that_is_there():
    gone = [
        key
        for key in explained()
        if key[1] not in functions(key[0])
        or not all(line in (ROOT / key[0]).read_text(encoding="utf-8") for line in key[2].splitlines())
    ]
    assert gone == []
