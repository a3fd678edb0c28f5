"""A post office on this machine: takes mail of who has logged in, keeps it, refuses whom it does not know.

It speaks without TLS: our own sender lets that pass on this machine alone.
"""

import base64
import binascii
import socketserver
import threading
from email import message_from_bytes, policy

from haat.cli.rehearsal.double import HERE, Asked, Double, Received, Said

MOST = 1_000_000
USER, PASSWORD = "rehearsal", "rehearsal-password"


class SmtpDouble(Double):
    """Mail comes to `mail_port`; addresses at `nobody.example` are refused, those at `later.example` put off,
    and who sends to `rude.example` is not bidden good-bye."""

    title = "E-mail, rehearsed"

    def __init__(self) -> None:
        super().__init__()
        self._office: socketserver.ThreadingTCPServer | None = None
        self.mail_port = 0

    def answer(self, asked: Asked) -> Said:
        return Said(404, "no such address")

    def open_office(self, port: int = 0) -> int:
        """Take mail; answers the port."""
        double = self

        class Office(_Office):
            keeper = double

        self._office = socketserver.ThreadingTCPServer((HERE, port), Office)
        self._office.daemon_threads = True
        self.mail_port = int(self._office.server_address[1])
        threading.Thread(target=self._office.serve_forever, daemon=True).start()
        return self.mail_port

    def stop(self) -> None:
        super().stop()
        if self._office is not None:
            self._office.shutdown()
            self._office.server_close()


def _is_known(said: str) -> bool:
    """Whether `AUTH PLAIN …` names the user and the password."""
    words = said.split()
    try:
        told = base64.b64decode(words[2], validate=True) if len(words) == 3 and words[1].upper() == "PLAIN" else b""
    except binascii.Error:
        return False
    return told.split(b"\0")[1:] == [USER.encode(), PASSWORD.encode()]


class _Office(socketserver.StreamRequestHandler):
    keeper: SmtpDouble
    timeout = 20

    def handle(self) -> None:
        self._to, self._known = "", False
        self._say("220 rehearsal")
        while line := self.rfile.readline(2000):
            said = line.decode("utf-8", "replace").strip()
            verb = said[:4].upper()
            if verb == "QUIT":
                self._say("421 too busy to say bye" if self._to.endswith("@rude.example") else "221 bye")
                return
            self._say(self._answer(verb, said))

    def _answer(self, verb: str, said: str) -> str:
        if verb == "EHLO":
            return "250-rehearsal\r\n250 AUTH PLAIN"
        if verb == "AUTH":
            self._known = _is_known(said)
            return "235 welcome" if self._known else "535 not the user, or not the password"
        if verb in ("MAIL", "RCPT", "DATA") and not self._known:
            return "530 log in first"
        if verb in ("HELO", "NOOP", "RSET", "MAIL"):
            return "250 ok"
        if verb == "RCPT":
            to = said.partition("<")[2].partition(">")[0]
            if to.endswith("@nobody.example"):
                return "550 no such person"
            if to.endswith("@later.example"):
                return "451 not now"
            self._to = to
            return "250 ok"
        if verb == "DATA" and self._to:
            self._say("354 go on")
            return self._take()
        return "503 out of order"

    def _take(self) -> str:
        lines: list[bytes] = []
        while (line := self.rfile.readline(100_000)) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b"..") else line)
            if sum(map(len, lines)) > MOST:
                return "552 too long"
        post = message_from_bytes(b"".join(lines), policy=policy.default)
        body = post.get_body(("plain",))
        text = body.get_content().replace("\r\n", "\n").strip() if body else ""
        self.keeper.keep(Received(self._to, f"{post['Subject']}\n{text}", ref=str(post["Message-ID"])))
        return "250 taken"

    def _say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")
