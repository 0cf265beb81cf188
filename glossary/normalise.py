"""Text as the matcher sees it: tokens with their places, alike for forms that mean the same.

Chinese, Japanese, Korean and Thai are matched sign by sign (they write no spaces, or put endings
without one); other languages word by word, with inflection taken off by Snowball stemmers.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache
from typing import NamedTuple

SIGN_BY_SIGN = frozenset(("zh", "ja", "ko", "th"))
_STEMMED = {"ru": "russian", "fr": "french", "es": "spanish"}
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_ELIDED = re.compile(r"[^\W_]+")
"""French: l'estomac and d'asthme are two words each."""
_RUN = re.compile(r"[a-z0-9]+|[^\W_a-z0-9]+")
"""Latin words, and signs that are a token each."""
_MARKS = frozenset((*map(chr, range(0x064B, 0x0653)), "\u0670", "\u0640"))
_SPACES = "\u00a0\u202f\u2009"
"""Spaces that keep words together, as French puts them before a question mark."""
_ARABIC_MARKS = re.compile(f"[{''.join(sorted(_MARKS))}]")
_LETTERS_ALIKE = tuple(zip("أإآٱىةё", "اااايهе", strict=True))
_ARABIC_END = re.compile(r"(?<=\w{3})(?:ت?(?:ها|هم|نا|كم|ي|ه|ك)|ات|ون|ين|ان)$")
_ENGLISH_S = re.compile(r"(?<=[a-z]{2})(?:(?<=ss)es|(?<=[xz])es|(?<=[cs]h)es|(?<!s)(?<!u)(?<!i)s)$")
_ENGLISH_US = re.compile(r"[a-z]{2}(?<![ao])uses$")
"""viruses, sinuses; not causes and houses."""
ACCENTS = str.maketrans("áéíóúüàâäèêëîïôöùûç", "aeiouuaaaeeeiioouuc")
_WORDS_KEPT = 50_000
"""Keys of so many words are remembered: a stem costs twenty times a look."""


class Token(NamedTuple):
    """A token's matching key and its character offsets in the original text."""

    key: str
    start: int
    end: int


class Keyed(NamedTuple):
    """The tokens of a text as columns: what the matcher reads fastest."""

    keys: list[str]
    starts: list[int]
    ends: list[int]


def tokens(text: str, lang: str) -> list[Token]:
    """The tokens of ``text``; offsets are into ``text`` as given."""
    return [Token(*token) for token in zip(*keyed(text, lang), strict=True)]


def keyed(text: str, lang: str) -> Keyed:
    """The tokens of ``text`` as columns."""
    plain, places = fold(text)
    if lang == "zh":
        plain = _simplified(plain)
    if lang in SIGN_BY_SIGN:
        keys, starts, ends = _signs(plain)
    else:
        found = list(_pattern(lang).finditer(plain))
        keys = list(map(key_of(lang), [word[0] for word in found]))
        starts = [word.start() for word in found]
        ends = [word.end() for word in found]
    if places is not None:
        starts = [places[start] for start in starts]
        ends = [places[end - 1] + 1 for end in ends]
    return Keyed(keys, starts, ends)


def _signs(plain: str) -> Keyed:
    """Each sign a token, Latin words and figures one each."""
    keys: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for found in _RUN.finditer(plain):
        run, (start, end) = found[0], found.span()
        if run[0] <= "z":
            keys.append(run)
            starts.append(start)
            ends.append(end)
        else:
            keys.extend(run)
            starts.extend(range(start, end))
            ends.extend(range(start + 1, end + 1))
    return Keyed(keys, starts, ends)


@cache
def key_of(lang: str) -> Callable[[str], str]:
    """What makes two words of a language the same for matching."""
    if lang in _STEMMED:
        return _stemmer(lang)
    return {"en": _english, "ar": _arabic}.get(lang, str)


def fold(text: str) -> tuple[str, list[int] | None]:
    """Width and case folded sign by sign, and the place each sign came from.

    The places are None where every sign stayed one sign in its place.
    """
    if text.isascii():
        return text.lower(), None
    bare = _ARABIC_MARKS.sub("", text)
    for space in _SPACES:
        if space in bare:
            bare = bare.replace(space, " ")
    plain = bare.lower()
    if len(plain) == len(bare) and _is_plain(bare):
        # What most texts are: folded as a whole, which is many times faster.
        for letter, alike in _LETTERS_ALIKE:
            if letter in plain:
                plain = plain.replace(letter, alike)
        if len(bare) == len(text):
            return plain, None
        return plain, [place for place, sign in enumerate(text) if sign not in _MARKS]
    folded = [_fold_sign(sign) for sign in text]
    plain = "".join(folded)
    if len(plain) == len(text) and all(folded):
        return plain, None
    return plain, [place for place, signs in enumerate(folded) for _ in signs]


def _is_plain(text: str) -> bool:
    """Whether a text without vowel marks folds sign for sign, no sign depending on others."""
    return unicodedata.is_normalized("NFKC", text) and "Σ" not in text


@lru_cache(maxsize=20_000)
def _fold_sign(sign: str) -> str:
    if _ARABIC_MARKS.fullmatch(sign):
        return ""
    folded = unicodedata.normalize("NFKC", sign).lower()
    for letter, alike in _LETTERS_ALIKE:
        folded = folded.replace(letter, alike)
    return folded


def _pattern(lang: str) -> re.Pattern[str]:
    return _ELIDED if lang == "fr" else _WORD


@lru_cache(maxsize=_WORDS_KEPT)
def _english(word: str) -> str:
    """English plurals: tablets, rashes, allergies. More would join what is not the same."""
    if len(word) > 3 and word[-2:] in ("'s", "’s"):
        word = word[:-2]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("aches"):
        return word[:-1]
    if _ENGLISH_US.search(word):
        return word[:-2]
    return _ENGLISH_S.sub("", word)


@lru_cache(maxsize=_WORDS_KEPT)
def _arabic(word: str) -> str:
    """Without article and the commonest endings; a stemmer for search takes letters of the root."""
    if word.startswith("ال") and len(word) > 4:
        word = word[2:]
    ending = _ARABIC_END.search(word)
    return word[: ending.start()] if ending else word


def _stemmer(lang: str) -> Callable[[str], str]:
    import snowballstemmer

    stem: Callable[[str], str] = snowballstemmer.stemmer(_STEMMED[lang]).stemWord
    if lang in ("fr", "es"):
        # Typed text often has no accents; after stemming they tell little apart.
        return lru_cache(maxsize=_WORDS_KEPT)(lambda word: stem(word).translate(ACCENTS))
    return lru_cache(maxsize=_WORDS_KEPT)(stem)


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
