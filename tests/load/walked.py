"""A worker's day for the load test: her session, and what the survey knows afterwards; in a process of its own."""

from typing import Any

from django.test import Client

from haat.survey.models import Answer, Find, FindFile
from tests.make import make_block, make_craft, make_mart
from tests.make_survey import make_village, make_worker


def lay() -> dict[str, Any]:
    """A block with a village, and its field worker signed in."""
    make_mart()
    make_craft()
    village = make_village(block=make_block("Sarath"))
    client = Client()
    client.force_login(make_worker(), backend="django.contrib.auth.backends.ModelBackend")
    return {"session": client.cookies["sessionid"].value, "place": village.pk}


def told() -> dict[str, int]:
    """How many of each there are, and how many files finds still wait for."""
    return {
        "finds": Find.objects.count(),
        "keys": Find.objects.values("key").distinct().count(),
        "answers": Answer.objects.filter(yes=True).count(),
        "photos": FindFile.objects.filter(kind="photo").count(),
        "voices": FindFile.objects.filter(kind="voice").count(),
        "waiting": sum(len(due) for due in Find.objects.values_list("files_due", flat=True)),
    }
