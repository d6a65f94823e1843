"""The gateway's webhooks: which may be asked for, and how each is sent."""

import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import urlsplit

import aiohttp

from main.gateway.store.deliveries import HOOK_EVENTS, Delivery, Hook
from main.gateway.webhooks import signing
from main.gateway.webhooks.destinations import Destinations, Refused
from main.settings import MainSettings
from services.contract.errors import ConfigurationError, InvalidRequest, Violation
from services.contract.version import __version__

SECONDS = 15.0
"""Time for one attempt, from the look-up of the host's name to the answer's header."""


@dataclass(frozen=True)
class Answer:
    """What came of an attempt."""

    said: str
    """For the run's owner."""
    taken: bool = False
    never: bool = False
    """The receiver wants no more of it."""


@dataclass(frozen=True)
class Webhooks:
    """How webhooks are sent."""

    secrets: tuple[bytes, ...] = ()
    """Without any, none is sent."""
    destinations: Destinations = field(default_factory=Destinations)

    @classmethod
    def of(cls, settings: MainSettings) -> "Webhooks":
        """As the settings say. Raises ConfigurationError."""
        try:
            destinations = Destinations.of(settings.webhook_allow)
        except ValueError as error:
            raise ConfigurationError(f"WEBHOOK_ALLOW: {error}") from None
        path = settings.webhook_secret_file
        return cls(signing.read(path) if path is not None else (), destinations)

    def hook(self, url: str, events: Sequence[str]) -> Hook | None:
        """The hook of a new run; None without an address. Raises InvalidRequest."""
        if not url:
            return None
        wrong = self.destinations.wrong_with(url)
        if not self.secrets:
            wrong = "cannot be told: this gateway sends no webhooks (WEBHOOK_SECRET_FILE)"
        if wrong:
            raise InvalidRequest((Violation("webhook_url", wrong),))
        return Hook(url, tuple(event for event in HOOK_EVENTS if event in events))

    async def send(self, delivery: Delivery) -> Answer:
        """One attempt. No redirection is followed, and nothing of the answer's body is read."""
        host = urlsplit(delivery.url).hostname or ""

        def connected(info: aiohttp.AddrInfoType) -> socket.socket:
            # Here, for a name can mean another address each time that it is asked for.
            self.destinations.check(host, str(info[4][0]))
            return socket.socket(info[0], info[1], info[2])

        body = delivery.body.encode()
        headers = {
            "Content-Type": "application/json",
            "User-Agent": f"storyloom/{__version__}",
            **signing.headers(self.secrets, delivery.id, int(time.time()), body),
        }
        try:
            async with (
                aiohttp.ClientSession(
                    connector=aiohttp.TCPConnector(socket_factory=connected, force_close=True),
                    timeout=aiohttp.ClientTimeout(total=SECONDS),
                    cookie_jar=aiohttp.DummyCookieJar(),
                ) as session,
                session.post(delivery.url, data=body, headers=headers, allow_redirects=False) as response,
            ):
                return _answer(response.status)
        except TimeoutError:
            return Answer(f"no answer within {SECONDS:g} s")
        except aiohttp.ClientConnectorError as error:
            return Answer(str(error.os_error) if isinstance(error.os_error, Refused) else "no connection")
        except (aiohttp.ClientError, OSError, ValueError):
            return Answer("no answer that is HTTP")


def _answer(status: int) -> Answer:
    if status < HTTPStatus.MULTIPLE_CHOICES:
        return Answer(f"taken with {status}", taken=True)
    if status < HTTPStatus.BAD_REQUEST:
        return Answer(f"redirected with {status}, which is not followed")
    return Answer(f"refused with {status}", never=status == HTTPStatus.GONE)
