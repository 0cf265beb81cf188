"""Finds entries of the glossary while somebody types: any language, pinyin, initials, codes.

No Qt. What is compared is made once for each entry; a search over twenty thousand is then a look
into as many strings. The library that knows pinyin takes long to load: make a `Finder` in a
thread.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from glossary.history import Entry

_MARKS = re.compile(r"[\u0300-\u036f\u064b-\u0655\u0670\u0640\u3099\u309a]+")
_ARABIC = str.maketrans("ىة", "يه")
_EXACT, _BEGINS, _WORD, _INSIDE, _SOUNDS = range(5)


def folded(text: str) -> str:
    """``text`` as it is compared: no width, case, accents or Arabic marks."""
    if text.isascii():
        return text.lower()
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", text.casefold()))
    return plain.translate(_ARABIC)


@dataclass(frozen=True, slots=True)
class _Hay:
    forms: str
    """All forms, each in lines of its own."""
    sounds: str
    """Pinyin and its initials of the Chinese forms, each in lines of its own."""


class Finder:
    """What can be searched, by concept id."""

    def __init__(self, entries: Mapping[str, Entry]) -> None:
        self._hays = {key: _hay(entry) for key, entry in entries.items()}

    def update(self, entries: Mapping[str, Entry | None]) -> None:
        """Entries have changed; None: one is gone."""
        for key, entry in entries.items():
            if entry is None:
                self._hays.pop(key, None)
            else:
                self._hays[key] = _hay(entry)

    def find(self, query: str) -> dict[str, int]:
        """Ids of what matches all words of ``query``, with a rank: the smaller the better."""
        whole = folded(" ".join(query.split()))
        needles = {whole, folded(_simplified(whole))}
        found: dict[str, int] = {}
        if not whole:
            return found
        sound = whole.replace(" ", "").replace("'", "") if whole.isascii() else ""
        parts = whole.split()
        for key, hay in self._hays.items():
            forms = hay.forms
            if any(needle in forms for needle in needles):
                found[key] = min(_rank(needle, forms) for needle in needles)
            elif sound and f"\n{sound}" in hay.sounds:
                found[key] = _EXACT if f"\n{sound}\n" in hay.sounds else _SOUNDS
            elif len(parts) > 1 and all(part in forms for part in parts):
                found[key] = _INSIDE
        return found


def _rank(needle: str, forms: str) -> int:
    if f"\n{needle}\n" in forms:
        return _EXACT
    if f"\n{needle}" in forms:
        return _BEGINS
    if f" {needle}" in forms:
        return _WORD
    return _INSIDE if needle in forms else _SOUNDS + 1


def _hay(entry: Entry) -> _Hay:
    concept = entry.concept
    forms = [form for terms in concept.terms.values() for form in terms.every]
    text = folded("\n".join([*forms, concept.id, *concept.codes.values()]))
    chinese = concept.terms.get("zh")
    sounds = _sounds(chinese.every) if chinese else ""
    return _Hay(f"\n{text}\n", sounds)


def _sounds(forms: Sequence[str]) -> str:
    lines = []
    for form in forms:
        syllables = [_pinyin(sign) for sign in form.lower() if not sign.isspace()]
        lines.append("".join(syllables))
        lines.append("".join(syllable[:1] for syllable in syllables))
    return "\n" + "\n".join(dict.fromkeys(lines)) + "\n"


@cache
def _pinyin(sign: str) -> str:
    if sign.isascii():
        return sign
    from pypinyin import Style, lazy_pinyin

    return str(lazy_pinyin(sign, style=Style.NORMAL)[0]).replace("ü", "v")


def _simplified(text: str) -> str:
    """Traditional signs as simplified ones, as the Chinese terms are written."""
    if text.isascii():
        return text
    return str(_converter().convert(text))


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
