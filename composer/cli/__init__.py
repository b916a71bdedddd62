"""The command line: click, and nothing but click. Each command parses, calls the workspace, prints and exits."""

import sys


def main() -> None:
    """The `outreach` command; exits 0 when all is well, 1 with problems, 2 for wrong usage, 3 for our own bug."""
    from composer.cli.boundary import run

    sys.exit(run(sys.argv[1:]))
