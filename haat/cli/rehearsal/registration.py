"""What is registered in a rehearsal: every notice in every language of every mart; the file that sets senders up."""

import zlib
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from haat.cli.rehearsal import sms, smtp, whatsapp
from haat.core.languages import LANGUAGES
from haat.messages.notices import Notice, every
from haat.places.models import Mart


def templates() -> dict[str, sms.Template]:
    """The operators' templates: number → what was registered."""
    ours = ((number, text) for _mart, _notice, _code, number, text in _each())
    return sms.registered((*ours, *_own()))


def write(path: Path, port: int) -> None:
    """The file of senders (HAAT_SENDERS_FILE) with which this installation speaks to the double of text messages."""
    lines = [
        "[sms]",
        'preset = "gupshup"',
        f'sender_id = "{sms.HEADER}"',
        f'entity_id = "{sms.ENTITY}"',
        "",
        "[sms.gateway]",
        f'address = "http://127.0.0.1:{port}/GatewayAPI/rest"',
    ]
    before = None
    for mart, notice, code, number, _text in _each():
        if before != (mart, notice):
            lines += ["", f"[marts.{mart}.sms.templates.{notice}]"]
            before = (mart, notice)
        lines.append(f'{code} = "{number}"')
    _join(path, "sms", lines)


def write_whatsapp(path: Path, port: int, approved: Iterable[tuple[str, str]]) -> None:
    """The same for the double of WhatsApp, with the templates (name, language) it has approved."""
    lines = ["[whatsapp]", f'address = "http://127.0.0.1:{port}"', f'phone_number_id = "{whatsapp.NUMBER_ID}"']
    for name, codes in groupby(approved, key=lambda pair: pair[0]):
        lines += ["", f"[whatsapp.templates.{name}]", *(f'{code} = "{name}"' for _name, code in codes)]
    _join(path, "whatsapp", lines)


def write_mail(path: Path, port: int) -> None:
    """The same for the double of a post office."""
    lines = ["[email]", 'host = "127.0.0.1"', f"port = {port}", 'security = "none"', 'from = "mart@localhost"']
    _join(path, "email", [*lines, f'username = "{smtp.USER}"'])


def _join(path: Path, sender: str, lines: Iterable[str]) -> None:
    """Write a sender's part anew beside the file, and the file from all parts: several doubles may stand together."""
    path.parent.mkdir(parents=True, exist_ok=True)
    (path.parent / f"{sender}.part").write_text("\n".join(lines) + "\n", encoding="utf-8")
    parts = [part.read_text(encoding="utf-8") for part in sorted(path.parent.glob("*.part"))]
    path.write_text("\n".join(parts), encoding="utf-8")


def environment(path: Path) -> dict[str, str]:
    """The settings with which a process of this installation uses the double."""
    return {
        "HAAT_SENDERS": "sms",
        "HAAT_SENDERS_FILE": str(path),
        "HAAT_SMS_USERNAME": sms.USER,
        "HAAT_SMS_PASSWORD": sms.PASSWORD,
        "HAAT_SMS_REPORT_SECRET": sms.SECRET,
    }


def _each() -> Iterator[tuple[str, str, str, str, str]]:
    """(mart, notice, language, number, tagged text) of everything that is registered."""
    for mart in Mart.objects.order_by("slug"):
        for notice in every().values():
            for code in notice.languages():
                yield mart.slug, notice.name, code, _number(mart, notice, code), _tagged(mart, notice, code)


def _own() -> Iterator[tuple[str, str]]:
    """(number, tagged text) of what marts say in words of their own."""
    for mart in Mart.objects.order_by("slug"):
        for notice in every().values():
            for code in LANGUAGES:
                own = notice.own_words(mart, code)
                if own and own.template:
                    yield own.template, notice.registered(own, mart, "{#%(tag)s#}")


def _tagged(mart: Mart, notice: Notice, code: str) -> str:
    return notice.registered(notice.in_language(code), mart, "{#%(tag)s#}")


def _number(mart: Mart, notice: Notice, code: str) -> str:
    """Nineteen figures, the same at every start."""
    return f"110700000{zlib.crc32(f'{mart.slug} {notice.name} {code}'.encode()):010d}"
