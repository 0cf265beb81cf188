"""OPUS-MT (Marian): one sentencepiece model a side, usually one direction a pack."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from glossary.types import TermMatch
from translation.families.family import (
    Encoded,
    SentencePieces,
    find_file,
    inner_pieces,
    language_codes,
    source_vocabulary,
)


class OpusMt:
    """Tokens of a Marian model; models for several targets get their ``>>xxx<<`` first."""

    max_tokens = 500

    def __init__(self, folder: Path, options: dict[str, Any] | None = None) -> None:
        self._source = SentencePieces(find_file(folder, ("source.spm", "sentencepiece.model")))
        self._target = SentencePieces(find_file(folder, ("target.spm", "sentencepiece.model")))
        self._wanted: dict[str, str] = dict((options or {}).get("target_tokens", {}))
        self._vocabulary = source_vocabulary(folder)

    def encode(
        self,
        sentence: str,
        source_lang: str,
        target_lang: str,
        terms: Sequence[TermMatch] = (),
    ) -> Encoded:
        """See `Family.encode`."""
        return Encoded((*self._first(target_lang), *self._source.pieces(sentence)))

    def decode(self, tokens: Sequence[str], target_lang: str) -> str:
        """See `Family.decode`."""
        return self._target.text(tokens)

    def target_pieces(self, text: str, target_lang: str, *, first: bool) -> tuple[str, ...]:
        """See `Family.target_pieces`."""
        return inner_pieces(self._target.pieces(text), target_lang, first=first)

    def _first(self, target_lang: str) -> tuple[str, ...]:
        if target_lang in self._wanted:
            return (self._wanted[target_lang],)
        names = language_codes("opus-mt").get(target_lang, [])
        known = [name for name in names if name in self._vocabulary]
        return (known[0],) if known else ()
