"""How many sentence pairs a second the checks read, on one core.

`uv run python tests/benchmarks/checks_speed.py` — the corpus of the starter models, both ways,
and the accuracy set in all its languages.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.accuracy.checks_table import Pair, examine, read_pairs  # noqa: E402
from translation.checks import CHECKS, WORD_CHECKS, run  # noqa: E402

CORPUS = ROOT / "packaging" / "starter_models" / "corpus"


def pairs() -> list[tuple[str, str]]:
    """All hand-written pairs, Chinese first."""
    rows = (
        line.split("\t")
        for path in sorted(CORPUS.glob("*.tsv"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip() and not line.startswith("#")
    )
    return [(row[1], row[2]) for row in rows]


def main() -> None:
    """Print pairs per second of processor time, for each check and for all together."""
    data = pairs()
    run(*data[0], "zh", "en")
    for check in (*CHECKS, *WORD_CHECKS):
        started = time.process_time()
        for zh, en in data:
            check(zh, en, "zh", "en")
        rate = len(data) / (time.process_time() - started)
        print(f"{check.__module__.rpartition('.')[2]:12} {rate:9.0f} pairs/s")
    started = time.process_time()
    for zh, en in data:
        run(zh, en, "zh", "en")
        run(en, zh, "en", "zh")
    print(f"{'all':12} {2 * len(data) / (time.process_time() - started):9.0f} pairs/s")
    accuracy = read_pairs()
    first = _seconds_of(accuracy)
    print(f"{'accuracy set':12} {len(accuracy) / _seconds_of(accuracy):9.0f} pairs/s")
    print(f"{'its first run':12} {first:9.2f} s, with the reading of all tables")


def _seconds_of(accuracy: list[Pair]) -> float:
    started = time.process_time()
    for _ in examine(accuracy):
        pass
    return time.process_time() - started


if __name__ == "__main__":
    main()
