"""The entry point of the storyloom command, which python -m main is too."""

import os
import sys

from services.runtime.environment import prepare_grpc

INTERRUPTED = 130
"""Exit status after Ctrl-C: 128 and the number of the signal, as a shell has it."""


def open_streams() -> None:
    """Let what a shell has closed (`storyloom status >&-`) lead nowhere.

    Otherwise the next file or connection that is opened would be taken for it.
    """
    for number, (name, mode) in enumerate((("stdin", "r"), ("stdout", "w"), ("stderr", "w"))):
        if getattr(sys, name) is None:
            # The lowest number that is free, which is this one.
            os.open(os.devnull, os.O_RDWR)
            setattr(sys, name, open(number, mode, encoding="utf-8"))  # noqa: SIM115 - for as long as the process lives


def main() -> None:
    """Prepare the environment, then run the command."""
    open_streams()
    prepare_grpc()
    try:
        from main.command import cli  # noqa: PLC0415 - it imports grpc, which reads its environment at that moment

        cli.main()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    main()
