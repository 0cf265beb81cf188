"""What is read of a text so that it can be compared with its translation, and how much it says."""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from translation.checks import numbers
from translation.checks.things import things
from translation.checks.vocabulary import Word, longest, small, wide, words
from translation.checks.word_forms import MARKS, fold
from translation.types import Span

_CHINESE_TO_A_WORD, _JAPANESE_TO_A_WORD = 1.2, 1.6
"""Characters to a word of content; Japanese ones without hiragana."""
_HIRAGANA = 0.15
_SHORTEST = 3
"""Letters of a word that has content, where spaces part words."""
_CHINESE = re.compile(r"(?P<sign>[\u3400-\u9fff])|[^\W\d_\u3400-\u9fff]+")
_JAPANESE = re.compile(r"(?P<sign>[\u3400-\u9fff\u30a0-\u30ff])|(?P<kana>[\u3040-\u309f])")
_KOREAN = re.compile(r"[\uac00-\ud7a3]+|[A-Za-z]+")
_WORD = re.compile(rf"(?:[^\W\d_]|{MARKS.pattern})+")
_LATIN = re.compile(r"[A-Za-z]{2,}")


class Item(NamedTuple):
    """Something that can be compared, and the names under which it is looked for."""

    span: Span
    senses: frozenset[str]


class Measured:
    """What was read of a text. The words alone tell half of all texts apart: the rest is read when
    it is asked for."""

    def __init__(self, text: str, lang: str) -> None:
        self.text, self.lang = text, lang
        self.things = things(text, lang)
        self._found = words(text, lang)
        self.senses_of_words = frozenset().union(*(word.senses for word in self._found))

    @functools.cached_property
    def items(self) -> tuple[Item, ...]:
        """All that can be compared: things, words, quantities, names in Latin letters."""
        items = [Item((thing.start, thing.end), thing.senses) for thing in self.things]
        items += [Item(word.span, word.senses) for word in self._found]
        for quantity in numbers.read(self.text, self.lang)[0]:
            keys = quantity.strict | quantity.loose
            items.append(Item(quantity.span, frozenset(f"#{key}" for key in keys)))
        for latin in _LATIN.finditer(self.text):
            items.append(Item(latin.span(), frozenset(("=" + latin[0].lower(),))))
        return tuple(items)

    @functools.cached_property
    def senses(self) -> frozenset[str]:
        """The names under which anything of it is looked for."""
        return frozenset().union(*(item.senses for item in self.items))

    @functools.cached_property
    def words(self) -> tuple[Word, ...]:
        """The words that no longer one covers, with all that their places may stand for."""
        return tuple(wide(word, self.lang) for word in longest(self._found))

    @functools.cached_property
    def mass(self) -> tuple[float, ...]:
        """How much content each of its characters stands for."""
        return _content(self.text, self.lang)

    @functools.cached_property
    def signs(self) -> frozenset[str]:
        """The Chinese signs that it has or that its words may stand for."""
        if self.lang == "zh":
            return frozenset(self.text)
        return frozenset("".join(self.senses_of_words)) - small("zh")


@functools.lru_cache(maxsize=32)
def measured(text: str, lang: str) -> Measured:
    """A text read for what can be compared and for how much content it has."""
    return Measured(text, lang)


def _content(text: str, lang: str) -> tuple[float, ...]:
    """How much content each character stands for: a word's is one, shared among its letters."""
    mass = [0.0] * len(text)
    plain, few = fold(text), small(lang)
    if lang == "ja":
        for sign in _JAPANESE.finditer(text):
            mass[sign.start()] = _HIRAGANA if sign["kana"] else 1 / _JAPANESE_TO_A_WORD
        return tuple(mass)
    pattern = {"zh": _CHINESE, "ko": _KOREAN}.get(lang, _WORD)
    for word in pattern.finditer(plain):
        start, end = word.span()
        if lang == "zh" and word["sign"]:
            mass[start] = 0.0 if word[0] in few else 1 / _CHINESE_TO_A_WORD
        elif lang in ("zh", "ko") or (
            end - start >= _SHORTEST and MARKS.sub("", word[0]) not in few
        ):
            mass[start:end] = [1 / (end - start)] * (end - start)
    return tuple(mass)
