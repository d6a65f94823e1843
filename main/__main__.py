"""python -m main is the storyloom command."""

from main.command.cli import main

main()
