"""The translator interface. One contract test runs against every implementation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from glossary.types import TermMatch
from translation.types import SentenceTranslation


class Translator(Protocol):
    """Translates single sentences; splitting and joining is `translate_text`'s work."""

    def directions(self) -> frozenset[tuple[str, str]]:
        """The (source, target) language pairs this translator can do."""
        ...

    def translate(
        self,
        sentences: Sequence[str],
        source_lang: str,
        target_lang: str,
        terms: Sequence[Sequence[TermMatch]] = (),
        *,
        careful: bool = False,
    ) -> list[SentenceTranslation]:
        """Translate each sentence; ``terms`` holds the wanted terms of each (or nothing).

        ``careful``: where something seems wrong with a translation, look for a better one.
        Raises ValueError for a direction that `directions` does not list.
        """
        ...
