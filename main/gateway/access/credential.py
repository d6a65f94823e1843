"""Secrets: how they are made, written and compared.

A secret is `storyloom_<id>_<256 random bits>`. The store keeps its SHA-256: a slow hash, as for passwords, protects
what a person could guess, and nobody guesses 256 bits; each request can afford this one. The id finds the row, so that
no index is searched by what is secret, and the digests are compared in constant time.
"""

import hmac
import re
import secrets
import time

from main.gateway.store.tokens import Kind, Scope, Token
from services.contract.digest import sha256

PREFIX = "storyloom_"
"""By which people and scanners of leaked secrets know one."""
SECRET_BYTES = 32
ID_BYTES = 6
SECRET = re.compile(rf"{PREFIX}([0-9a-f]{{{2 * ID_BYTES}}})_[A-Za-z0-9_-]{{43}}")


def new(
    name: str, scope: Scope, kind: Kind, *, seconds: float | None = None, parent: str = "", run_id: str | None = None
) -> tuple[str, Token]:
    """A new secret, and what is kept of it; it is taken for `seconds`, or without end."""
    token_id, now = secrets.token_hex(ID_BYTES), time.time()
    secret = f"{PREFIX}{token_id}_{secrets.token_urlsafe(SECRET_BYTES)}"
    expires = now + seconds if seconds is not None else None
    return secret, Token(token_id, name, scope, kind, digest_of(secret), now, expires, parent=parent, run_id=run_id)


def digest_of(secret: str) -> str:
    """What is kept of a secret."""
    return sha256(secret.encode())


def id_of(secret: str) -> str:
    """The id in a secret; empty when it is none."""
    found = SECRET.fullmatch(secret)
    return found[1] if found else ""


def is_of(secret: str, token: Token) -> bool:
    """Whether the secret is the token's, in a time that does not tell how much of it is right."""
    return hmac.compare_digest(digest_of(secret), token.digest)
