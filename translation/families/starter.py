"""Our own pack: one model for both directions, steered by inline terms.

The form of its input is fixed by the training recipe (packaging/starter_models): a source is
the token of the wanted target language and the pieces of the normalised sentence; English has one
leading space, Chinese none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from glossary.types import TermMatch
from translation.families.family import Encoded, SentencePieces, find_file
from translation.term_constraints import InlineTerms

_HAN = "\u3400-\u9fff"
_HAN_GAP = re.compile(rf"(?<=[{_HAN}，。？！、]) +(?=\S)|(?<=\S) +(?=[{_HAN}，。？！、])")
_HAN_STOP = re.compile(rf"(?<=[{_HAN}])\.$")
_NUMBER_SIGN = re.compile(r"\d[:,]\d")
_WIDE = str.maketrans({",": "，", "?": "？", "!": "！", ";": "；", ":": "："})
_UNIFY = str.maketrans(
    {
        **{chr(0xFF10 + i): chr(0x30 + i) for i in range(10)},
        **{chr(0xFF21 + i): chr(0x41 + i) for i in range(26)},
        **{chr(0xFF41 + i): chr(0x61 + i) for i in range(26)},
        "\u3000": " ",
        "\u00a0": " ",
        "\u2019": "'",
        "\u2018": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\uff05": "%",
        "\uff0e": ".",
        "\uff0f": "/",
        "\u2103": "度",
        "\u2013": "-",
        "\u2014": "-",
    }
)


class Starter:
    """Tokens of the starter translation pack.

    ``options`` are the manifest's: ``term_markers`` and ``target_tokens``. Raises ValueError when
    they are missing.
    """

    max_tokens = 250

    def __init__(self, folder: Path, options: dict[str, Any]) -> None:
        self._pieces = SentencePieces(find_file(folder, ("sentencepiece.model",)))
        try:
            self._first = {str(k): str(v) for k, v in options["target_tokens"].items()}
            markers = options["term_markers"]
            self._terms = InlineTerms(
                str(markers["begin"]), str(markers["separator"]), str(markers["end"])
            )
        except (KeyError, AttributeError, TypeError) as error:
            raise ValueError("manifest: term_markers and target_tokens are needed") from error
        self._symbols = (*self._first.values(), *self._terms.markers)

    def encode(
        self,
        sentence: str,
        source_lang: str,
        target_lang: str,
        terms: Sequence[TermMatch] = (),
    ) -> Encoded:
        """See `Family.encode`. Symbols of the model in the text itself are taken out."""
        text, offset = sentence, terms
        for symbol in self._symbols:
            if symbol in text:
                text, offset = text.replace(symbol, " "), ()
        plain = normalise(text, source_lang)
        marked = self._terms.annotate(text, plain, offset, source_lang, normalise)
        lead = " " if source_lang == "en" and not marked.startswith(self._terms.begin) else ""
        return Encoded((self._first[target_lang], *self._pieces.pieces(lead + marked)))

    def decode(self, tokens: Sequence[str], target_lang: str) -> str:
        """See `Family.decode`."""
        return self._pieces.text(tokens)

    def target_pieces(self, text: str, target_lang: str, *, first: bool) -> tuple[str, ...]:
        """See `Family.target_pieces`."""
        lead = " " if target_lang == "en" else ""
        return tuple(self._pieces.pieces(lead + text))


def normalise(text: str, lang: str) -> str:
    """Text in the form that the model was trained on (characters, spaces, punctuation width)."""
    text = " ".join(text.translate(_UNIFY).split())
    if lang == "zh":
        text = _HAN_GAP.sub("", text)
        if not _NUMBER_SIGN.search(text):
            text = text.translate(_WIDE)
        return _HAN_STOP.sub("。", text)
    return text
