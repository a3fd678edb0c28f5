"""What gateways report of text messages. None of them is signed: who knows the secret address may only hint."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from haat.messages.sender import Call, Told, Unread
from haat.messages.setup import Setup

DELIVERED, FAILED = "delivered", "failed"
# MSG91's numbers of states; others are on the way.
MSG91 = {"1": DELIVERED, "2": FAILED, "9": FAILED, "16": FAILED, "17": FAILED, "25": FAILED, "26": FAILED}
MOST = 500  # reports in one call


def read(form: str, call: Call, setup: Setup) -> list[Told]:
    """The reports of a call as the gateway of this form writes them. Raises Unread."""
    reader = READERS.get(form)
    if reader is None:
        raise Unread
    found: list[Told] = []
    for ref, state, code, said in reader(call, setup):
        if len(found) == MOST:
            raise Unread
        if ref and state:
            found.append(Told(ref[:120], state, code[:40], said[:200]))
    return found


Row = tuple[str, str, str, str]


def _msg91(call: Call, _setup: Setup) -> Iterator[Row]:
    """v2: JSON in the form's `data`, one list a request; v3: flat JSON."""
    for told in _rows(_json(call.form.get("data", "") or call.body.decode("utf-8", "replace"))):
        reports = told.get("report")
        for row in _rows(reports) if reports is not None else (told,):
            said = _text(row, "status").lower()
            state = MSG91.get(said, said if said in (DELIVERED, FAILED) else "")
            reason = _text(row, "failedReason") or _text(row, "desc")
            yield _text(told, "requestId"), state, _text(row, "status"), reason if state == FAILED else ""


def _gupshup(call: Call, _setup: Setup) -> Iterator[Row]:
    """Its own words in the address, or up to twenty of them as JSON."""
    told = _json(call.body.decode("utf-8", "replace")) if call.method == "POST" else dict(call.query)
    if isinstance(told, Mapping) and "response" in told:
        told = _json(told["response"]) if isinstance(told["response"], str) else told["response"]
    for row in _rows(told):
        said = _text(row, "status").upper()
        state = DELIVERED if said in ("SUCCESS", "DELIVERED") else FAILED if said else ""
        reason = _text(row, "cause") if state == FAILED else ""
        yield _text(row, "externalId"), state, _text(row, "errCode"), reason


def _plain(call: Call, setup: Setup) -> Iterator[Row]:
    """The file says under which names they stand: `[sms.reports] ref, state, code, delivered = […], failed = […]`."""
    names = setup.table("reports")
    told = call.query if call.method == "GET" else call.form
    rows = _rows(dict(told)) if told else _rows(_json(call.body.decode("utf-8", "replace")))
    states = {str(word): state for state in (DELIVERED, FAILED) for word in names.get(state, [state])}
    for row in rows:
        state = states.get(_text(row, str(names.get("state", "status"))), "")
        ref, code = _text(row, str(names.get("ref", "id"))), _text(row, str(names.get("code", "code")))
        yield ref, state, code, ""


READERS: Mapping[str, Callable[[Call, Setup], Iterator[Row]]] = {
    "msg91": _msg91,
    "gupshup": _gupshup,
    "plain": _plain,
}


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise Unread from None


def _rows(told: Any) -> Iterator[Mapping[str, Any]]:
    for row in told if isinstance(told, list) else [told]:
        if not isinstance(row, Mapping):
            raise Unread
        yield row


def _text(row: Mapping[str, Any], name: str) -> str:
    found = row.get(name)
    return str(found).strip() if isinstance(found, str | int) else ""
