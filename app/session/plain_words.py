"""Plain words for the patient's screen: which terms of an encounter were explained, and where."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from glossary.registers import plainly
from glossary.types import TermMatch


class PlainWords:
    """Of one encounter. The record keeps the translation; this is for the patient's eyes."""

    def __init__(self) -> None:
        self._explained: dict[int, frozenset[str]] = {}

    def of(
        self,
        number: int,
        translation: str,
        lang: str,
        terms: Sequence[TermMatch],
        shown: Collection[int],
    ) -> str:
        """Turn ``number`` in plain words; empty where the translation is plain.

        A term is explained once: in the first turn among those ``shown``. A new revision of a
        turn explains again what the old one did.
        """
        told = (self._explained.get(turn, frozenset()) for turn in shown if turn != number)
        plain = plainly(translation, terms, lang, frozenset().union(*told))
        self._explained[number] = plain.explained
        return plain.text if plain.text != translation else ""
