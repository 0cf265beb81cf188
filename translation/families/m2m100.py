"""M2M-100: like NLLB with language tokens of the form ``__zh__``."""

from __future__ import annotations

from translation.families.family import code
from translation.families.nllb import Nllb


class M2m100(Nllb):
    """Tokens of an M2M-100 model."""

    files = ("sentencepiece.bpe.model", "spm.128k.model", "sentencepiece.model")

    def _code(self, lang: str) -> str:
        return f"__{code('m2m100', lang, self._codes)}__"
