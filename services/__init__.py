"""The stages, and what they share."""

import os

# Who forks here runs another program at once. gRPC's handlers around a fork, meant for those who go on in the child,
# only warn into the log that other threads are at work.
os.environ.setdefault("GRPC_ENABLE_FORK_SUPPORT", "0")
