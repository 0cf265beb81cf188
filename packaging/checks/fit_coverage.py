"""Fits the odds of a lost clause: ``coverage_trees.tsv``, ``coverage_senses.tsv`` and the weights
in ``coverage.toml``.

``uv run --with scikit-learn python packaging/checks/fit_coverage.py [--try]`` — about a minute.
Learns from the right pairs of ``tests/accuracy`` and of the phrases, whole and with a
segment of the target taken away, and from the lost clauses that others wrote. ``--try`` writes
nothing: it fits to either half of the pairs and prints what it finds in the other.
"""

from __future__ import annotations

import argparse
import hashlib
import math
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from sklearn.ensemble import GradientBoostingClassifier

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from glossary.phrases import Phrases  # noqa: E402
from tests.accuracy.checks_table import read_pairs  # noqa: E402
from tests.benchmarks.checks_speed import pairs as handwritten  # noqa: E402
from translation.checks import clauses, coverage_odds  # noqa: E402
from translation.checks.coverage import DRAWN, weight_of  # noqa: E402
from translation.checks.measured import measured  # noqa: E402
from translation.checks.omission import left_out  # noqa: E402
from translation.checks.text import touch  # noqa: E402
from translation.checks.things import LANGUAGES  # noqa: E402
from translation.checks.vocabulary import stems  # noqa: E402

TOKENS = ROOT / "translation" / "checks" / "tokens"
_WEIGHTS = "[unanswered."
_SENSES = ""
"""In the place of a language: what is counted for a Chinese word of all languages."""
_OFTEN = 8
"""A word seen less often says as much as others that are seldom seen."""
_APART = 0.5
"""A word has a weight of its own when that is so far from the usual one."""
_WRITTEN = 4.0
"""How often a lost clause that somebody wrote counts."""
_PHRASES, _CORPUS = 4000, 3000
_ROUNDS = 3
TREES, LEAVES, RATE = 60, 8, 0.12


_Counted = tuple[str, str, bool]
"""A language, a word of it, and whether nothing answered it."""


class Pair(NamedTuple):
    """A sentence and its translation; ``key``: whose weights leave its own words out."""

    source: str
    target: str
    languages: tuple[str, str]
    key: int

    @property
    def half(self) -> int:
        """Alike for both directions of a pair."""
        chinese = self.source if self.languages[0] == "zh" else self.target
        return int(hashlib.md5(chinese.encode(), usedforsecurity=False).hexdigest(), 16) % 2


def phrases() -> Iterator[tuple[str, str, tuple[str, str]]]:
    """The verified phrases, both ways."""
    for phrase in Phrases.load().phrases:
        for lang in LANGUAGES[1:]:
            yield phrase.text("zh"), phrase.text(lang), ("zh", lang)
            yield phrase.text(lang), phrase.text("zh"), (lang, "zh")


def corpus() -> Iterator[tuple[str, str, tuple[str, str]]]:
    """The starter corpus, both ways."""
    for zh, en in handwritten():
        yield zh, en, ("zh", "en")
        yield en, zh, ("en", "zh")


def gather() -> tuple[list[Pair], list[Pair], list[Pair]]:
    """Right pairs of the accuracy sets, other right pairs, written losses."""
    right, lost = [], []
    for folder in ("checks_pairs", "unseen_pairs"):
        for pair in read_pairs(ROOT / "tests" / "accuracy" / folder):
            row = (pair.source, pair.target, (pair.source_lang, pair.target_lang))
            if pair.kind is None:
                right.append(Pair(*row, len(right)))
            elif pair.kind.value == "omission":
                lost.append(Pair(*row, -1))
    chance = random.Random(3)
    others = list(phrases())
    others = chance.sample(others, min(_PHRASES, len(others))) + chance.sample(
        list(corpus()), _CORPUS
    )
    return right, [Pair(*row, len(right) + n) for n, row in enumerate(others)], lost


def shortened(pairs: Sequence[Pair], parts: str, seed: int) -> list[Pair]:
    """The pairs of which the target can lose a clause or a segment, without one."""
    chance, made = random.Random(seed), []
    for pair in pairs:
        spans = [s for s, _ in getattr(clauses, parts)(pair.target, pair.languages[1])]
        if len(spans) < 2:
            continue
        at = chance.randrange(len(spans))
        start = spans[at][0]
        stop = spans[at + 1][0] if at + 1 < len(spans) else len(pair.target)
        if at + 1 == len(spans):
            start = spans[at - 1][1]
        made.append(
            pair._replace(target=(pair.target[:start] + pair.target[stop:]).strip(" ,，،、"))
        )
    return made


