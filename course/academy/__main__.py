"""`python -m academy` is `academy`."""

from academy.cli import main

main()
