"""Addresses for machines: health, crawlers, pictures, figures."""

import xml.etree.ElementTree as ET

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from haat.core.files import picture_path, square_path, square_url
from haat.shelf import build
from tests.make import make_maker, make_mart, make_stocked

DIGEST = "ab" * 32
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture
def mart(client, db):
    made = make_mart(words={})
    make_stocked(make_maker(mart=made))
    build.rebuild()
    client.defaults["HTTP_HOST"] = "deoghar.localhost"
    return made


def test_crawlers_are_told_what_to_leave_alone(client, mart):
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert "Disallow: /*/basket/" in lines
    assert lines[-1] == "Sitemap: http://deoghar.localhost/sitemap.xml"


def test_the_sitemap_names_every_page_in_every_language(client, mart):
    files = [node.text for node in ET.fromstring(client.get("/sitemap.xml").content).iter(f"{MAP}loc")]
    assert files == [f"http://deoghar.localhost/sitemap-{part}.xml" for part in ("pages", "goods-1")]
    goods = [node.text for node in ET.fromstring(client.get("/sitemap-goods-1.xml").content).iter(f"{MAP}loc")]
    slug = mart.goods.get().slug
    assert goods == [f"http://deoghar.localhost/{code}/g/{slug}/" for code in ("hi", "en")]
    for url in [node.text for node in ET.fromstring(client.get("/sitemap-pages.xml").content).iter(f"{MAP}loc")]:
        assert client.get(url.removeprefix("http://deoghar.localhost")).status_code == 200, url


@pytest.mark.parametrize("part", ["goods-0", "goods-9999", "goods-x", "secrets"])
def test_site_maps_that_are_not_there(client, mart, part):
    assert client.get(f"/sitemap-{part}.xml").status_code == 404


def test_a_picture_may_be_kept_for_a_year(client, mart, media):
    default_storage.save(picture_path(DIGEST, 320), ContentFile(b"webp"))
    answer = client.get(f"/media/{picture_path(DIGEST, 320)}")
    assert b"".join(answer.streaming_content) == b"webp"
    assert answer.headers["Content-Type"] == "image/webp"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    again = client.get(f"/media/{picture_path(DIGEST, 320)}", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_square_of_a_picture_is_served_as_jpeg_without_a_query_string(client, mart, media):
    default_storage.save(square_path(DIGEST), ContentFile(b"jpeg"))
    answer = client.get(square_url(DIGEST))
    assert (b"".join(answer.streaming_content), answer.headers["Content-Type"]) == (b"jpeg", "image/jpeg")
    assert square_url(DIGEST).endswith(".jpg")


@pytest.mark.parametrize(
    "path",
    [
        "secret_key",
        "../secret_key",
        f"pictures/ab/{DIGEST}/../../../secret_key",
        f"pictures/ab/{DIGEST}/640.exe",
        f"pictures/ab/{DIGEST}/640.webp",
        "pictures/",
    ],
)
def test_nothing_else_is_served_from_the_folder(client, mart, media, path):
    assert client.get(f"/media/{path}").status_code == 404


def test_well_known_addresses(client, mart):
    assert client.get("/.well-known/security.txt").content.decode().startswith("Contact: mailto:help@deoghar")
    assert client.get("/.well-known/change-password").headers["Location"] == "/office/password/"
    assert client.get("/favicon.ico").status_code == 301
