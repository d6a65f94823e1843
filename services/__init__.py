"""The stages, and what they share."""

import os

# Who forks here runs another program at once. gRPC's handlers around a fork, meant for those who go on in the child,
# only warn into the log that other threads are at work.
os.environ.setdefault("GRPC_ENABLE_FORK_SUPPORT", "0")
# Since 1.80 a message crosses threads of gRPC's EventEngine on its way to grpc.aio's own: a quarter of a null run's
# time (docs/benchmark.md). Their removal is announced (grpc#43350); a version that does not know them says so, and
# tests/unit/test_grpc_experiments.py fails.
os.environ.setdefault("GRPC_EXPERIMENTS", "-event_engine_client,-event_engine_listener")
