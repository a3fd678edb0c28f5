"""What of a file is changed by mutants and what is left alone, and what a change is called."""

import pytest

from tools.mutants.kept import ROOT
from tools.mutants.sample import changes_of, shares

PATH = ROOT / "haat" / "orders" / "rules.py"


def changed(text, path=PATH):
    return [mutant.changed for mutant in changes_of("orders", path, text)]


def test_decorated_functions_are_changed_too():
    text = "@transaction.atomic\ndef pay(a: int) -> bool:\n    return a > 0\n"
    assert changed(text) == [("return a > 0", "return a >= 0"), ("return a > 0", "return a > 1")]


@pytest.mark.parametrize(
    "text",
    [
        'def f():\n    """Says 1 + 1."""\n',
        "from a import b\n",
        "Rule = Callable[[Part], bool]\n",
        '__all__ = ["pay"]\n',
        'def f() -> "int | None": ...\n',
        'def __str__(self):\n    return "a" + self.b\n',
        'raise _("Price: at most %(most)d.")\n',
        'rows.select_related("maker", "seller")\n',
        "len(rows)\n",
    ],
)
def test_what_no_test_should_notice_is_left_alone(text):
    assert changed(text) == []


def test_fields_of_models_are_left_alone_and_what_models_answer_is_not():
    text = (
        "class Due(Model):\n    paise = IntegerField(default=0)\n\n    def owed(self):\n        return self.paise > 0\n"
    )
    for path in (PATH.with_name("models.py"), PATH.parent / "models" / "dues.py"):
        assert {before for before, _after in changed(text, path)} == {"return self.paise > 0"}


def test_sentences_of_the_doctor_are_left_alone_and_what_it_looks_at_is_not():
    text = 'def f():\n    if a > b:\n        yield f"{a + b} paise too much"\n'
    found = changed(text, PATH.parent / "doctor" / "sums.py")
    assert found == [("if a > b:", "if a >= b:")]


def test_a_change_keeps_its_name_when_lines_come_and_go_above_it():
    text = "def f(a):\n    return a + 1\n"
    first, second = (changes_of("orders", PATH, said) for said in (text, f"import os\n\nTWO = None\n{text}"))
    assert [mutant.key for mutant in second][-2:] == [mutant.key for mutant in first]
    assert [mutant.rank for mutant in second][-2:] == [mutant.rank for mutant in first]
    assert first[0].key == ("haat/orders/rules.py", "f", "return a + 1", "return a - 1")


def test_the_same_change_twice_in_a_function_is_two():
    found = changes_of("orders", PATH, "def f(a):\n    g(a > 0)\n    return a > 0\n")
    ranks = [mutant.rank for mutant in found if mutant.before == "a > 0" and mutant.after == "a >= 0"]
    assert len(ranks) == len(set(ranks))


def test_every_room_has_its_share_and_the_smallest_enough():
    assert shares({"orders": 3000, "ledger": 1000, "pages": 10}) == {"orders": 337, "ledger": 112, "pages": 10}
