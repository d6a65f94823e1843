"""A token as the API and the command show it: without its secret."""

import time

from pydantic import BaseModel, Field
from pydantic.config import JsonDict

from main.gateway.store.tokens import Scope, Token
from main.gateway.views import iso

TIME: JsonDict = {"format": "date-time"}


class TokenView(BaseModel):
    """A token without its secret. Times are ISO 8601 in UTC."""

    id: str
    name: str
    scope: Scope
    created: str = Field(json_schema_extra=TIME)
    expires: str | None = Field(json_schema_extra=TIME)
    used: str | None = Field(description="About when it was last used.", json_schema_extra=TIME)
    revoked: str | None = Field(json_schema_extra=TIME)
    valid: bool = Field(description="Whether it is taken now.")


class MadeToken(TokenView):
    """A new token with its secret."""

    token: str = Field(description="The secret. It is in this answer, and nowhere else.")


def view(token: Token) -> TokenView:
    """A token as it is now."""
    return TokenView(
        id=token.id,
        name=token.name,
        scope=token.scope,
        created=iso(token.created),
        expires=_iso(token.expires),
        used=_iso(token.used),
        revoked=_iso(token.revoked),
        valid=token.is_valid(time.time()),
    )


def made(token: Token, secret: str) -> MadeToken:
    """A new token."""
    return MadeToken(**view(token).model_dump(), token=secret)


def _iso(seconds: float | None) -> str | None:
    return iso(seconds) if seconds is not None else None
