"""People: the list, and one person with her roles, how she signs in, and her history."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from haat.core.queries import happened_to
from haat.makers.models import Organisation
from haat.makers.queries import organisations_by_id
from haat.messages.queries import invitation_told
from haat.people import actions
from haat.people.models import Role, User
from haat.people.queries import called, newest_invitation, of_kind, roles_in, staff, standing, with_roles
from haat.people.rules import can, lacks_hands, may_give, may_manage, require_manage, works_elsewhere
from haat.people.seats import seated_elsewhere
from haat.web.office.desk.blocks import Blocks
from haat.web.office.desk.history import MOST, Happened, lines_of
from haat.web.office.desk.listing import listing, typed
from haat.web.office.desk.page import act, act_with, here, page
from haat.web.office.desk.rooms import events as told
from haat.web.office.desk.words import ROLES
from haat.web.office.people.forms import BlockForm, EmailForm, MoveForm
from haat.web.office.people.words import HANDS, STANDINGS
from haat.web.ui.found import one_or_404
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request
from haat.web.ui.sending import nonce

SORTS = {"name": "name", "seen": "seen_at", "since": "made_at"}


@require_safe
@office("see_people")
def people(request: Request) -> HttpResponse:
    """Who works here, searched and filtered; above it what still wants a second person."""
    blocks = Blocks(request, here(request, "see_people"))
    how = request.GET.get("standing", "")
    how = how if how in STANDINGS else "work"
    rows = standing(staff(request.user, request.mart), request.mart, how)
    kind = request.GET.get("kind", "")
    kind = kind if kind in ROLES else ""
    if kind or blocks.chosen:
        rows = of_kind(rows, request.mart, kind, blocks.chosen)
    if words := typed(request, "q"):
        rows = called(rows, words)
    return page(
        request,
        "people/list",
        listing=listing(request, with_roles(rows, request.mart), SORTS, "name"),
        blocks=blocks,
        standings=STANDINGS.items(),
        how=how,
        kinds=ROLES.items(),
        lacking=[HANDS[name] for name in lacks_hands(request.mart)],
    )


@dataclass(frozen=True)
class Held:
    """A role on a person's page: whether the reader may move and end it, the form to move it, and at which
    organisation it is held, if at one."""

    role: Role
    mine: bool
    form: MoveForm | None
    at: Organisation | None


def one(request: Request, deed: str, pk: int) -> User:
    """A person within the reader's scope for `deed`; 404 otherwise."""
    return one_or_404(with_roles(staff(request.user, request.mart, deed), request.mart), pk=pk)


@require_safe
@office("see_people")
def person(request: Request, pk: int) -> HttpResponse:
    """One person."""
    return person_page(request, one(request, "see_people", pk))


