"""Fits which clauses need a closer look: ``coverage_first_trees.tsv``.

``uv run --with scikit-learn python packaging/checks/fit_first.py [--try]`` — about a minute.
Learns which clauses of the pairs of ``tests/accuracy`` and of the corpus have odds that count, by
the trees of ``fit_coverage.py``, which goes before. ``--try`` writes nothing: it fits to either
half of the pairs and prints how many clauses of the other need no closer look.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator

import numpy as np
from fit_coverage import ROOT, TOKENS, Pair, corpus, written
from sklearn.ensemble import GradientBoostingClassifier

from tests.accuracy.checks_table import read_pairs
from translation.checks.coverage import tells
from translation.checks.coverage_odds import FEATURES, FIRST, odds
from translation.checks.omission import LEAST, left_out

TREES, DEPTH, RATE = 12, 3, 0.3
_OF_FIRST = [FEATURES.index(name) for name in FIRST]
_OWN = FEATURES.index("own_lost")

Rows = list[tuple[int, tuple[float, ...], bool]]


def gather() -> Iterator[Pair]:
    """All pairs, right and wrong."""
    for folder in ("checks_pairs", "unseen_pairs"):
        for pair in read_pairs(ROOT / "tests" / "accuracy" / folder):
            yield Pair(pair.source, pair.target, (pair.source_lang, pair.target_lang), -1)
    for row in corpus():
        yield Pair(*row, -1)


def measure(pairs: Iterator[Pair]) -> Rows:
    """For each clause its pair's half, what is read first, and whether its odds count."""
    return [
        (pair.half, tuple(values[n] for n in _OF_FIRST), odds(values) >= LEAST)
        for pair in pairs
        for _, values in left_out(pair.source, pair.target, pair.languages, closely=True)
        if tells(values[0], values[_OWN])
    ]


def fit(rows: Rows) -> GradientBoostingClassifier:
    """Small trees that tell the clauses whose odds count."""
    model = GradientBoostingClassifier(
        n_estimators=TREES, max_depth=DEPTH, learning_rate=RATE, random_state=1
    )
    return model.fit(np.array([values for _, values, _ in rows]), [known for _, _, known in rows])


def attempt(rows: Rows) -> None:
    """Print what needs no closer look in either half by what the other half taught."""
    odds_of: dict[bool, list[float]] = {True: [], False: []}
    for half in (0, 1):
        model = fit([row for row in rows if row[0] != half])
        for counts, found in odds_of.items():
            tested = [values for h, values, known in rows if h == half and known is counts]
            found += list(model.decision_function(np.array(tested)))
    for mark in np.arange(-5.5, -3.0, 0.125):
        lost, spared = (np.mean(np.array(odds_of[k]) < mark) for k in (True, False))
        print(f"below {mark:5.2f}: {lost:.2%} of those whose odds count, {spared:.1%} of others")


def main() -> None:
    """Fit and write, or try."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--try", action="store_true", dest="only_try")
    only_try = parser.parse_args().only_try
    rows = measure(gather())
    if only_try:
        attempt(rows)
        return
    (TOKENS / "coverage_first_trees.tsv").write_text(written(fit(rows), FIRST), encoding="utf-8")


if __name__ == "__main__":
    main()
