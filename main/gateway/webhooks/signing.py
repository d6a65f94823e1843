"""Signatures of webhooks, as Standard Webhooks has them (https://www.standardwebhooks.com): HMAC-SHA256."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Sequence
from pathlib import Path

from services.contract.errors import ConfigurationError

PREFIX = "whsec_"
LEAST, MOST = 24, 64
"""Bytes of a secret."""
MAX_SECRETS, MAX_FILE = 4, 4_096
"""Secrets of one file: while receivers change from one to the next, each message is signed with all."""


def read(path: Path) -> tuple[bytes, ...]:
    """The secrets of a file, one a line: `whsec_` and base64. Raises ConfigurationError, which shows none of them."""
    try:
        with path.open("rb") as file:
            content = file.read(MAX_FILE + 1)
    except OSError as error:
        raise ConfigurationError(f"WEBHOOK_SECRET_FILE: {path} cannot be read: {error.strerror}") from None
    found = tuple(_secret(line.strip()) for line in content.splitlines() if line.strip())
    if not 1 <= len(found) <= MAX_SECRETS or not all(LEAST <= len(secret) <= MOST for secret in found):
        raise ConfigurationError(
            f"WEBHOOK_SECRET_FILE: {path}: write 1 to {MAX_SECRETS} lines of {PREFIX} and the base64 of {LEAST} to"
            f" {MOST} random bytes, such as of: echo {PREFIX}$(openssl rand -base64 32)"
        )
    return found


def _secret(line: bytes) -> bytes:
    try:
        return base64.b64decode(line.removeprefix(PREFIX.encode()), validate=True)
    except binascii.Error:
        return b""


def headers(secrets: Sequence[bytes], message_id: str, timestamp: int, body: bytes) -> dict[str, str]:
    """The headers by which a receiver knows the message, and that it is ours; the newest secret first."""
    signed = f"{message_id}.{timestamp}.".encode() + body
    digests = (hmac.new(secret, signed, hashlib.sha256).digest() for secret in secrets)
    signatures = " ".join(f"v1,{base64.b64encode(digest).decode()}" for digest in digests)
    return {"webhook-id": message_id, "webhook-timestamp": str(timestamp), "webhook-signature": signatures}