def person_page(
    request: Request,
    shown: User,
    *,
    moving: MoveForm | None = None,
    block: BlockForm | None = None,
    written: EmailForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a person, with forms as they were sent when something in them was refused."""
    roles, herself = roles_in(shown, request.mart), shown.pk == request.user.pk
    scope = here(request, "see_people")
    at = organisations_by_id(role.organisation_id for role in roles)
    held = []
    for role in roles:
        mine = not herself and may_give(request.user, role.kind, mart=request.mart, place=role.place)
        form = moving if moving is not None and moving.prefix == f"role{role.pk}" else MoveForm(role, scope)
        held.append(
            Held(role, mine, form if mine and role.organisation_id is None else None, at.get(role.organisation_id or 0))
        )
    may, elsewhere = may_manage(request.user, roles, request.mart), works_elsewhere(shown, request.mart)
    seated = seated_elsewhere(shown, request.mart)
    may_write = can(request.user, "change_people", mart=request.mart) and (
        herself or (may and not elsewhere and not seated)
    )
    return page(
        request,
        "people/person",
        status=status,
        person=shown,
        herself=herself,
        held=held,
        factor=getattr(shown, "second_factor", None),
        may_manage=not herself and may,
        elsewhere=elsewhere,
        seated=seated,
        email_form=(written or EmailForm(shown)) if may_write else None,
        told=invitation_told(made) if (made := newest_invitation(shown)) else None,
        block_form=block or BlockForm(),
        block_open=block is not None,
        nonce=nonce(),
        history=history(request, shown),
    )


def history(request: Request, shown: User) -> list[Happened]:
    """What happened to her in this mart."""
    events = happened_to([("people.user", [shown.pk])], list(told())).filter(mart_id=request.mart.pk)
    return lines_of(list(events[:MOST]), {})


@require_POST
@office("change_people")
def move(request: Request, pk: int, role: int) -> HttpResponse:
    """Her role is held at another place from now on."""
    shown = one(request, "change_people", pk)
    held = shown.roles.filter(mart=request.mart, pk=role).select_related("place", "mart__place").first()
    if held is None:  # somebody ended it just now
        messages.info(request, gettext("She does not have this role any more. Nothing was changed."))
        return redirect("office:people:person", pk)
    form = MoveForm(held, here(request, "change_people"), request.POST)

    def do() -> None:
        wanted = form.cleaned_data["place"]
        require_manage(request.user, [held, Role(kind=held.kind, place=wanted)], request.mart)
        actions.move_role(held, place=wanted, by=actor(request))

    if act_with(request, form, do, done=_("Moved. From now on she works there.")):
        return redirect("office:people:person", pk)
    return person_page(request, one(request, "see_people", pk), moving=form, status=422)


@require_POST
@office("change_people")
def end(request: Request, pk: int, role: int) -> HttpResponse:
    """Her role ends: with her next press she may do nothing of it any more."""
    shown = one(request, "change_people", pk)
    held = shown.roles.filter(mart=request.mart, pk=role).select_related("place", "mart").first()

    def do() -> None:
        if held is not None:  # else somebody ended it just now, and that counts
            require_manage(request.user, [held], request.mart)
            actions.take_role(held, by=actor(request))

    act(request, do, done=_("Ended. She can do nothing more in this role."))
    return redirect("office:people:person", pk)


@require_POST
@office("change_people")
def email(request: Request, pk: int) -> HttpResponse:
    """Where she is written to besides her phone; everybody may say so of herself."""
    shown = one(request, "change_people", pk)
    form = EmailForm(shown, request.POST)

    def do() -> None:
        if shown.pk != request.user.pk:
            require_manage(request.user, roles_in(shown, request.mart), request.mart)
        given, seen = form.cleaned_data["email"], form.initial["email"]
        actions.set_email(shown, mart=request.mart, email=given, seen=seen, by=actor(request))

    if act_with(request, form, do, done=_("Saved.")):
        return redirect("office:people:person", pk)
    return person_page(request, one(request, "change_people", pk), written=form, status=422)


@require_POST
@office("change_people")
def block(request: Request, pk: int) -> HttpResponse:
    """She is signed out everywhere and may not sign in."""
    shown, form = one(request, "change_people", pk), BlockForm(request.POST)

    def do() -> None:
        require_manage(request.user, roles_in(shown, request.mart), request.mart)
        actions.block_person(shown, mart=request.mart, **form.cleaned_data, by=actor(request))

    if act_with(request, form, do, done=_("Blocked. She is signed out everywhere.")):
        return redirect("office:people:person", pk)
    return person_page(request, shown, block=form, status=422)


@require_POST
@office("change_people")
def unblock(request: Request, pk: int) -> HttpResponse:
    """She may sign in again."""
    shown = one(request, "change_people", pk)

    def do() -> None:
        require_manage(request.user, roles_in(shown, request.mart), request.mart)
        actions.unblock_person(shown, mart=request.mart, by=actor(request))

    act(request, do, done=_("Unblocked. She signs in as before."))
    return redirect("office:people:person", pk)
