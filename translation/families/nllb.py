"""NLLB-200: the source begins with its language, the output with the target language."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from glossary.types import TermMatch
from translation.families.family import Encoded, SentencePieces, code, find_file, inner_pieces


class Nllb:
    """Tokens of an NLLB model (language names such as ``zho_Hans``)."""

    files: tuple[str, ...] = (
        "sentencepiece.bpe.model",
        "flores200_sacrebleu_tokenizer_spm.model",
        "sentencepiece.model",
    )

    max_tokens = 500

    def __init__(self, folder: Path, options: dict[str, Any] | None = None) -> None:
        self._pieces = SentencePieces(find_file(folder, self.files))
        self._codes: dict[str, str] = dict((options or {}).get("language_codes", {}))

    def encode(
        self,
        sentence: str,
        source_lang: str,
        target_lang: str,
        terms: Sequence[TermMatch] = (),
    ) -> Encoded:
        """See `Family.encode`."""
        tokens = (self._code(source_lang), *self._pieces.pieces(sentence))
        return Encoded(tokens, (self._code(target_lang),), control=1)

    def decode(self, tokens: Sequence[str], target_lang: str) -> str:
        """See `Family.decode`."""
        return self._pieces.text(tokens)

    def target_pieces(self, text: str, target_lang: str, *, first: bool) -> tuple[str, ...]:
        """See `Family.target_pieces`."""
        return inner_pieces(self._pieces.pieces(text), target_lang, first=first)

    def _code(self, lang: str) -> str:
        return code("nllb", lang, self._codes)
