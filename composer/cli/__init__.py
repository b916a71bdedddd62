"""The command line: click, and nothing but click. Each command parses, calls the workspace, prints and exits."""

import atexit
import gc
import os
import sys

_YOUNG = 500_000
"""So many new objects before any are looked through for cycles: a command makes many and drops few."""


def main() -> None:
    """The `outreach` command; exits 0 when all is well, 1 with problems, 2 for wrong usage, 3 for our own bug.

    The process ends without taking apart what it holds, which takes as long as loading it did. Everything was written
    and closed by then, and workers are gone.
    """
    gc.set_threshold(_YOUNG)
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # of whatever else is installed, and looked for
    from composer.cli.boundary import run

    code = run(sys.argv[1:])
    atexit._run_exitfuncs()  # noqa: SLF001  # whatever a library does at an end
    os._exit(code)
