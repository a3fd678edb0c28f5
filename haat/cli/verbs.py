"""What each sub-command does, once Django is set up."""

import argparse
import json
import sys

from django.core.management import call_command

from haat.cli import bring, opening, serving, static
from haat.core import doctor as doctor_room
from haat.review import facts
from haat.shelf import build


def migrate(_options: argparse.Namespace) -> int:
    """Tables, the cache table and static files, as this version wants them."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    static.gather()
    return 0


def serve(options: argparse.Namespace) -> int:
    migrate(options)
    return serving.serve(bind=options.bind, port=options.port, with_worker=not options.no_worker)


def worker(options: argparse.Namespace) -> int:
    return serving.work(threads=options.threads)


def demo(options: argparse.Namespace) -> int:
    from demo.seed import seed

    if options.fresh:
        serving.empty_data()
    migrate(options)
    print(seed(report=lambda line: print(line, flush=True)))
    if options.no_serve:
        return 0
    return serving.serve(bind="127.0.0.1", port=options.port, with_worker=True)


def doctor(options: argparse.Namespace) -> int:
    findings = doctor_room.examine()
    broken = sum(finding.broken for finding in findings)
    if options.json:
        json.dump({"broken": broken, "checks": [vars(f) for f in findings]}, sys.stdout, ensure_ascii=False)
        print()
    else:
        for finding in findings:
            print(f"{'ok  ' if not finding.broken else 'BAD '} {finding.name}")
            for example in finding.examples:
                print(f"       {example}")
        print(f"{len(findings)} checks, {broken} broken")
    return 1 if broken else 0


def rebuild(options: argparse.Namespace) -> int:
    rows = build.rebuild() if options.what == "shelf" else facts.rebuild()
    print(f"{rows} rows")
    return 0


def mart(options: argparse.Namespace) -> int:
    return opening.mart(options)


def officer(options: argparse.Namespace) -> int:
    return opening.officer(options)


def import_(options: argparse.Namespace) -> int:
    return bring.bring(options)
