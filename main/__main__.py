"""The entry point of the storyloom command, which python -m main is too."""

from services.runtime.environment import prepare_grpc


def main() -> None:
    """Prepare the environment, then run the command."""
    prepare_grpc()
    from main.command import cli  # noqa: PLC0415 - it imports grpc, which reads its environment at that moment

    cli.main()


if __name__ == "__main__":
    main()
