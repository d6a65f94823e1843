"""A TCP echo server, which the benchmark compares gRPC with.

Usage: python -m services.runtime.server.tcp_echo PORT SECONDS
"""

import asyncio
import sys


async def _echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while piece := await reader.read(65_536):
            writer.write(piece)
            await writer.drain()
    finally:
        writer.close()


async def serve(port: int, seconds: float) -> None:
    """Listen on all addresses for `seconds`."""
    async with await asyncio.start_server(_echo, "0.0.0.0", port):  # noqa: S104 - in a container, for other machines
        await asyncio.sleep(seconds)


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), float(sys.argv[2])))
