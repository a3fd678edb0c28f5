"""What may not stand in a log or an error: phones, accounts, addresses of mail, and links that open something."""

import re

_SLASH = r"(?:/|%2F)"
_OPENS = rf"(?:o|join|hooks{_SLASH}messages{_SLASH}[\w-]+)"
_LINK = re.compile(rf"({_SLASH}{_OPENS}{_SLASH})[\w.~-]+", re.IGNORECASE)
_NAMED = re.compile(r"((?:token|secret|password|sessionid|otp)\b['\")]*\s*[=:]\s*[('\"]*)[^\s'\"),;&]+", re.IGNORECASE)
# Twenty and more letters of both cases with a figure or a dash among them: a token, of whatever.
_TOKEN = re.compile(r"(?<![\w-])(?=[A-Za-z_-]*[0-9_-])(?=[\w-]*[a-z])(?=[\w-]*[A-Z])[A-Za-z0-9_-]{20,}(?![\w-])")
# What a database says of a row it refuses may hold a phone, an account or an address.
_PERSONAL = re.compile(r"(?:\+91)?[0-9]{8,18}|[\w.+-]+(?:@|%40)[\w-]+(?:\.[\w-]+)*")
_GROUPED = re.compile(r"(?:\+91[ -]?|\b)[6-9][0-9]{4}[ -][0-9]{5}\b")


def mask(text: str) -> str:
    """The text with dots in the place of everything that is a person's own."""
    for pattern in (_LINK, _NAMED):
        text = pattern.sub(r"\1…", text)
    for pattern in (_TOKEN, _GROUPED, _PERSONAL):
        text = pattern.sub("…", text)
    return text
