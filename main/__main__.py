"""The entry point of the storyloom command, which python -m main is too."""

import sys

from services.runtime.environment import prepare_grpc

INTERRUPTED = 130
"""Exit status after Ctrl-C: 128 and the number of the signal, as a shell has it."""


def main() -> None:
    """Prepare the environment, then run the command."""
    prepare_grpc()
    try:
        from main.command import cli  # noqa: PLC0415 - it imports grpc, which reads its environment at that moment

        cli.main()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    main()
