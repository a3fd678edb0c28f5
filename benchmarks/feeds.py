"""Feeds of a mart of any size, made as the worker makes them: seconds, CPU, statements, and the most memory it took.

    python -m benchmarks.feeds [GOODS]

on the configured database, which must be migrated; the mart `bench` is made when it is not there, and its goods are
made ready: each has words, a kind, and a picture that was measured and looked at for letters.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import django
from django.apps import apps

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
if not apps.ready:
    django.setup()

from benchmarks import catalogue
from benchmarks.spent import spent
from haat.catalogue.actions import import_crafts
from haat.catalogue.models import Good, GoodKind, GoodText
from haat.channels import actions
from haat.channels.feeds import files, kind
from haat.channels.models import Feed
from haat.core.actor import MACHINE
from haat.core.models import Picture
from haat.core.rows import insert_many_new
from haat.places.models import Mart, MartHost
from haat.studio.models import PictureMeasure

HOST = "bench.localhost"
WORDS = "Made by hand in a village near Deoghar, each a little unlike the next. " * 8


def ready(mart: Mart) -> None:
    """Everything that a feed asks for: the project's questions, and of each good its kind, words and pictures."""
    import_crafts(by=MACHINE)
    MartHost.objects.get_or_create(host=HOST, defaults={"mart": mart})
    told = {"names": {"en": "Hand-made", "hi": "हाथ का बना"}, "hsn": "46021100", "tax_slug": "bench"}
    of, _made = GoodKind.objects.get_or_create(slug="bench-kind", defaults=told | {"channels": {"google": {"id": 191}}})
    Good.objects.filter(mart=mart, kind=None).update(kind=of)
    GoodText.objects.filter(good__mart=mart, description="").update(description=WORDS)
    Picture.objects.filter(drawn=True).update(drawn=False)
    measured = PictureMeasure.objects.values("picture")
    lacking = Picture.objects.exclude(pk__in=measured).values_list("pk", flat=True)
    seen = {"letters": False, "letters_by_id": 1}
    insert_many_new([PictureMeasure(picture_id=pk, white_bp=0, **seen) for pk in lacking.iterator()])
    PictureMeasure.objects.filter(letters=None).update(**seen)
    catalogue.analyze()


def measure(goods: int = 100_000) -> dict[str, Any]:
    """Of each feed, what making it costs in a process of its own, and how many sizes stand in it."""
    mart = Mart.objects.filter(slug="bench").first() or catalogue.fill(goods)
    ready(mart)
    found: dict[str, Any] = {"goods": mart.goods.count()}
    for each in kind.every_kind():
        feed = actions.open_feed(mart, kind=each.slug, language=mart.spoken[0], base=f"http://{HOST}", by=MACHINE)
        command = [sys.executable, "-m", "benchmarks.feeds", "make", str(feed.pk)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        found[each.slug] = json.loads(done.stdout)
    return found


def make(feed_id: int) -> dict[str, Any]:
    """One feed, and the most memory this process had."""
    feed = Feed.objects.select_related("mart").get(pk=feed_id)
    with spent() as found:
        actions.make_feed(feed)
    feed.refresh_from_db()
    packed = files.path_of(feed.pk, feed.digest).stat().st_size
    found |= {
        "sizes": feed.number,
        "held": feed.held,
        "mb": round(feed.size / 1e6, 1),
        "packed_mb": round(packed / 1e6, 1),
    }
    return found | {"most_memory_mb": most_memory_mb(), "reasons": feed.report["reasons"][:5]}


def most_memory_mb() -> float:
    """The most that this process had resident, as the kernel kept it."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return round(next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) / 1024, 1)


if __name__ == "__main__":
    given = sys.argv[1:]
    print(json.dumps(make(int(given[1])) if given[:1] == ["make"] else measure(*map(int, given)), indent=1))
