"""Who asks the gateway, and what they may see."""

from dataclasses import dataclass

from fastapi import Request

from main.gateway.store.tokens import NOBODY, Owner, Quota, Scope, Token
from services.contract.errors import Unauthenticated


@dataclass(frozen=True)
class Caller:
    """Who asks."""

    name: str = ""
    """The owner of the runs that are made now; empty for a link's visitor."""
    scope: Scope = Scope.READ
    token: Token | None = None
    """What was given; None where the gateway asks for none."""
    quota: Quota | None = None
    shared: frozenset[str] = frozenset()
    """Runs of others that may be read."""
    by_cookie: bool = False
    """Whether a browser sent it by itself."""

    @property
    def only_shared(self) -> bool:
        """Whether nothing but what is shared may be seen."""
        return not self.name and self.token is not None

    @property
    def sees_all(self) -> bool:
        """Whether runs of all owners may be seen."""
        return self.scope is Scope.ADMIN

    @property
    def listed(self) -> str | None:
        """Whose runs are listed; everybody's when None."""
        return None if self.sees_all else self.name

    @property
    def owner(self) -> Owner:
        """Whose the runs are that are made now."""
        return Owner(self.name, self.quota) if self.token is not None else NOBODY


EVERYBODY = Caller(scope=Scope.ADMIN)
"""Where the gateway asks nobody who they are."""


def caller_of(request: Request) -> Caller:
    """Who sent the request. Raises Unauthenticated."""
    found: Caller | None = request.state.caller
    if found is None:
        raise Unauthenticated("no token was given")
    return found
