"""Translations: `compile` turns every .po into .mo with Babel; `missing` lists what a language lacks.

The catalogues are written by hand, one folder a room under locale/, so rooms do not conflict; a room of the web may
have them in its own folder instead (haat/web/office/visits/locale).
"""

import io
import subprocess
import sys
import tempfile
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "locale"
COMPLETE = ("hi", "mr")


def catalogues() -> list[Path]:
    """Every .po file of the project."""
    own = ROOT.glob("haat/**/locale/*/LC_MESSAGES/django.po")
    return sorted([*LOCALE.glob("*/*/LC_MESSAGES/django.po"), *own])


def compile_all() -> int:
    """Write each .mo beside its .po, when older."""
    for po in catalogues():
        mo = po.with_suffix(".mo")
        if not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime:
            write(po)
    return 0


def write(po: Path) -> None:
    """Write the .mo of a .po beside it."""
    with po.open("rb") as source, po.with_suffix(".mo").open("wb") as target:
        write_mo(target, read_po(source, locale=po.parent.parent.name))


def wanted() -> set[str]:
    """Every message the code and templates ask for (xgettext over Python and Django's template compiler)."""
    from django.utils.translation.template import templatize

    with tempfile.TemporaryDirectory() as scratch:
        files: list[str] = []
        for number, path in enumerate(sorted([*ROOT.glob("haat/**/*.html"), *ROOT.glob("haat/**/*.txt")])):
            copy = Path(scratch) / f"t{number}.py"
            copy.write_text(templatize(path.read_text(encoding="utf-8"), origin=str(path)), encoding="utf-8")
            files.append(str(copy))
        files += [str(p) for p in sorted(ROOT.glob("haat/**/*.py")) if "migrations" not in p.parts]
        out = Path(scratch) / "all.po"
        keywords = [
            "_",
            "gettext_noop",
            "gettext_lazy",
            "ngettext_lazy:1,2",
            "pgettext:1c,2",
            "npgettext:1c,2,3",
            "pgettext_lazy:1c,2",
        ]
        command = ["xgettext", "--language=Python", "--from-code=UTF-8", f"--output={out}"]
        subprocess.run([*command, *[f"--keyword={k}" for k in keywords], *files], check=True, capture_output=True)
        text = out.read_text(encoding="utf-8").replace(
            "nplurals=INTEGER; plural=EXPRESSION;", "nplurals=2; plural=(n != 1);"
        )
        plain = "\n".join(line for line in text.splitlines() if not line.startswith("#:"))
        return {_key(m.id) for m in read_po(io.StringIO(plain)) if m.id}


def _key(message_id: str | tuple[str, ...]) -> str:
    return message_id if isinstance(message_id, str) else message_id[0]


def had(language: str) -> set[str]:
    """Every message that has a translation in `language`, over all rooms."""
    found: set[str] = set()
    for po in catalogues():
        if po.parent.parent.name != language:
            continue
        with po.open("rb") as handle:
            for message in read_po(handle, locale=language):
                strings = [message.string] if isinstance(message.string, str) else list(message.string)
                if message.id and all(strings) and not message.fuzzy:
                    found.add(_key(message.id))
    return found


def missing(language: str) -> list[str]:
    """What `language` lacks, sorted."""
    return sorted(wanted() - had(language))


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["compile"]:
        return compile_all()
    if arguments[:1] == ["missing"]:
        for language in arguments[1:] or COMPLETE:
            for message in missing(language):
                print(f"{language}: {message!r}")
        return 0
    print("usage: messages.py compile | missing [LANGUAGE …]", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
