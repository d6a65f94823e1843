"""Says in the log, in time, that this process's certificate ends. It changes nothing: calls go on while it is good."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from loguru import logger

from services.runtime.certificates import RENEW, Ending, Newest

DAY_SECONDS = 86_400.0
REPEAT_SECONDS, LOOK_SECONDS = DAY_SECONDS, 3_600.0
"""How long after a warning the next one comes; how often a certificate that has long is looked at."""
WARNED_DAYS = 7
"""So many days before a certificate ends the log begins to say so, once a day."""
OWN = "this process's"


def warning(days: float, ends: datetime, whose: str = OWN, renew: str = RENEW) -> str:
    """What is to be said of a certificate with so many days left; nothing while it has long. `renew`: by what."""
    if days > WARNED_DAYS:
        return ""
    when = ends.isoformat(timespec="minutes")
    if days > 0:
        return f"{whose} certificate ends in {days:.1f} days, at {when}; renew it: {renew}"
    return f"{whose} certificate has ended, at {when}, and others refuse it; renew it: {renew}"


@asynccontextmanager
async def watched(certificates: Newest[Ending] | None, whose: str = OWN, renew: str = RENEW) -> AsyncIterator[None]:
    """For the length of the block, log once a day what is to be said of the certificate, as `warning` has it."""
    if certificates is None:
        yield
        return
    watching = asyncio.create_task(_watch(certificates, whose, renew))
    try:
        yield
    finally:
        watching.cancel()


async def _watch(certificates: Newest[Ending], whose: str, renew: str) -> None:
    while True:
        ends = certificates.current.ends
        days = (ends - datetime.now(UTC)).total_seconds() / DAY_SECONDS
        if said := warning(days, ends, whose, renew):
            logger.bind(certificate_days=round(days, 1)).warning("{}", said)
        await asyncio.sleep(REPEAT_SECONDS if said else LOOK_SECONDS)
