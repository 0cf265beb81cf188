"""Translation memory: what people have translated or corrected before.

Exact matches are used; near ones are only proposed, because one changed digit makes another dose.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process

_SPACES = re.compile(r"\s+")
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True, slots=True)
class Unit:
    """One translation unit. ``author`` and ``changed`` (ISO 8601) say who last made it, when."""

    source_lang: str
    target_lang: str
    source: str
    target: str
    author: str = ""
    changed: str = ""


@dataclass(frozen=True, slots=True)
class NearMatch:
    """A unit whose source is like a text: ``score`` is 0 to 100."""

    unit: Unit
    score: float
    same_numbers: bool


class Memory:
    """Units of any pairs of languages; the newest of the same source wins. Not thread-safe."""

    def __init__(self, units: Iterable[Unit] = ()) -> None:
        self._pairs: dict[tuple[str, str], dict[str, Unit]] = {}
        for unit in units:
            self.add(unit)

    def __len__(self) -> int:
        return sum(len(units) for units in self._pairs.values())

    def add(self, unit: Unit) -> None:
        """Remember a unit; one of the same source is replaced unless it is newer."""
        if not unit.source.strip() or not unit.target.strip():
            return
        units = self._pairs.setdefault((unit.source_lang, unit.target_lang), {})
        known = units.get(_key(unit.source))
        if known is None or unit.changed >= known.changed:
            units[_key(unit.source)] = unit

    def units(self) -> list[Unit]:
        """All units, in the order they came in."""
        return [unit for units in self._pairs.values() for unit in units.values()]

    def exact(self, text: str, source_lang: str, target_lang: str) -> Unit | None:
        """The unit of this very text; only spaces and widths of signs may differ."""
        return self._pairs.get((source_lang, target_lang), {}).get(_key(text))

    def near(
        self, text: str, source_lang: str, target_lang: str, least: float = 75.0, most: int = 3
    ) -> list[NearMatch]:
        """The units most like a text, best first; for a person to look at, never used by itself."""
        units = self._pairs.get((source_lang, target_lang), {})
        wanted = _key(text)
        found = process.extract(
            wanted, units.keys(), scorer=fuzz.ratio, limit=most, score_cutoff=least
        )
        numbers = _DIGITS.findall(wanted)
        return [
            NearMatch(units[key], float(score), _DIGITS.findall(key) == numbers)
            for key, score, _ in found
        ]


def _key(text: str) -> str:
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", text)).strip()
