"""The toy bazaar leaves nothing behind, and takes nothing along."""

import sys

from tests.channels.toy import SLUG, opened


def test_what_is_loaded_while_it_is_open_stays(tmp_path, monkeypatch):
    monkeypatch.delitem(sys.modules, "this", raising=False)
    with opened(tmp_path):
        import this
    assert sys.modules.get("this") is this
    assert not [name for name in sys.modules if name.startswith(f"haat.channels.{SLUG}")]
