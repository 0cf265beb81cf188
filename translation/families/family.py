"""The interface of a family, and what the families share."""

from __future__ import annotations

import functools
import json
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, Protocol

from glossary.types import TermMatch

UNSPACED = frozenset(("zh", "ja", "th"))
"""Languages that put no space between words."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """A sentence as tokens of the model. ``prefix`` is what the output has to begin with.

    The first ``control`` tokens of the prefix (a language's name) are no part of the text.
    """

    tokens: tuple[str, ...]
    prefix: tuple[str, ...] = ()
    control: int = 0


class Family(Protocol):
    """Tokens of one family. Holds the tokenizer, never the model."""

    @property
    def max_tokens(self) -> int:
        """The longest source, and the longest output, in tokens that the model was made for."""
        ...

    def encode(
        self,
        sentence: str,
        source_lang: str,
        target_lang: str,
        terms: Sequence[TermMatch] = (),
    ) -> Encoded:
        """Tokens of one sentence. Families that cannot be steered ignore ``terms``."""
        ...

    def decode(self, tokens: Sequence[str], target_lang: str) -> str:
        """Text of output tokens, without prefix and end of sentence."""
        ...

    def target_pieces(self, text: str, target_lang: str, *, first: bool) -> tuple[str, ...]:
        """Output tokens of a term; ``first`` says that the output begins with it."""
        ...


class SentencePieces:
    """One sentencepiece model from a file.

    Raises FileNotFoundError when the file is missing and ValueError when it cannot be read.
    """

    def __init__(self, path: Path) -> None:
        import sentencepiece

        if not path.is_file():
            raise FileNotFoundError(path)
        try:
            self._model: Any = sentencepiece.SentencePieceProcessor(model_file=str(path))
        except (OSError, RuntimeError) as error:
            raise ValueError(f"{path.name} is not a sentencepiece model") from error

    def pieces(self, text: str) -> list[str]:
        """Pieces of a text."""
        result: list[str] = self._model.encode(text, out_type=str)
        return result

    def text(self, pieces: Sequence[str]) -> str:
        """Text of pieces; unknown and control pieces are left out."""
        known = [
            p
            for p in pieces
            if not (p.startswith("<") and p.endswith(">") and len(p) > 3) or self._is_byte(p)
        ]
        return " ".join(str(self._model.decode(known)).split())

    def _is_byte(self, piece: str) -> bool:
        index = self._model.piece_to_id(piece)
        return bool(self._model.is_byte(index))


def inner_pieces(pieces: Sequence[str], target_lang: str, *, first: bool) -> tuple[str, ...]:
    """Pieces of a term for the middle of an output: no space where the language writes none."""
    if pieces and not first and target_lang in UNSPACED:
        head = pieces[0].removeprefix("▁")
        return (*([head] if head else []), *pieces[1:])
    return tuple(pieces)


def find_file(folder: Path, names: Sequence[str]) -> Path:
    """The first of ``names`` that is in ``folder``. Raises FileNotFoundError naming the first."""
    for name in names:
        if (folder / name).is_file():
            return folder / name
    raise FileNotFoundError(folder / names[0])


def source_vocabulary(folder: Path) -> frozenset[str]:
    """Tokens that the model knows on its source side; empty when the pack has no such file."""
    for name in ("source_vocabulary.json", "shared_vocabulary.json"):
        path = folder / name
        if path.is_file():
            return frozenset(str(t) for t in json.loads(path.read_text(encoding="utf-8")))
    return frozenset()


@functools.cache
def language_codes(family: str) -> dict[str, list[str]]:
    """The family's names of our language codes, most wanted first."""
    raw = resources.files("translation.families").joinpath("languages.toml").read_text("utf-8")
    table: dict[str, dict[str, str]] = tomllib.loads(raw)
    return {lang: names.split() for lang, names in table[family].items()}


def code(family: str, lang: str, known: dict[str, str] | None = None) -> str:
    """The family's name of a language; ``known`` is the manifest's own table.

    Raises ValueError for a language that the family does not have.
    """
    if known and lang in known:
        return known[lang]
    try:
        return language_codes(family)[lang][0]
    except KeyError:
        raise ValueError(f"{family} has no language {lang}") from None