class Weights:
    """How often each word is unanswered in right pairs.

    What is known of a word of the other languages is drawn to what is known of the Chinese words
    that it may stand for, in all of them.
    """

    def __init__(self, pairs: Sequence[Pair]) -> None:
        self._seen: Counter[_Counted] = Counter()
        self._own: dict[int, Counter[_Counted]] = defaultdict(Counter)
        for pair in pairs:
            source, target = (
                measured(text, lang)
                for text, lang in zip((pair.source, pair.target), pair.languages, strict=True)
            )
            met = [i.span for i in source.items if not i.senses.isdisjoint(target.senses)]
            for word in source.words:
                missed = not any(touch(word.span, span) for span in met)
                of = [(pair.languages[0], word.stem, missed)]
                if pair.languages[0] != "zh":
                    of += [(_SENSES, chinese, missed) for chinese in word.senses]
                self._seen.update(of)
                self._own[pair.key].update(of)
        self._senses = {lang: {} if lang == "zh" else dict(stems(lang)) for lang in LANGUAGES}
        self._usual = {lang: self._of_rare(lang) for lang in LANGUAGES}

    def _of_rare(self, lang: str) -> float:
        counts = [self._count(lang, word) for of, word, _ in {*self._seen} if of == lang]
        rare = [(missed, seen) for missed, seen in counts if seen < _OFTEN]
        return sum(missed for missed, _ in rare) / sum(seen for _, seen in rare)

    def _count(self, of: str, word: str, without: int = -1) -> tuple[int, int]:
        """In how many pairs it was unanswered, and in how many it was."""
        own = self._own.get(without, Counter())
        missed, met = (self._seen[of, word, m] - own[of, word, m] for m in (True, False))
        return missed, missed + met

    def of(self, lang: str, stem: str, without: int = -1) -> float:
        """The weight of a word, measured on all pairs but one."""
        missed, seen = self._count(lang, stem, without)
        likely = math.exp(-self._of_senses(lang, stem, without))
        return -math.log((missed + DRAWN * likely) / (seen + DRAWN))

    def _of_senses(self, lang: str, stem: str, without: int = -1) -> float:
        """What is known of the Chinese words that it may stand for."""
        counts = [self._count(_SENSES, c, without) for c in self._senses[lang].get(stem, ())]
        return weight_of(counts, self._usual[lang])

    def senses(self) -> str:
        """``coverage_senses.tsv``: Chinese words, how often unanswered, how often said."""
        known = sorted({word for of, word, _ in self._seen if of == _SENSES})
        return "".join(
            f"{word}\t{missed}\t{seen}\n"
            for word in known
            for missed, seen in [self._count(_SENSES, word)]
        )

    def written(self) -> str:
        """The tables of ``coverage.toml``, in steps of a half."""
        text = ""
        for lang in LANGUAGES:
            usual = round(-math.log(self._usual[lang]) * 2) / 2
            groups: dict[float, list[str]] = defaultdict(list)
            for stem, _ in stems(lang):
                weight = round(self.of(lang, stem) * 2) / 2
                if abs(weight - self._of_senses(lang, stem)) >= _APART:
                    groups[weight].append(stem.replace(" ", "_"))
            text += f"\n{_WEIGHTS}{lang}]\nusual = {usual}\n"
            for weight, found in sorted(groups.items()):
                text += f'"{weight}" = """\n{_lines(sorted(found))}\n"""\n'
        return text


def _lines(found: Sequence[str]) -> str:
    lines = [""]
    for word in found:
        if len(lines[-1]) + len(word) > 98:
            lines.append("")
        lines[-1] += f" {word}" if lines[-1] else word
    return "\n".join(lines)


Rows = list[tuple[Pair, np.ndarray]]


def measure(pairs: Sequence[Pair], weights: Weights) -> Rows:
    """The features of each pair's segments."""
    found = []
    for pair in pairs:
        weigh = lambda lang, stem, key=pair.key: weights.of(lang, stem, key)  # noqa: E731
        if values := left_out(pair.source, pair.target, pair.languages, weigh):
            found.append((pair, np.array([each for _, each in values])))
    return found


