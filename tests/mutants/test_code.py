"""A mutant in modules that are imported already: their functions do what it says, or it is said that they cannot."""

from types import ModuleType

import pytest

from tools.mutants.code import AtImport, live, put_in

TEXT = """
LIMIT = 5
@keep
def fits(pieces, most=LIMIT):
    return all(one < most for one in pieces)
def more():
    def inner(pieces):
        return pieces + 1
    return inner
class Box:
    size = 3
    def holds(self, pieces):
        return pieces <= self.size
"""


@pytest.fixture
def module(tmp_path):
    file = tmp_path / "rules.py"
    file.write_text(TEXT)
    made = ModuleType("rules")
    made.keep = lambda function: lambda *given: function(*given)
    made.file = str(file)
    exec(compile(TEXT, made.file, "exec"), made.__dict__)
    return made


def put(module, before, after):
    assert TEXT.count(before) == 1
    put_in(module.file, TEXT.replace(before, after), live({module.file})[module.file])


def test_a_function_behind_a_decorator_is_changed_where_it_is_known(module):
    fits, holds, add = module.fits, module.Box().holds, module.more()
    assert (fits([4, 5]), holds(4), add(1)) == (False, False, 2)
    put(module, "one < most", "one <= most")
    assert fits([4, 5])
    put(module, "pieces <= self.size", "pieces > self.size")
    assert holds(4)
    put(module, "pieces + 1", "pieces - 1")
    assert (add(1), module.more()(1)) == (0, 0)


@pytest.mark.parametrize(
    ("before", "after"), [("LIMIT = 5", "LIMIT = 6"), ("most=LIMIT", "most=None"), ("size = 3", "size = 4")]
)
def test_what_ran_at_the_import_is_said_to_be_so(module, before, after):
    with pytest.raises(AtImport):
        put(module, before, after)
