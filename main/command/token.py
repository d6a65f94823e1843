"""storyloom token: who may ask a gateway. create, list, revoke."""

import json
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any
from urllib.parse import quote

import typer
from rich.table import Table
from rich.text import Text

from main.command import say
from main.command.gateway import connected
from main.command.help import Command, Group
from main.command.make import settings
from main.command.options import Json, Quiet, preferred
from main.gateway import token_view
from main.gateway.access import credential
from main.gateway.store.base import Store
from main.gateway.store.tokens import Kind, Scope
from main.settings import MainSettings
from services.contract.errors import ConfigurationError, NotFound
from services.contract.shown import printable
from services.runtime import logs, tasks

app = typer.Typer(help="Who may ask a gateway (AUTH=token).", no_args_is_help=True, cls=Group)
SCOPES = tuple(scope.value for scope in Scope)
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,63}")
UNITS = {"m": 60, "h": 3_600, "d": 86_400, "w": 7 * 86_400}
MAX_SECONDS = 3_650 * 86_400
TokenFacts = dict[str, Any]
"""A token as the gateway's API shows it."""
Where = Annotated[
    str,
    preferred(
        "--server", help="Ask this gateway, with an admin's token, instead of the store of this machine (STORE_PATH)."
    ),
]


@app.callback()
def tokens() -> None:
    """Who may ask a gateway (AUTH=token)."""
    logs.to_stderr("ERROR")


@app.command(cls=Command)
def create(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Who is to have it, and owns the runs made with it.")],
    scope: Annotated[
        str,
        typer.Option(
            help="read: see NAME's runs. run: make them too. admin: everybody's, and tokens.",
            autocompletion=lambda: list(SCOPES),
        ),
    ] = "run",
    expires: Annotated[str, typer.Option(help="When it ends: 12h, 30d, 8w from now; never when not given.")] = "",
    server: Where = "",
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Make a token; print its secret, this once. Several tokens may have one name: make the new one, revoke the old."""
    if not NAME.fullmatch(name):
        raise ConfigurationError("NAME: use up to 64 of A-Z a-z 0-9 . _ @ -, beginning with a letter or a digit")
    if scope not in SCOPES:
        raise ConfigurationError(f"--scope {scope!r} is not known; use {', '.join(SCOPES)}")
    made = tasks.run(_made(settings(context, None), server, name, Scope(scope), _seconds(expires)))
    if as_json:
        say.result(json.dumps(made))
        return
    say.result(made["token"])
    if not quiet:
        say.note(f"token {made['id']} of {name}, scope {scope}{_until(made)}; kept {made['where']}; not shown again")


def _until(made: TokenFacts) -> str:
    return f", until {made['expires']}" if made["expires"] else ""


def _seconds(expires: str) -> int | None:
    """The seconds of a time such as 30d; None when nothing is given. Raises ConfigurationError."""
    if not expires:
        return None
    found = re.fullmatch(r"([0-9]{1,6})([mhdw])", expires)
    seconds = int(found[1]) * UNITS[found[2]] if found else 0
    if not UNITS["m"] <= seconds <= MAX_SECONDS:
        raise ConfigurationError(f"--expires {expires!r} is no time from now; use 12h, 30d or 8w, up to 3650d")
    return seconds


async def _made(chosen: MainSettings, server: str, name: str, scope: Scope, seconds: int | None) -> TokenFacts:
    if server:
        async with connected(server) as gateway:
            asked = {"name": name, "scope": scope, "expires_in": seconds}
            return await gateway.json("POST", "/v1/tokens", json=asked) | {"where": f"by {server}"}
    async with _store(chosen) as store:
        secret, token = credential.new(name, scope, Kind.TOKEN, seconds=seconds)
        await store.add_token(token)
    return token_view.made(token, secret).model_dump() | {"where": f"in {_name(chosen)}"}


@app.command("list", cls=Command)
def list_(context: typer.Context, server: Where = "", as_json: Json = False) -> None:
    """List tokens, without their secrets: a line each of id, name, scope, state, last use."""
    found = tasks.run(_listed(settings(context, None), server))
    if as_json:
        for token in found:
            say.result(json.dumps(token))
    elif sys.stdout.isatty():
        made = Table("id", "name", "scope", "state", "last use", box=None, pad_edge=False)
        for token in found:
            made.add_row(*(Text(printable(cell)) for cell in _cells(token)))
        say.table(made)
    else:
        for token in found:
            say.result("\t".join(_cells(token)))


def _cells(token: TokenFacts) -> tuple[str, ...]:
    state = f"valid{_until(token)}" if token["valid"] else "revoked" if token["revoked"] else "expired"
    return token["id"], token["name"], token["scope"], state, token["used"] or "never used"


async def _listed(chosen: MainSettings, server: str) -> list[TokenFacts]:
    if server:
        async with connected(server) as gateway:
            found: list[TokenFacts] = (await gateway.json("GET", "/v1/tokens"))["tokens"]
            return found
    async with _store(chosen) as store:
        return [token_view.view(token).model_dump() for token in await store.tokens()]


@app.command(cls=Command)
def revoke(
    context: typer.Context,
    name_or_id: Annotated[str, typer.Argument(metavar="NAME|ID", help="All tokens of a name, or the one of an id.")],
    server: Where = "",
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Revoke tokens at once, and the sessions and links made from them. The owner's runs stay."""
    found = tasks.run(_revoked(settings(context, None), server, name_or_id))
    for token in found:
        if as_json:
            say.result(json.dumps(token))
        elif not quiet:
            say.note(f"token {token['id']} of {token['name']}: revoked")


async def _revoked(chosen: MainSettings, server: str, word: str) -> list[TokenFacts]:
    if server:
        async with connected(server) as gateway:
            found: list[TokenFacts] = (await gateway.json("DELETE", f"/v1/tokens/{quote(word, safe='')}"))["tokens"]
            return found
    async with _store(chosen) as store:
        revoked = await store.revoke(word)
    if not revoked:
        raise NotFound(f"no valid token has the id or the name {word!r} in {_name(chosen)}")
    return [token_view.view(token).model_dump() for token in revoked]


@asynccontextmanager
async def _store(chosen: MainSettings) -> AsyncIterator[Store]:
    """The store of this machine's gateway, which may be at work on it."""
    from main.gateway import stores  # noqa: PLC0415 - with the database's driver, which other commands do not need

    async with await stores.opened(chosen, beside=True) as store:
        yield store


def _name(chosen: MainSettings) -> str:
    """The store, as a person is told of it."""
    return chosen.store_url or str(chosen.store_path.absolute())
