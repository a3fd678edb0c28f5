"""What a test's toys import: only the toys are forgotten with them."""

import sys
from importlib import import_module

from tests.toys import only_there


def test_only_what_lies_there_is_forgotten(tmp_path, monkeypatch):
    (tmp_path / "toy_of_a_test.py").write_text("NAME = 'toy'\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    with only_there(tmp_path):
        assert import_module("toy_of_a_test").NAME == "toy"
        kept = import_module("colorsys")
    assert "toy_of_a_test" not in sys.modules
    assert sys.modules["colorsys"] is kept
