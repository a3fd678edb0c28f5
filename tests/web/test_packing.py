"""Pages are packed for whoever unpacks, and never of the same length twice; what is short or packed stays as it is."""

import gzip

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from haat.web.ui.packing import LEAST, Packing, pack, pack_with_name

PAGE = ("<p>पेड़ा, ₹120</p>" * 200).encode()


def answer(response, accepts="br, gzip"):
    request = RequestFactory().get("/", headers={"Accept-Encoding": accepts} if accepts else {})
    return Packing(lambda _request: response)(request)


def test_page_packs_to_the_same_bytes_and_unpacks_to_itself():
    assert pack(PAGE) == pack(PAGE)
    assert gzip.decompress(pack(PAGE)) == PAGE


def test_named_page_unpacks_to_itself_and_is_of_many_lengths():
    packed = [pack_with_name(PAGE) for _turn in range(40)]
    assert {gzip.decompress(each) for each in packed} == {PAGE}
    assert len({len(each) for each in packed}) > 5


def test_page_is_packed_for_who_unpacks():
    packed = answer(HttpResponse(PAGE, headers={"ETag": '"a"'}))
    assert gzip.decompress(packed.content) == PAGE
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Content-Length"] == str(len(packed.content))
    assert (packed.headers["Vary"], packed.headers["ETag"]) == ("Accept-Encoding", 'W/"a"')


@pytest.mark.parametrize("accepts", ["", "br", "gzipped"])
def test_page_is_plain_for_who_does_not(accepts):
    plain = answer(HttpResponse(PAGE), accepts)
    assert (plain.content, plain.headers["Vary"]) == (PAGE, "Accept-Encoding")
    assert "Content-Encoding" not in plain.headers


@pytest.mark.parametrize(
    "response",
    [HttpResponse(b"a" * (LEAST - 1)), HttpResponse(PAGE, headers={"Content-Encoding": "br"})],
    ids=["short", "packed already"],
)
def test_what_is_short_or_packed_stays(response):
    before = response.content
    assert answer(response).content == before


def test_what_would_grow_stays():
    noise = bytes(range(256))
    assert answer(HttpResponse(noise)).content == noise


def test_streamed_answer_is_packed_as_it_goes():
    packed = answer(StreamingHttpResponse([PAGE, PAGE]))
    assert gzip.decompress(b"".join(packed.streaming_content)) == PAGE * 2
