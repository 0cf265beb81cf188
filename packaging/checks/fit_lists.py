"""Fits the odds of a lost member of a list: ``coverage_list_trees.tsv``.

``uv run --with scikit-learn python packaging/checks/fit_lists.py [--try]`` — some seconds.
Learns from the lists of the right pairs of ``tests/accuracy`` and of the phrases, and from the lost
clauses that others wrote. It reads the odds of clauses, so ``fit_coverage.py`` goes before.
``--try`` writes nothing: it fits to either half of the pairs and prints what it finds in the other.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence

import numpy as np
from fit_coverage import TOKENS, Pair, gather, written
from sklearn.ensemble import GradientBoostingClassifier

from translation.checks import listed
from translation.checks.omission import list_members

TREES, LEAVES, RATE = 80, 6, 0.08
_RIGHT = 8.0
"""How often a right list counts; few of the pairs that lost something are without the loss."""
_ROUNDS = 2

Rows = list[tuple[Pair, np.ndarray]]


def measure(pairs: Sequence[Pair]) -> Rows:
    """The features of the members of each pair's lists."""
    found = []
    for pair in pairs:
        if values := list_members(pair.source, pair.target, pair.languages):
            found.append((pair, np.array([each for _, each in values])))
    return found


def fit(right: Rows, lost: Rows) -> GradientBoostingClassifier:
    """Trees that tell the likeliest member of a pair that lost something from all of right ones."""
    whole = np.concatenate([values for _, values in right])
    model = None
    for _ in range(_ROUNDS):
        best = [
            values[np.argmax(_first(values) if model is None else model.decision_function(values))]
            for _, values in lost
        ]
        model = GradientBoostingClassifier(
            n_estimators=TREES,
            learning_rate=RATE,
            max_leaf_nodes=LEAVES,
            max_depth=None,
            min_samples_leaf=12,
            subsample=0.7,
            random_state=1,
        )
        known = np.r_[np.ones(len(best)), np.zeros(len(whole))]
        weight = np.r_[np.ones(len(best)), np.full(len(whole), _RIGHT)]
        model.fit(np.concatenate([np.stack(best), whole]), known, sample_weight=weight)
    return model


def _first(values: np.ndarray) -> np.ndarray:
    """Which member is the lost one, before anything is fitted: the least answered one."""
    own, content = (values[:, listed.FEATURES.index(n)] for n in ("only_target", "content"))
    return values[:, 0] - 1.5 * own / np.maximum(content, 0.1)


def attempt(right: Rows, lost: Rows) -> None:
    """Print what is found in either half by what the other half taught."""
    scores: dict[bool, list[float]] = {True: [], False: []}
    for half in (0, 1):
        model = fit(*([r for r in rows if r[0].half != half] for rows in (right, lost)))
        for is_right, rows in ((True, right), (False, lost)):
            tested = [values for pair, values in rows if pair.half == half]
            scores[is_right] += [model.decision_function(values).max() for values in tested]
    order = sorted(scores[True], reverse=True)
    for alarms in (1, 2, 3, 5, 8, 12, 16, 24):
        found = sum(s > order[alarms] for s in scores[False])
        print(f"{alarms} right pairs, odds {order[alarms]:5.2f}: {found} of {len(lost)} losses")


def main() -> None:
    """Fit and write, or try."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--try", action="store_true", dest="only_try")
    only_try = parser.parse_args().only_try
    right, others, lost = (measure(pairs) for pairs in gather())
    if only_try:
        attempt(right + others, lost)
        return
    model = fit(right + others, lost)
    (TOKENS / "coverage_list_trees.tsv").write_text(
        written(model, listed.FEATURES), encoding="utf-8"
    )


if __name__ == "__main__":
    main()
