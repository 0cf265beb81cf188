"""Words for the search index: how a text is taken apart, and how a question is asked of it.

Scripts that write no spaces between words (Chinese, Japanese, Thai) and Korean, whose words carry
endings, are indexed as pairs of neighbouring signs, each sign at the end of a run alone as well:
so 胸痛 is one entry, and a single sign is the beginning of one. Other scripts are indexed by word.
The parts of a question must stand next to each other, as in the text.

The index holds what this module once made of a text: a change here needs a migration that makes
the index anew.
"""

from __future__ import annotations

import re
import unicodedata

_DENSE = (
    "\u0e00-\u0e7f\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\U00020000-\U0003ffff"
)
# Vowel signs of Indian scripts are no letters to the regular expressions, but parts of words.
_PIECE = re.compile(rf"([{_DENSE}]+)|((?:[^\W_{_DENSE}]|[\u0900-\u0dff])+)")
_LOOSE = re.compile("[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670]")
"""Accents, Arabic vowel signs and the Arabic line that stretches words: written or not."""

MIN_PREFIX = 3
"""Shorter beginnings of words fit too much: such a word is looked for as it is."""


def index_text(text: str) -> str:
    """What of ``text`` goes into the index, parted by spaces."""
    return " ".join(token for piece in _pieces(text) for token in _tokens(piece))


def question(words: str) -> str:
    """``words`` for FTS5's MATCH: all of them, in any order; empty when there is nothing in them.

    What was written together must stand together; the last word of each may go on.
    """
    return " ".join(_asked(part) for part in words.split() if _pieces(part))


def _asked(part: str) -> str:
    pieces = _pieces(part)
    tokens = [token for piece in pieces[:-1] for token in _tokens(piece)]
    last, dense = pieces[-1]
    if dense:
        # The sign at the end of the question need not end the run.
        tokens += _pairs(last) or [last]
        goes_on = len(last) == 1
    else:
        tokens.append(last)
        goes_on = len(last) >= MIN_PREFIX
    return f'"{" ".join(tokens)}"' + (" *" if goes_on else "")


def _pieces(text: str) -> list[tuple[str, bool]]:
    """Runs of signs: each with whether its script has no spaces between words."""
    # Decomposed to lose the accents, and composed again for Korean.
    loose = _LOOSE.sub("", unicodedata.normalize("NFKD", text.casefold()))
    plain = unicodedata.normalize("NFC", loose)
    return [(found[0], bool(found[1])) for found in _PIECE.finditer(plain)]


def _tokens(piece: tuple[str, bool]) -> list[str]:
    run, dense = piece
    return [*_pairs(run), run[-1]] if dense else [run]


def _pairs(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(len(run) - 1)]
