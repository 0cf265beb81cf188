"""Compile the glossary for a build: ``python -m glossary.compile`` writes ``glossary/compiled``.

Without it the program makes the same tables at its first start, which takes seconds.
"""

from __future__ import annotations

import sys

from glossary.cache import COMPILED, write_table
from glossary.concepts import DATA
from glossary.phrase_files import ENTRIES, PHRASES, compiled, phrases_key
from glossary.rules import read_rules
from glossary.store import content_key, tables_of, write_cache
from glossary.termbase import read_folders


def main() -> int:
    """Run as a command."""
    folder = write_cache(
        COMPILED, content_key((DATA,)), tables_of(read_folders((DATA,)), read_rules())
    )
    phrases = COMPILED / phrases_key(PHRASES)
    write_table(phrases / ENTRIES, compiled(PHRASES))
    sys.stdout.write(f"{folder}\n{phrases}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
