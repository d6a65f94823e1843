"""The paths of tokens: make, list, revoke. For administrators."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Response, status
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from main.gateway.access import credential
from main.gateway.access.guard import administrators
from main.gateway.store.base import Store
from main.gateway.store.tokens import Kind, Scope
from main.gateway.token_view import MadeToken, TokenView, made, view
from services.contract.errors import NotFound

NAME_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$"
MIN_SECONDS, MAX_SECONDS = 60, 3_650 * 86_400
"""Times for which a token can be made; without one it has no end."""
Name = Annotated[str, StringConstraints(pattern=NAME_PATTERN)]


class NewToken(BaseModel):
    """A token to make."""

    model_config = ConfigDict(extra="forbid", strict=True)

    name: Name = Field(description="Who is to have it: the owner of the runs made with it. Several may have one name.")
    scope: Literal["read", "run", "admin"] = Field(
        description="read: see the owner's runs. run: make them too. admin: everybody's, and tokens."
    )
    expires_in: int | None = Field(
        None, ge=MIN_SECONDS, le=MAX_SECONDS, description="Seconds for which it is taken; without end when null."
    )


class TokenList(BaseModel):
    """Tokens, the oldest first."""

    tokens: list[TokenView]


def router(store: Store) -> APIRouter:
    """The paths over the tokens of this store."""
    paths = APIRouter(tags=["tokens"], dependencies=[Depends(administrators)])

    @paths.post("/v1/tokens", status_code=status.HTTP_201_CREATED)
    async def create_token(new: NewToken, response: Response) -> MadeToken:
        """Make a token. Its secret is shown this once."""
        secret, token = credential.new(new.name, Scope(new.scope), Kind.TOKEN, seconds=new.expires_in)
        await store.add_token(token)
        response.headers["Cache-Control"] = "no-store"
        return made(token, secret)

    @paths.get("/v1/tokens")
    async def list_tokens() -> TokenList:
        """All tokens, also those that are not valid any more, for 90 days."""
        return TokenList(tokens=[view(token) for token in await store.tokens()])

    @paths.delete("/v1/tokens/{name_or_id}")
    async def revoke_tokens(name_or_id: str) -> TokenList:
        """Revoke the token with this id, or all with this name, and the sessions and links made from them."""
        if not (found := await store.revoke(name_or_id)):
            raise none(name_or_id)
        return TokenList(tokens=[view(token) for token in found])

    return paths


def none(word: str) -> NotFound:
    """The error of a token that is not there."""
    return NotFound(f"no valid token has the id or the name {word!r}")
