"""Papers as files: judged by content, clean, and sealed so that only their owner's row opens them."""

import io
import zlib

import pytest
from django.test import override_settings
from PIL import Image

from haat.core.errors import HaatError
from haat.core.scans import MOST_PDF_BYTES, read_scan, size_of
from haat.core.sealing import Unreadable, seal, unseal
from tests.core import hostile
from tests.refusals import refused

PDF = b"%PDF-1.4\n1 0 obj <</Type /Catalog>> endobj\ntrailer <</Root 1 0 R>>\nstartxref\n0\n%%EOF\n"


def jpeg(**options: object) -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").resize((700, 400)).convert("RGB").save(out, "JPEG", **options)
    return out.getvalue()


def test_picture_is_encoded_anew_without_what_the_camera_wrote():
    exif = Image.Exif()
    exif[0x010E] = "Sita Devi, Burhai"
    sent = jpeg(exif=exif)
    assert b"Sita Devi" in sent
    scan = read_scan(sent)
    assert (scan.kind, size_of(scan.content), b"Sita Devi" in scan.content) == ("jpeg", (700, 400), False)


def streamed(content: bytes, *, kind: bytes = b"/Subtype /Image") -> bytes:
    """A PDF with a stream of these bytes."""
    head = b"2 0 obj <<" + kind + b" /Length %d>> stream\n" % len(content)
    return PDF.replace(b"trailer", head + content + b"\nendstream endobj\ntrailer")


def test_three_letters_within_a_picture_are_no_program():
    """/JS with anything behind it stands by chance in every eighth scan of three megabytes."""
    data = streamed(b"\x91\x02/JS\xff\x10/XFA ")
    assert read_scan(data).content == data


@pytest.mark.parametrize(
    "data",
    [
        PDF.replace(b"/Type", b"/AA <</O <</S /JavaScr#69pt /J#53 (1)>>>> /Type"),
        streamed(b"") + PDF.replace(b"/Type", b"/OpenAction <</S /Rendition /J#53 (1)>> /Type"),
        streamed(b"9 0 obj <</S /JavaScript>> endobj"),
        streamed(
            zlib.compress(b"9 0 <</S /Rendition /JS (app.alert(1))>>"), kind=b"/Type /ObjStm /Filter /FlateDecode"
        ),
    ],
)
def test_programs_are_found_however_they_are_spelt_or_packed(data):
    with pytest.raises(HaatError) as problem:
        read_scan(data)
    assert problem.value.code == "scan.active"


def test_many_streams_that_never_end_are_read_once():
    assert read_scan(PDF.replace(b"trailer", b">>stream\n" * 200_000 + b"trailer")).kind == "pdf"


def test_pdf_that_only_shows_pages_is_kept_as_it_is():
    scan = read_scan(PDF)
    assert (scan.kind, scan.content) == ("pdf", PDF)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"%PDF-1.4\nno end", "scan.broken"),
        (b"%PDFx" + PDF, "scan.broken"),
        (PDF + b"x" * 4000, "scan.broken"),
        (PDF.replace(b"/Type", b"/OpenAction <</S /JavaScript /JS (1)>> /Type"), "scan.active"),
        (PDF.replace(b"/Type", b"/Names <</EmbeddedFiles 2 0 R>> /Type"), "scan.active"),
        (PDF.replace(b"/Type", b"/A <</S /Launch>> /Type"), "scan.active"),
        (PDF.replace(b"trailer <<", b"trailer <</Encrypt 3 0 R "), "scan.locked"),
        (PDF + b" " * MOST_PDF_BYTES + b"%%EOF", "scan.too_big"),
        (b"<html>", "picture.not_a_picture"),
        (b"MZ" + PDF, "picture.not_a_picture"),
        (b"", "picture.not_a_picture"),
        (hostile.png((60_000, 60_000)), "picture.too_many_pixels"),
        (hostile.png((299, 299), pixels=True), "picture.too_small"),
        (bytes(12_000_001), "picture.too_big"),
    ],
)
def test_anything_else_is_refused_at_its_field(data, code):
    with refused(code, field="photo"):
        read_scan(data)


def test_sealed_is_read_by_its_owner_and_purpose_only():
    sealed = seal("papers", b"30011223344", owner=7)
    assert b"30011223344" not in sealed
    assert unseal("papers", sealed, owner=7) == b"30011223344"
    for purpose, kept, owner in (("papers", sealed, 8), ("other", sealed, 7), ("papers", sealed[:-2], 7)):
        with pytest.raises(Unreadable):
            unseal(purpose, kept, owner=owner)


def test_replaced_secret_still_opens_what_it_sealed_while_it_stands_among_the_fallbacks():
    with override_settings(SECRET_KEY="o" * 60):
        sealed = seal("papers", b"x", owner=7)
    with override_settings(SECRET_KEY="n" * 60, SECRET_KEY_FALLBACKS=["o" * 60]):
        assert unseal("papers", sealed, owner=7) == b"x"
    with override_settings(SECRET_KEY="n" * 60), pytest.raises(Unreadable):
        unseal("papers", sealed, owner=7)
