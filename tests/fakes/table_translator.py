"""A translator that looks its answers up: for tests of what is built on one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from glossary.types import TermMatch
from translation.types import SentenceTranslation


class FakeTranslator:
    """Answers from a table; an unknown sentence comes back empty. Remembers what it was asked."""

    def __init__(self, table: Mapping[str, str], cut: Sequence[str] = ()) -> None:
        self.asked: list[tuple[str, tuple[TermMatch, ...]]] = []
        self._table = dict(table)
        self._cut = frozenset(cut)

    def directions(self) -> frozenset[tuple[str, str]]:
        """See `translation.translator.Translator`."""
        return frozenset((("zh", "en"), ("en", "zh")))

    def translate(
        self,
        sentences: Sequence[str],
        source_lang: str,
        target_lang: str,
        terms: Sequence[Sequence[TermMatch]] = (),
        *,
        careful: bool = False,
    ) -> list[SentenceTranslation]:
        """See `translation.translator.Translator`."""
        if (source_lang, target_lang) not in self.directions():
            raise ValueError(f"no translation from {source_lang} to {target_lang}")
        wanted = list(terms) or [()] * len(sentences)
        self.asked += [(s, tuple(t)) for s, t in zip(sentences, wanted, strict=True)]
        return [
            SentenceTranslation(s, self._table.get(s, ""), -0.1, cut=s in self._cut)
            for s in sentences
        ]
