"""Serve the floor with the very gunicorn the product is served with: python -m benchmarks.floor --port N."""

import os
import sys

import django

OURS, ITS = "config.wsgi:application", "benchmarks.floor.wsgi:application"


def main(arguments: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from config.environment import env
    from haat.cli.tending import gunicorn_arguments

    at = {"bind": "127.0.0.1", "port": int(arguments[-1])}
    command = gunicorn_arguments(**at, workers=env.workers, threads=env.threads, requests=0)  # type: ignore[arg-type]
    assert OURS in command, command
    first = command.index("--config")
    del command[first : first + 2]  # it would make the shop's first pages
    os.execv(command[0], [ITS if each == OURS else each for each in command])


if __name__ == "__main__":
    main(sys.argv[1:])
