"""What each sub-command does, once Django is set up."""

import argparse
import json
import sys

from django.conf import settings

from haat.cli import (
    bring,
    channelling,
    demonstration,
    growing,
    messaging,
    opening,
    preparing,
    receiving,
    rehearsing,
    serving,
)
from haat.cli.market import rehearsed
from haat.cli.progress import progress
from haat.cohorts import jobs as cohorts
from haat.core import doctor as doctor_room
from haat.core import seals
from haat.livelihood import actions as livelihood
from haat.review import facts
from haat.shelf import build


def migrate(_options: argparse.Namespace) -> int:
    """Tables, the cache table and static files, as this version wants them; one start at a time does it."""
    preparing.prepare()
    return 0


def serve(options: argparse.Namespace) -> None:
    if settings.DEMO:
        preparing.patiently(demonstration.refuse_on_real_data)
    serving.port_is_free(options.bind, options.port)
    preparing.patiently(preparing.prepare)
    serving.serve(bind=options.bind, port=options.port, with_worker=not options.no_worker)


def worker(options: argparse.Namespace) -> int:
    return serving.work(threads=options.threads, parent=options.parent)


def grow(options: argparse.Namespace) -> int:
    if settings.DEMO:
        preparing.patiently(demonstration.refuse_on_real_data)
        preparing.patiently(preparing.prepare)
    return growing.grow(options)


def demo(options: argparse.Namespace) -> int:
    try:
        from demo.seed import seed
    except ModuleNotFoundError as missing:
        print(f"The demonstration needs {missing.name} as well: pip install 'haat[demo]'")
        return 2
    if options.fresh:
        demonstration.empty_data()
    demonstration.refuse_on_real_data()
    if not options.no_serve:
        serving.port_is_free("127.0.0.1", options.port)
    preparing.prepare()
    with rehearsed() as market:
        print(seed(report=lambda line: print(line, flush=True), market=market, port=options.port))
    if not options.no_serve:
        doubles = rehearsing.ready_for_demonstration()
        serving.serve(bind="127.0.0.1", port=options.port, with_worker=True, rehearse=doubles)
    return 0


def doctor(options: argparse.Namespace) -> int:
    findings = doctor_room.examine()
    if options.seal:
        findings.append(seals.kept(options.seal))
    broken, end = sum(finding.broken for finding in findings), seals.last_seal()
    if options.json:
        sealed = {"to": end.last_id, "digest": end.digest} if end else None
        checks = [vars(f) for f in findings]
        told = {"broken": broken, "checks": checks, "sealed": sealed, "notes": messaging.notes()}
        json.dump(told, sys.stdout, ensure_ascii=False)
        print()
        return 1 if broken else 0
    for finding in findings:
        print(f"{'ok  ' if not finding.broken else 'BAD '} {finding.name}")
        for example in finding.examples:
            print(f"       {example}")
    if end:
        print(f"sealed to event {end.last_id}: {end.digest}")
    for note in messaging.notes():
        print(f"note {note}")
    print(f"{len(findings)} checks, {broken} broken")
    return 1 if broken else 0


def rebuild(options: argparse.Namespace) -> int:
    if options.what == "shelf":
        with progress("goods") as told:
            rows = build.rebuild(hands=build.HANDS, progress=told)
    elif options.what == "cohorts":
        rows = cohorts.rebuild()
    elif options.what == "livelihood":
        with progress("makers") as told:
            rows = livelihood.rebuild(progress=told)
    else:
        with progress("makers") as told:
            rows = facts.rebuild(progress=told)
    print(f"{rows} rows")
    return 0


def mart(options: argparse.Namespace) -> int:
    return opening.mart(options)


def officer(options: argparse.Namespace) -> int:
    return opening.officer(options)


def settle(options: argparse.Namespace) -> int:
    return bring.settle(options)


def receive_order(options: argparse.Namespace) -> int:
    return receiving.receive(options)


def channels(options: argparse.Namespace) -> int:
    return channelling.channels(options)


def rehearse(options: argparse.Namespace) -> int:
    return rehearsing.rehearse(options)


def messages(options: argparse.Namespace) -> int:
    return messaging.messages(options)


def import_(options: argparse.Namespace) -> int:
    return bring.bring(options)
