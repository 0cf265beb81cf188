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

from glossary.normalise import SIGN_BY_SIGN, fold, keyed
from glossary.phrase_files import PhraseError

PINYIN = "pinyin.tsv"
_WORD = re.compile(r"[^\W_]+")
_STEM = 4
"""Letters that must be alike where only the endings of two words differ."""
_LATIN = re.compile(r"[a-z' ]+")


@dataclass(slots=True)
class _Pinyin:
    joined: str
    starts: frozenset[int]
    """Where syllables begin in ``joined``."""
    initials: str


@dataclass(slots=True)
class _Text:
    plain: str
    words: tuple[str, ...]


class PhraseSearch:
    """An index that is made language by language, when a language is first searched."""

    def __init__(
        self,
        phrases: Sequence[tuple[str, Mapping[str, str], tuple[str, ...]]],
        pinyin: Mapping[str, str],
    ) -> None:
        """``phrases`` are ids, texts, and Chinese words that find them too.

        ``pinyin`` holds the syllables of the Chinese text by phrase id, with spaces; the words
        follow, each behind a "|".
        """
        self._phrases = phrases
        self._pinyin = pinyin
        self._texts: dict[str, list[tuple[_Text, ...]]] = {}
        self._sounds: list[tuple[_Pinyin, ...]] = []

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
            self._texts[lang] = [
                tuple(_text(text, lang) for text in (texts[lang], *(also if lang == "zh" else ())))
                for _, texts, also in self._phrases
            ]
        score_of = _by_signs if lang in SIGN_BY_SIGN else _by_words
        wanted = _simplified(query) if lang == "zh" else query
        for number, texts in enumerate(self._texts[lang]):
            if (score := max(score_of(wanted, text) for text in texts)) > 0:
                yield number, score
        if lang == "zh" and _LATIN.fullmatch(query):
            yield from self._in_pinyin(query.replace(" ", "").replace("'", ""))

    def _in_pinyin(self, query: str) -> Iterator[tuple[int, float]]:
        if not self._sounds:
            self._sounds = [
                tuple(map(_sound, self._pinyin.get(key, "").split("|")))
                for key, *_ in self._phrases
            ]
        for number, sounds in enumerate(self._sounds):
            if (score := max(_by_pinyin(query, sound) for sound in sounds)) > 0:
                yield number, score


def folded(text: str) -> str:
    """A text without case, width, accents, vowel signs and signs that are no letters."""
    plain, _ = fold(text)
    plain = unicodedata.normalize("NFD", plain)
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign) or sign in "゙゚")
    return " ".join(_WORD.findall(unicodedata.normalize("NFC", letters)))


def _simplified(query: str) -> str:
    return " ".join("".join(keyed(word, "zh").keys) for word in query.split())


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
    """Each word of the query must begin a word of the text, but for an ending."""
    score = 0.0
    for wanted in query.split():
        found = [word for word in text.words if word.startswith(wanted)]
        if not found:
            stem = wanted[: max(_STEM, len(wanted) - 2)]
            if not any(word.startswith(stem) for word in text.words):
                return 0.0
            score += 0.4
            continue
        score += 1.0 if wanted in found else 0.6
        score += 0.3 if found[0] == text.words[0] else 0.0
    whole = 0.5 if query in text.plain else 0.0
    return 1.0 + (score + whole) / (sqrt(len(text.words)) + 1)


def _by_pinyin(query: str, sound: _Pinyin) -> float:
    """Whole syllables from a syllable's beginning on, or initials; the last may be unfinished."""
    if len(query) < 2:
        return 0.0
    place = sound.joined.find(query)
    while place >= 0 and place not in sound.starts:
        place = sound.joined.find(query, place + 1)
    if place >= 0:
        return 1.2 + len(query) / len(sound.joined) + (0.5 if place == 0 else 0.0)
    place = sound.initials.find(query)
    if place >= 0:
        return 0.9 + len(query) / len(sound.initials) + (0.4 if place == 0 else 0.0)
    return 0.0


def _sound(pinyin: str) -> _Pinyin:
    starts, place = set(), 0
    syllables = pinyin.split()
    for syllable in syllables:
        starts.add(place)
        place += len(syllable)
    return _Pinyin(
        "".join(syllables), frozenset(starts), "".join(syllable[0] for syllable in syllables)
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
