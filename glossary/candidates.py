"""Words that a correction brought into a text and that may be terms.

A rough sieve: it cuts the new text at words that no term holds (``data_candidates.toml``) and gives
the pieces that the old text did not have. A person looks at them afterwards.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from glossary.normalise import SIGN_BY_SIGN, fold

FILE = Path(__file__).resolve().parent / "data_candidates.toml"
MOST = 3
"""More than so many from one text is a new sentence, not a corrected word."""
_MOST_SIGNS, _MOST_WORDS = 10, 4
_FEWEST_LETTERS = 3
_CUT = re.compile(r"[^\w\s'’‐-]|\d+|_")
_SPACES = re.compile(r"\s+")
_LETTERS = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class _Sieve:
    stop: re.Pattern[str]
    end: re.Pattern[str] | None


def new_words(before: str, after: str, lang: str) -> tuple[str, ...]:
    """Words of ``after`` that may be terms and that ``before`` does not hold; at most `MOST`.

    Nothing for a text that is mostly new, and for languages without rules.
    """
    sieve = _sieves().get(lang)
    if sieve is None:
        return ()
    old = _folded(before)
    found: dict[str, None] = {}
    for piece in _pieces(after, sieve):
        words = _without_old_ends(piece, old) if lang not in SIGN_BY_SIGN else piece
        if sieve.end is not None and len(bare := sieve.end.sub("", words)) > 1:
            words = bare
        if _is_term_like(words, lang) and _folded(words) not in old:
            found[words] = None
    return tuple(found) if len(found) <= MOST else ()


def _pieces(text: str, sieve: _Sieve) -> list[str]:
    cut = _CUT.sub("\n", sieve.stop.sub("\n", text))
    pieces = (_SPACES.sub(" ", piece).strip(" '’‐-") for piece in cut.split("\n"))
    return [piece for piece in pieces if piece]


def _without_old_ends(piece: str, old: str) -> str:
    """``piece`` without the words at its ends that were there before."""
    words, known = piece.split(" "), set(re.findall(r"[\w'’-]+", old))
    while words and _folded(words[0]) in known:
        words.pop(0)
    while words and _folded(words[-1]) in known:
        words.pop()
    return " ".join(words)


def _is_term_like(words: str, lang: str) -> bool:
    letters = len(_LETTERS.findall(words))
    if lang in SIGN_BY_SIGN:
        return 2 <= letters <= _MOST_SIGNS
    return letters >= _FEWEST_LETTERS and len(words.split(" ")) <= _MOST_WORDS


def _folded(text: str) -> str:
    return fold(text)[0]


@lru_cache(maxsize=1)
def _sieves() -> dict[str, _Sieve]:
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {
        lang: _Sieve(
            re.compile(entry["stop"], re.IGNORECASE),
            re.compile(entry["end"]) if "end" in entry else None,
        )
        for lang, entry in data.items()
    }
