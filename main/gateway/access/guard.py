"""What a caller may do: the dependency that stands before each path of runs."""

from collections.abc import Awaitable, Callable

from fastapi import Request

from main.gateway.access import refusals
from main.gateway.access.caller import EVERYBODY, Caller, caller_of
from main.gateway.store.base import Store
from main.gateway.store.tokens import Scope
from services.contract.errors import NotFound, PermissionDenied


def guard(store: Store) -> Callable[[Request], Awaitable[None]]:
    """Checks, before a path's own work, that its run may be seen and that the scope is enough.

    Raises NotFound for a run of somebody else, as for one that is not there; PermissionDenied and Unauthenticated.
    """

    async def check(request: Request) -> None:
        caller = caller_of(request)
        if caller is EVERYBODY:
            return
        run_id = request.path_params.get("run_id")
        if caller.only_shared and run_id not in caller.shared:
            raise denied(request, caller, "this link is for one run, and not for that")
        scope = caller.scope
        if run_id is not None and not caller.sees_all and not await _owns(store, request, caller, run_id):
            # What is shared is shared for reading, whatever else its visitor may do with runs of their own.
            scope = Scope.READ
        check_scope(request, caller, scope, Scope.READ if request.method in ("GET", "HEAD") else Scope.RUN)

    return check


async def _owns(store: Store, request: Request, caller: Caller, run_id: str) -> bool:
    """Whether the run is the caller's; False for one that is shared with them. Raises NotFound for any other."""
    if caller.only_shared:
        return False
    try:
        await store.check_owner(run_id, caller.name)
    except NotFound:
        if run_id in caller.shared:
            return False
        refusals.note(request, refusals.named(caller), "no run of this owner")
        raise
    return True


def administrators(request: Request) -> None:
    """Lets those in who may administer. Raises PermissionDenied, also where nobody is asked who they are."""
    caller = caller_of(request)
    if caller is EVERYBODY:
        raise PermissionDenied(
            "this gateway asks nobody who they are (AUTH=off), so nobody may make tokens by it; use `storyloom token`"
            " on its machine"
        )
    check_scope(request, caller, caller.scope, Scope.ADMIN)


def check_scope(request: Request, caller: Caller, scope: Scope, needed: Scope) -> None:
    """Raise PermissionDenied when the scope is not enough."""
    if not scope.allows(needed):
        raise denied(request, caller, f"the scope {scope} is not enough; this takes a token with the scope {needed}")


def denied(request: Request, caller: Caller, why: str) -> PermissionDenied:
    """The error, which is logged."""
    refusals.note(request, refusals.named(caller), why)
    return PermissionDenied(why)
