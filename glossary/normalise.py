"""Text as the matcher sees it: tokens with their places, alike for forms that mean the same.

Chinese, Japanese, Korean and Thai are matched sign by sign (they write no spaces, or put endings
without one); other languages word by word, with inflection taken off by Snowball stemmers.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

SIGN_BY_SIGN = frozenset(("zh", "ja", "ko", "th"))
_STEMMED = {"ru": "russian", "fr": "french", "es": "spanish", "ar": "arabic"}
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SIGN = re.compile(r"[a-z0-9]+|[^\W_]")
_ARABIC_MARKS = re.compile(r"[\u064b-\u0652\u0670\u0640]")
_ARABIC_LETTERS = str.maketrans("أإآٱىة", "ااااي" + "ه")
_ENGLISH_S = re.compile(r"(?<=[a-z]{2})(?:(?<=ss)es|(?<=[xz])es|(?<=[cs]h)es|(?<!s)(?<!u)(?<!i)s)$")


class Token(NamedTuple):
    """A token's matching key and its character offsets in the original text."""

    key: str
    start: int
    end: int


def tokens(text: str, lang: str) -> list[Token]:
    """The tokens of ``text``; offsets are into ``text`` as given."""
    plain, places = _fold(text)
    if lang == "zh":
        plain = _simplified(plain)
    pattern = _SIGN if lang in SIGN_BY_SIGN else _WORD
    key = key_of(lang)
    return [
        Token(key(found.group()), places[found.start()], places[found.end() - 1] + 1)
        for found in pattern.finditer(plain)
    ]


@cache
def key_of(lang: str) -> Callable[[str], str]:
    """What makes two words of a language the same for matching."""
    if lang in _STEMMED:
        return _stemmer(_STEMMED[lang])
    return _english if lang == "en" else str


def _fold(text: str) -> tuple[str, list[int]]:
    """Width and case folded sign by sign, with the place each sign came from."""
    if text.isascii():
        return text.lower(), list(range(len(text)))
    signs: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        folded = unicodedata.normalize("NFKC", sign).lower().translate(_ARABIC_LETTERS)
        if _ARABIC_MARKS.fullmatch(sign):
            continue
        for part in "е" if folded == "ё" else folded:
            signs.append(part)
            places.append(place)
    return "".join(signs), places


def _english(word: str) -> str:
    """English plurals: tablets, rashes, allergies. More would join what is not the same."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return _ENGLISH_S.sub("", word)


def _stemmer(name: str) -> Callable[[str], str]:
    import snowballstemmer

    stem: Callable[[str], str] = snowballstemmer.stemmer(name).stemWord
    return cache(stem)


def _simplified(text: str) -> str:
    """Traditional signs as simplified ones, one for one, so that places stay right."""
    if text.isascii():
        return text
    converted: str = _converter().convert(text)
    if len(converted) == len(text):
        return converted
    return "".join(_one(sign) for sign in text)


@cache
def _one(sign: str) -> str:
    converted: str = _converter().convert(sign)
    return converted if len(converted) == 1 else sign


@cache
def _converter() -> _Converter:
    import opencc

    made: _Converter = opencc.OpenCC("t2s")
    return made


class _Converter:
    """What is used of OpenCC."""

    def convert(self, text: str) -> str:
        """``text`` in simplified signs."""
        raise NotImplementedError
