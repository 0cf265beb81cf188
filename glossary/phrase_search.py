"""Finds phrases by words of any language, by pinyin and by its initials.

The pinyin of the shipped phrases is written down in ``pinyin.tsv`` (made and checked by
``python -m glossary.phrase_lint --pinyin``): the library that knows it takes half a second to
load, and a reading that it gets wrong can be put right there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt
from pathlib import Path

from glossary.normalise import SIGN_BY_SIGN, fold
from glossary.phrase_files import PhraseError

PINYIN = "pinyin.tsv"
_WORD = re.compile(r"[^\W_]+")
_LATIN = re.compile(r"[a-z' ]+")


@dataclass(slots=True)
class _Chinese:
    syllables: tuple[str, ...]
    joined: str
    starts: frozenset[int]
    initials: str


@dataclass(slots=True)
class _Text:
    plain: str
    words: tuple[str, ...]


class PhraseSearch:
    """An index that is made language by language, when a language is first searched."""

    def __init__(
        self, phrases: Sequence[tuple[str, Mapping[str, str]]], pinyin: Mapping[str, str]
    ) -> None:
        """``pinyin`` holds syllables of the Chinese text by phrase id, with spaces."""
        self._phrases = phrases
        self._pinyin = pinyin
        self._texts: dict[str, list[_Text]] = {}
        self._chinese: list[_Chinese] = []

    def find(self, query: str, langs: Sequence[str]) -> Iterator[tuple[str, str, float]]:
        """Phrase id, language and score of what matches in ``langs``, best first."""
        plain = folded(query)
        if not plain:
            return
        best: dict[int, tuple[float, str]] = {}
        for lang in langs:
            for number, score in self._in_language(plain, lang):
                if score > best.get(number, (0.0, ""))[0]:
                    best[number] = (score, lang)
        ranked = sorted(best.items(), key=lambda item: (-item[1][0], item[0]))
        for number, (score, lang) in ranked:
            yield self._phrases[number][0], lang, score

    def _in_language(self, query: str, lang: str) -> Iterator[tuple[int, float]]:
        if lang not in self._texts:
            self._texts[lang] = [_text(texts[lang], lang) for _, texts in self._phrases]
        by_signs = lang in SIGN_BY_SIGN
        for number, text in enumerate(self._texts[lang]):
            score = _by_signs(query, text) if by_signs else _by_words(query, text)
            if score > 0:
                yield number, score
        if lang == "zh" and _LATIN.fullmatch(query):
            if not self._chinese:
                self._chinese = [_chinese(self._pinyin.get(key, "")) for key, _ in self._phrases]
            for number, chinese in enumerate(self._chinese):
                score = _by_pinyin(query, chinese)
                if score > 0:
                    yield number, score


def folded(text: str) -> str:
    """A text without case, width, accents, vowel signs and signs that are no letters."""
    plain, _ = fold(text)
    plain = unicodedata.normalize("NFD", plain)
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign) or sign in "゙゚")
    return " ".join(_WORD.findall(unicodedata.normalize("NFC", letters)))


def _text(text: str, lang: str) -> _Text:
    plain = folded(text)
    if lang in SIGN_BY_SIGN:
        plain = plain.replace(" ", "")
    return _Text(plain, tuple(plain.split()))


def _by_signs(query: str, text: _Text) -> float:
    """Each word of the query must occur; early and much of the text is better."""
    score = 0.0
    for word in query.split():
        place = text.plain.find(word)
        if place < 0:
            return 0.0
        score += len(word) / len(text.plain) + (0.5 if place == 0 else 0.0)
    return 1.0 + score


def _by_words(query: str, text: _Text) -> float:
    """Each word of the query must begin a word of the text."""
    score = 0.0
    for wanted in query.split():
        found = [word for word in text.words if word.startswith(wanted)]
        if not found:
            return 0.0
        score += 1.0 if wanted in found else 0.6
        score += 0.3 if found[0] == text.words[0] else 0.0
    whole = 0.5 if query in text.plain else 0.0
    return 1.0 + (score + whole) / (sqrt(len(text.words)) + 1)


def _by_pinyin(query: str, chinese: _Chinese) -> float:
    wanted = query.replace(" ", "").replace("'", "")
    if not wanted or not chinese.syllables:
        return 0.0
    place = chinese.joined.find(wanted)
    while place >= 0 and place not in chinese.starts:
        place = chinese.joined.find(wanted, place + 1)
    if place >= 0 and len(wanted) > 1:
        return 1.2 + len(wanted) / len(chinese.joined) + (0.5 if place == 0 else 0.0)
    place = chinese.initials.find(wanted)
    if place >= 0 and len(wanted) > 1:
        return 0.9 + len(wanted) / len(chinese.initials) + (0.4 if place == 0 else 0.0)
    return 0.0


def _chinese(pinyin: str) -> _Chinese:
    syllables = tuple(pinyin.split())
    starts, place = [], 0
    for syllable in syllables:
        starts.append(place)
        place += len(syllable)
    return _Chinese(
        syllables,
        "".join(syllables),
        frozenset(starts),
        "".join(syllable[0] for syllable in syllables),
    )


def read_pinyin(folder: Path) -> dict[str, str]:
    """The syllables of the phrases of a folder, by id. Raises PhraseError."""
    try:
        text = (folder / PINYIN).read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise PhraseError(f"{PINYIN}: {error}") from error
    rows = (line.partition("\t") for line in text.splitlines())
    return {key: syllables for key, _, syllables in rows}


@lru_cache(maxsize=1000)
def pinyin_of(text: str) -> str:
    """The syllables of a Chinese text without tones, with spaces; slow at the first call."""
    from pypinyin import lazy_pinyin

    signs = "".join(sign for sign in text if sign.isalpha())
    return " ".join(syllable.lower() for syllable in lazy_pinyin(signs, v_to_u=False))
