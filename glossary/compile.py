"""Compile the termbase for a build: ``python -m glossary.compile`` writes ``glossary/compiled``.

Without it the program makes the same tables at its first start, which takes seconds.
"""

from __future__ import annotations

import sys

from glossary.concepts import DATA
from glossary.rules import read_rules
from glossary.store import content_key, tables_of, write_cache
from glossary.termbase import COMPILED, read_folders


def main() -> int:
    """Run as a command."""
    folder = write_cache(
        COMPILED, content_key((DATA,)), tables_of(read_folders((DATA,)), read_rules())
    )
    sys.stdout.write(f"{folder}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