def fit(
    right: Rows, others: Rows, lost: Sequence[tuple[Rows, float]]
) -> GradientBoostingClassifier:
    """Trees that tell the likeliest segment of a shortened pair from all of whole ones."""
    whole = np.concatenate([values for _, values in (*right, *others)])
    shorter = [values for rows, _ in lost for _, values in rows]
    weight = [w for rows, w in lost for _ in rows] + [1.0] * len(whole)
    model = None
    for _ in range(_ROUNDS):
        best = [
            v[np.argmax(v[:, 0] if model is None else model.decision_function(v))] for v in shorter
        ]
        model = GradientBoostingClassifier(
            n_estimators=TREES,
            learning_rate=RATE,
            max_leaf_nodes=LEAVES,
            max_depth=None,
            min_samples_leaf=40,
            subsample=0.7,
            random_state=1,
        )
        known = np.r_[np.ones(len(best)), np.zeros(len(whole))]
        model.fit(np.concatenate([np.stack(best), whole]), known, sample_weight=weight)
    return model


def highest(model: GradientBoostingClassifier, rows: Rows) -> np.ndarray:
    """The odds of each pair's likeliest segment."""
    return np.array([model.decision_function(values).max() for _, values in rows])


def written(
    model: GradientBoostingClassifier, names: Sequence[str] = coverage_odds.FEATURES
) -> str:
    """The trees as `coverage_odds` reads them, of features with these ``names``."""
    prior = model.init_.class_prior_
    lines = [f"{math.log(prior[1] / prior[0]):.4f}"]
    for (regressor,) in model.estimators_:
        tree = regressor.tree_
        nodes = [
            f"{model.learning_rate * tree.value[n][0][0]:.4f}"
            if tree.feature[n] < 0
            else f"{names[tree.feature[n]]}:{tree.threshold[n]:.5g}"
            f":{tree.children_left[n]}:{tree.children_right[n]}"
            for n in range(tree.node_count)
        ]
        lines.append("\t".join(nodes))
    return "\n".join(lines) + "\n"


def attempt(right: Rows, others: Rows, cut: Rows, lost: Rows, counts: tuple[int, int]) -> None:
    """Print what is found in either half by what the other half taught."""
    scores: dict[str, list[float]] = defaultdict(list)
    for half in (0, 1):
        train, test = (
            {
                name: [r for r in rows if (r[0].half == half) is same]
                for name, rows in (
                    ("right", right),
                    ("others", others),
                    ("cut", cut),
                    ("lost", lost),
                )
            }
            for same in (False, True)
        )
        model = fit(
            train["right"], train["others"], [(train["cut"], 1.0), (train["lost"], _WRITTEN)]
        )
        for name in ("right", "lost"):
            scores[name] += list(highest(model, test[name]))
    order = sorted(scores["right"])
    for share in (0.002, 0.003, 0.005, 0.007, 0.01, 0.015):
        mark = order[-max(1, int(share * counts[0]))]
        found = sum(s > mark for s in scores["lost"]) / counts[1]
        print(f"{share:.1%} of right pairs, odds {mark:5.2f}: {found:.1%} of written losses")


def main() -> None:
    """Fit and write, or try."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--try", action="store_true", dest="only_try")
    only_try = parser.parse_args().only_try
    right, others, lost = gather()
    weights = Weights([*right, *others])
    rows = [measure(pairs, weights) for pairs in (right, others, lost)]
    whole = [pair for found in rows[:2] for pair, _ in found]
    cut = measure(shortened(whole, "clauses", 1), weights)
    cut += measure(shortened([p for p, _ in rows[0]], "segments", 2), weights)
    if only_try:
        attempt(rows[0], rows[1], cut, rows[2], (len(right), len(lost)))
        return
    model = fit(rows[0], rows[1], [(cut, 1.0), (rows[2], _WRITTEN)])
    (TOKENS / "coverage_senses.tsv").write_text(weights.senses(), encoding="utf-8")
    (TOKENS / "coverage_trees.tsv").write_text(written(model), encoding="utf-8")
    table = TOKENS / "coverage.toml"
    kept = (
        re.split(rf"\n{re.escape(_WEIGHTS)}", table.read_text(encoding="utf-8"))[0].rstrip() + "\n"
    )
    table.write_text(kept + weights.written(), encoding="utf-8")


if __name__ == "__main__":
    main()
