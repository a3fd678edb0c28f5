"""Saving what was typed on a page that somebody else may have saved meanwhile."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise

from haat.core.errors import Gone, HaatError, Stale
from haat.core.sendings import Again
from haat.web.office.desk.page import done_before
from haat.web.ui.request import Request

Row = TypeVar("Row")


def saved(
    request: Request,
    form: Any,
    action: Callable[[], Row],
    *,
    done: "str | Promise",
    back: "str | Callable[[Row | None], str]",
) -> HttpResponse | None:
    """Do it and go back; None when the form, or a room, refused: what was typed stays.

    The form puts a refusal at its field (`refuse`), and says what stands there now when somebody was quicker
    (`told_of_change`, where it shows that). `back`: an address or a view's name, or what makes one of the row that was
    saved; None is what an earlier sending of the same page saved.
    """

    def there(row: Row | None) -> HttpResponse:
        return redirect(back(row) if callable(back) else back)

    if done_before(request, action):
        return there(None)
    if not form.is_valid():
        return None
    try:
        row = action()
    except Again as told:
        messages.info(request, told.message)
        return there(None)
    except HaatError as problem:
        if hasattr(form, "told_of_change") and isinstance(problem, Stale) and not isinstance(problem, Gone):
            form.told_of_change()
            form.add_error(problem.field if problem.field in form.fields else None, problem.message)
        else:
            form.refuse(problem)
        return None
    messages.success(request, str(done))
    return there(row)
