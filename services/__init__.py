"""The stages, and what they share."""

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
"""What gRPC reads when it is first used, unless who starts the process says otherwise."""

for _name, _value in GRPC_ENVIRONMENT.items():
    os.environ.setdefault(_name, _value)
