"""Writes ``vocabulary_zh.tsv``: which words of the vocabulary several languages render alike.

``uv run python packaging/checks/alike_words.py`` — after a change of ``vocabulary_*.tsv``.

Two Chinese words are alike when their stems agree in at least three languages and the cosine of
their stems, rarer ones weighing more, is at least `_LEAST`.
"""

from __future__ import annotations

import math
import sys
from collections import Counter, defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from translation.checks.tables import rows  # noqa: E402
from translation.checks.things import LANGUAGES  # noqa: E402

OUT = ROOT / "translation" / "checks" / "tokens" / "vocabulary_zh.tsv"
_LEAST, _LANGUAGES = 0.12, 3
_RARER = 0.7
"""Power of a stem's number of words by which it weighs less."""
_COMMON = 60
"""A stem of more words says nothing."""

Stem = tuple[str, str]


def vectors() -> dict[str, dict[Stem, float]]:
    """Each Chinese word's stems with their weights, of length one."""
    stems: dict[str, set[Stem]] = {}
    for lang in LANGUAGES[1:]:
        for word, listed in rows(f"vocabulary_{lang}"):
            stems.setdefault(word, set()).update((lang, stem) for stem in listed.split("|"))
    used = Counter(stem for found in stems.values() for stem in found)
    made = {}
    for word, found in stems.items():
        raw = {stem: used[stem] ** -_RARER for stem in sorted(found)}
        length = math.sqrt(sum(weight**2 for weight in raw.values()))
        made[word] = {stem: weight / length for stem, weight in raw.items()}
    return made


def main() -> None:
    """Write the table: a word, a tab, the words alike, the likest first."""
    words = vectors()
    having: dict[Stem, list[str]] = defaultdict(list)
    for word, vector in words.items():
        for stem in vector:
            having[stem].append(word)
    lines = []
    for word, vector in words.items():
        cosine: Counter[str] = Counter()
        agree: dict[str, set[str]] = defaultdict(set)
        for stem, weight in vector.items():
            if len(having[stem]) > _COMMON:
                continue
            for other in having[stem]:
                cosine[other] += weight * words[other][stem]
                agree[other].add(stem[0])
        alike = [
            other
            for other, value in cosine.most_common()
            if other != word and value >= _LEAST and len(agree[other]) >= _LANGUAGES
        ]
        lines.append(f"{word}\t{'|'.join(alike)}\n")
    OUT.write_text("".join(lines), encoding="utf-8")
    print(
        f"{len(lines)} words, {sum(line.count('|') + (line[-2] != chr(9)) for line in lines)} alike"
    )


if __name__ == "__main__":
    main()
