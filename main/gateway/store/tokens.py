"""What a store keeps of those who may ask the gateway: tokens, and what was made from them."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from enum import StrEnum

MAX_TOKENS = 10_000
"""Tokens, sessions and links of one store."""
MAX_SESSIONS = 100
"""Sessions that are signed in with one token; the oldest one ends for a new one."""
MAX_SHARES = 20
"""Links to one run."""


class Scope(StrEnum):
    """What a token allows: each all that those before it do."""

    READ = "read"
    RUN = "run"
    ADMIN = "admin"

    def allows(self, needed: "Scope") -> bool:
        """Whether this scope is enough where `needed` is wanted."""
        order = list(Scope)
        return order.index(self) >= order.index(needed)


class Kind(StrEnum):
    """What a secret is for."""

    TOKEN = "token"  # noqa: S105 - a word
    """Of a person or a program."""
    SESSION = "session"
    """Of a browser that signed in with a token."""
    SHARE = "share"
    """Of a link to one run."""


@dataclass(frozen=True)
class Token:
    """A secret that the gateway takes, without the secret. Times are Unix times in seconds."""

    id: str
    name: str
    """Who has it: the owner of the runs that are made with it. Several tokens may have one name."""
    scope: Scope
    kind: Kind
    digest: str
    """SHA-256 of the secret, in hexadecimal."""
    created: float
    expires: float | None = None
    used: float | None = None
    """About when it was last taken, to the minute."""
    revoked: float | None = None
    parent: str = ""
    """Id of the token that it was made from, with which it is revoked."""
    run_id: str | None = None
    """The only run that it is for."""

    def is_valid(self, now: float) -> bool:
        """Whether it is taken at this time."""
        return self.revoked is None and (self.expires is None or now < self.expires)


@dataclass(frozen=True)
class Quota:
    """How much the runs of one owner may take."""

    waiting: int
    """Runs that wait."""
    a_minute: int
    """Runs that are accepted within a minute; so many may come at once."""
    bytes: int
    """Of their packages."""


@dataclass(frozen=True)
class Owner:
    """Whose a new run is."""

    name: str = ""
    """Empty where the gateway asks nobody who they are."""
    quota: Quota | None = None
    runs: int = 1
    """Runs for which there must be room: a batch is accepted as a whole."""


NOBODY = Owner()


class TokenStore(ABC):
    """Each call is a transaction, as those of Store."""

    @abstractmethod
    async def add_token(self, token: Token) -> None:
        """Keep a token; what has been of no use for long is removed.

        Raises OverQuota at MAX_TOKENS and MAX_SHARES, and NotFound when there is no such run.
        """

    @abstractmethod
    async def token(self, token_id: str) -> Token | None:
        """The token, whether it is valid or not; None when it is not known."""

    @abstractmethod
    async def tokens(self) -> list[Token]:
        """All of Kind.TOKEN, the oldest first."""

    @abstractmethod
    async def revoke(self, word: str) -> list[Token]:
        """Revoke the token with this id, or those with this name, and all that was made from them; return them.

        What is revoked already stays as it is.
        """

    @abstractmethod
    async def end_token(self, token_id: str) -> None:
        """Remove a session or a link."""

    @abstractmethod
    async def end_shares(self, run_id: str) -> int:
        """Remove all links to a run; return how many there were."""

    @abstractmethod
    async def note_use(self, token: Token, now: float) -> None:
        """Note when a token was taken, also of the one that it was made from."""
