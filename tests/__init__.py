"""The tests. This file is imported before all others of them: gRPC reads its environment when it is imported."""

from services.runtime.environment import prepare_grpc

prepare_grpc()
