"""``python -m hsaf``: the command line."""

from hsaf.edge.cli import main

main()
