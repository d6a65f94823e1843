"""Addresses of a run's files that carry their own permission.

A package's page runs as a stranger's (its policy is a sandbox), so a browser sends no cookie for the pictures and
sounds that it loads. A signed-in browser that opens such a page is sent on to an address with a grant in it, which what
the page loads inherits: `/v1/granted/<grant>/runs/<run>/files/…`. A grant is for reading the files of one run, ends
after hours, and with the session or the link that it was made from.
"""

import hashlib
import hmac
import re
import time
from dataclasses import dataclass

from main.gateway.access.refusals import GRANTED
from main.gateway.store.tokens import Token

SECONDS = 12 * 3600
PATH = re.compile(rf"{GRANTED}([0-9a-f]+)\.([0-9]{{1,12}})\.([0-9a-f]{{64}})/runs/([^/]+)/(files/.+)")


@dataclass(frozen=True)
class Grant:
    """What an address claims; `is_of` says whether it is true."""

    token_id: str
    until: int
    signature: str
    run_id: str
    path: str
    """Where the file is without a grant."""

    def is_of(self, token: Token, now: float) -> bool:
        """Whether the grant was made from this token, and has not ended."""
        return now < self.until and hmac.compare_digest(_signature(token, self.run_id, self.until), self.signature)


def read(path: str) -> Grant | None:
    """The grant in a path; None when it has none."""
    found = PATH.fullmatch(path)
    if found is None:
        return None
    token_id, until, signature, run_id, file = found.groups()
    return Grant(token_id, int(until), signature, run_id, f"/v1/runs/{run_id}/{file}")


def written(token: Token, run_id: str) -> str:
    """The path under which `files/…` of the run can be read by whoever has it."""
    until = int(time.time()) + SECONDS
    return f"{GRANTED}{token.id}.{until}.{_signature(token, run_id, until)}/runs/{run_id}"


def _signature(token: Token, run_id: str, until: int) -> str:
    """Signed with what the store keeps of the token: it needs no key besides, and ends with the token."""
    return hmac.new(token.digest.encode(), f"files {run_id} {until}".encode(), hashlib.sha256).hexdigest()
