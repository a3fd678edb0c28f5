"""E-mail over SMTP: the long words of the app, to whoever left an address."""

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formataddr, make_msgid

from django.utils.translation import gettext_lazy as _

from haat.messages import wire
from haat.messages.sender import Letter, Refused, Sender, Taken, Trouble
from haat.messages.setup import Setup

SECURITY = ("starttls", "tls", "none")
HERE = ("127.0.0.1", "localhost", "::1")


class Email(Sender):
    """A post office of its own, or anybody's that takes mail for us."""

    title = _("E-mail")

    def lacks(self, setup: Setup) -> list[str]:
        found = [f"email.{name}" for name in ("host", "from") if not setup.text(name)]
        security = setup.text("security", "starttls")
        if security not in SECURITY:
            found.append(f"email.security: {', '.join(SECURITY)}")
        if security == "none" and setup.text("host") not in HERE:
            found.append("email.security: starttls or tls, unless the post office is this machine")
        if setup.text("username") and not setup.secret("smtp_password"):
            found.append("HAAT_SMTP_PASSWORD")
        return found

    def can_carry(self, letter: Letter, setup: Setup) -> bool:
        return bool(letter.email)

    def words(self, letter: Letter) -> str:
        return letter.long or letter.text

    def send(self, letter: Letter, setup: Setup) -> Taken:
        if lacking := self.lacks(setup):
            raise Refused("not_set_up", lacking[0])
        post, taken = _written(letter, setup), False
        try:
            with _office(setup) as office:
                office.send_message(post)
                taken = True
        except (OSError, smtplib.SMTPException) as wrong:
            if not taken:  # how it says good-bye is no matter any more
                raise _said(wrong) from None
        return Taken(post["Message-ID"])


def _said(wrong: Exception) -> Refused | Trouble:
    """What the post office means: it is asked again, or never."""
    if isinstance(wrong, smtplib.SMTPResponseException):
        return (Trouble if 400 <= wrong.smtp_code < 500 else Refused)(str(wrong.smtp_code))
    if isinstance(wrong, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _words in wrong.recipients.values()]
        return (Trouble if all(400 <= code < 500 for code in codes) else Refused)(str(codes[0]))
    return Trouble("no_answer", type(wrong).__name__)


def _written(letter: Letter, setup: Setup) -> EmailMessage:
    post = EmailMessage()
    sender = setup.text("from")
    post["From"] = formataddr((letter.mart_name, sender))
    post["To"] = letter.email
    post["Subject"] = letter.mart_name
    post["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2] or "localhost")
    post["Auto-Submitted"] = "auto-generated"
    post.set_content(f"{SENDER.words(letter)}\n\n{letter.mart_name}\n")
    return post


def _office(setup: Setup) -> smtplib.SMTP:
    security, host = setup.text("security", "starttls"), setup.text("host")
    context = ssl.create_default_context()
    if security == "tls":
        office: smtplib.SMTP = smtplib.SMTP_SSL(host, setup.number("port", 465), timeout=wire.WAIT, context=context)
    else:
        office = smtplib.SMTP(host, setup.number("port", 587), timeout=wire.WAIT)
    try:
        if security == "starttls":
            office.starttls(context=context)
        if setup.text("username"):
            office.login(setup.text("username"), setup.secret("smtp_password"))
    except (OSError, smtplib.SMTPException):
        office.close()  # it is nobody's yet
        raise
    return office


SENDER = Email()
