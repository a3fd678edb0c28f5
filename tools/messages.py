"""Translations: `compile` turns every .po into .mo with Babel; `missing` lists what a language lacks.

The catalogues are written by hand, one folder a room under locale/, so rooms do not conflict; a room of the web may
have them in its own folder instead (haat/web/office/visits/locale).
"""

import io
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "locale"
COMPLETE = ("hi", "mr")
# All a buyer may be told between the first page and her order's: pages, frame, signing in, and what each room below
# refuses or says of its state on the way. A language is offered to buyers when it has all of this, and not before.
BUYERS_ROAD = (
    "web/shop/**",
    "web/ui/*.py",
    *(f"web/ui/templatetags/{name}.py" for name in ("ui",)),
    *(f"web/ui/templates/ui/{name}.html" for name in ("base", "error", "shop_base", "sign_in", "sign_in_code")),
    *("web/ui/templates/ui/components/*.html", "web/ui/templates/ui/parts/*.html"),
    *("core/errors.py", "core/money.py", "core/sendings.py", "core/identifiers/**"),
    *("orders/errors.py", "orders/rules.py", "orders/queries.py", "orders/promises.py"),
    *("payments/**", "delivery/rules.py", "delivery/errors.py", "delivery/queries.py", "delivery/*/carrier.py"),
    *("stock/errors.py", "pricing/errors.py", "places/errors.py", "people/errors.py", "people/consents.py"),
    *("messages/errors.py", "messages/permissions.py", "helping/errors.py", "helping/words.py"),
)


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


def wanted(parts: Sequence[str] = ("**",)) -> set[str]:
    """Every message the code and templates ask for (xgettext over Python and Django's template compiler).

    `parts` are patterns of folders or files below haat/, all of it unless told.
    """
    from django.utils.translation.template import templatize

    found = sorted({path for part in parts for path in _files(part) if "migrations" not in path.parts})
    with tempfile.TemporaryDirectory() as scratch:
        files: list[str] = []
        for number, path in enumerate(path for path in found if path.suffix != ".py"):
            copy = Path(scratch) / f"t{number}.py"
            copy.write_text(templatize(path.read_text(encoding="utf-8"), origin=str(path)), encoding="utf-8")
            files.append(str(copy))
        files += [str(path) for path in found if path.suffix == ".py"]
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


def _files(part: str) -> list[Path]:
    """Python and templates that a pattern below haat/ names: a file, or all of a folder."""
    if Path(part).suffix:
        return list(ROOT.glob(f"haat/{part}"))
    return [path for suffix in ("py", "html", "txt") for path in ROOT.glob(f"haat/{part}/*.{suffix}")]


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


def missing(language: str, parts: Sequence[str] = ("**",)) -> list[str]:
    """What `language` lacks, sorted."""
    return sorted(wanted(parts) - had(language))


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["compile"]:
        return compile_all()
    if arguments[:1] in (["missing"], ["road"]):
        parts = BUYERS_ROAD if arguments[0] == "road" else ("**",)
        for language in arguments[1:] or COMPLETE:
            for message in missing(language, parts):
                print(f"{language}: {message!r}")
        return 0
    print("usage: messages.py compile | missing [LANGUAGE …] | road [LANGUAGE …]", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
