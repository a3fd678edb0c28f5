"""A marketplace beside a real Haat: `haat rehearse amazon` in a process of its own, and its control page."""

import json
import re
import socket
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing
from typing import Any
from urllib.request import Request, urlopen

from tests.load.haat import ROOT, Haat

# What it prints: each setting with which this installation speaks to it; the last one is the seller's number.
SETTING = re.compile(r"\s*(HAAT_AMAZON_[A-Z_]+)=(\S+)\s*")
LAST = "HAAT_AMAZON_SELLER_ID"
MINUTE, HOUR, DAY = 60, 3_600, 86_400


class Marketplace:
    """The double of Amazon; `settings` are what it says a Haat must be set to."""

    def __init__(self, haat: Haat, *, seed: int = 1) -> None:
        with closing(socket.socket()) as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.home = f"http://127.0.0.1:{self.port}"
        self._haat, self._seed = haat, seed
        self.settings: dict[str, str] = {}
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Begin, and read from its first lines with which keys one comes in; the Haat is set to them."""
        command = ["-m", "haat.cli", "rehearse", "amazon", "--port", str(self.port), "--seed", str(self._seed)]
        self._process = subprocess.Popen(
            [sys.executable, *command], env=self._haat.environment, cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout is not None
        while LAST not in self.settings:
            line = self._process.stdout.readline()
            assert line, "the marketplace ended before it said its keys"
            if found := SETTING.fullmatch(line):
                self.settings[found[1]] = found[2]
        self._haat.environment |= self.settings

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait()
            assert self._process.stdout is not None
            self._process.stdout.close()
            self._process = None

    def do(self, **commands: Any) -> Mapping[str, Any]:
        """Do these commands of its control, in their order; answers what came of each."""
        asked = Request(
            f"{self.home}/control",
            data=json.dumps(commands).encode(),
            headers={"Content-Type": "application/json"},
            method="POST",
        )
        with urlopen(asked, timeout=30) as answer:
            done: Mapping[str, Any] = json.load(answer)["done"]
        return done

    def standing(self) -> Mapping[str, Any]:
        """How everything stands there."""
        with urlopen(f"{self.home}/control", timeout=30) as answer:
            found: Mapping[str, Any] = json.load(answer)
        return found
