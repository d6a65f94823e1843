"""The entry point of a service: python -m services.runtime."""

from services.runtime.environment import prepare_grpc


def main() -> None:
    """Prepare the environment, then serve."""
    prepare_grpc()
    from services.runtime.server import host  # noqa: PLC0415 - it imports grpc, which reads its environment at that moment

    host.main()


if __name__ == "__main__":
    main()
