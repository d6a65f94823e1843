"""python -m main is the storyloom command."""

from main.cli import main

main()
