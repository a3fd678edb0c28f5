"""Lists of feeds and of reports: filtered, and so many a page. A token holds the words of its first page."""

import base64
import json
from typing import Any

from haat.cli.rehearsal.amazon.wire import BadInput, Call, moment


def turned(rows: list[dict[str, Any]], call: Call, types: str, of: str) -> tuple[list[dict[str, Any]], str]:
    """A page of rows, newest first, and the token of the next. `types` names the filter, `of` the field it is about.

    The token stands alone. Raises BadInput.
    """
    query, begin = dict(call.query), 0
    token = query.pop("nextToken", None)
    if token is not None:
        if query:
            raise BadInput("nextToken stands alone", code="400")
        query, begin = opened(token, code="400")
    elif not query.get(types):
        raise BadInput(f"either {types} or nextToken is required", code="400")
    states, size = query.get("processingStatuses"), int(query.get("pageSize", 10))
    since, until = (moment(query[name], name) if name in query else None for name in ("createdSince", "createdUntil"))
    found = [
        row
        for row in rows
        if row[of] in query[types]
        and (not states or row["processingStatus"] in states)
        and (since is None or moment(row["createdTime"], "createdTime") >= since)
        and (until is None or moment(row["createdTime"], "createdTime") <= until)
    ]
    more = begin + size < len(found)
    return found[begin : begin + size], token_of(query, begin + size) if more else ""


def token_of(query: dict[str, Any], begin: int) -> str:
    return base64.urlsafe_b64encode(json.dumps([query, begin]).encode()).decode()


def opened(token: str, *, code: str) -> tuple[dict[str, Any], int]:
    """The words and the place a token holds. Raises BadInput."""
    try:
        query, begin = json.loads(base64.urlsafe_b64decode(token))
    except (ValueError, TypeError) as wrong:
        raise BadInput("the token is not known", code=code) from wrong
    return query, int(begin)
