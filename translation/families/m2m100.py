"""M2M-100: like NLLB with language tokens of the form ``__zh__``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from glossary.types import TermMatch
from translation.families.family import Encoded, SentencePieces, code, find_file

_FILES = ("sentencepiece.bpe.model", "spm.128k.model", "sentencepiece.model")


class M2m100:
    """Tokens of an M2M-100 model."""

    max_tokens = 500

    def __init__(self, folder: Path, options: dict[str, Any] | None = None) -> None:
        self._pieces = SentencePieces(find_file(folder, _FILES))
        self._codes: dict[str, str] = dict((options or {}).get("language_codes", {}))

    def encode(
        self,
        sentence: str,
        source_lang: str,
        target_lang: str,
        terms: Sequence[TermMatch] = (),
    ) -> Encoded:
        """See `Family.encode`."""
        tokens = (self._token(source_lang), *self._pieces.pieces(sentence))
        return Encoded(tokens, (self._token(target_lang),))

    def decode(self, tokens: Sequence[str], target_lang: str) -> str:
        """See `Family.decode`."""
        return self._pieces.text(tokens)

    def _token(self, lang: str) -> str:
        return f"__{code('m2m100', lang, self._codes)}__"
