"""What a process sets in its own environment before it imports gRPC."""

import os

GRPC_ENVIRONMENT = {
    # Who forks here runs another program at once. gRPC's handlers around a fork, meant for those who go on in the
    # child, only warn into the log that other threads are at work.
    "GRPC_ENABLE_FORK_SUPPORT": "0",
    # Since 1.80 a message crosses threads of gRPC's EventEngine on its way to grpc.aio's own: a quarter of a null run's
    # time (docs/benchmark.md). The removal of these switches is announced (grpc#43350); a version that does not know
    # them says so, and tests/unit/test_grpc_environment.py fails.
    "GRPC_EXPERIMENTS": "-event_engine_client,-event_engine_listener",
}
"""What gRPC reads when it is imported."""


def prepare_grpc() -> None:
    """Set each variable of GRPC_ENVIRONMENT that is not set; for entry points, before they import grpc."""
    for name, value in GRPC_ENVIRONMENT.items():
        os.environ.setdefault(name, value)
