"""What the words of a language say about numbers: its table as one fast pattern and a dictionary.

The pattern of all words is a prefix tree written as a regular expression: at every place of a
text at most one path of it can match, so its time is linear in the text.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from translation.checks.numbers_patterns import (
    BEFORE_WORDS,
    CJK_NUMERALS,
    FIRST_SIGNS,
    GRAVIDA,
    PREFIXES,
    WITH_DIGITS,
    WITH_LETTERS,
    WITH_SIGNS,
)
from translation.checks.numbers_text import fold
from translation.checks.tables import entries, load
from translation.checks.units import UNITS

LANGUAGES = ("zh", "en", "ru", "ar", "ko", "ja", "fr", "es")

Sense = tuple[str, Any]
"""What a word is ("unit", "weekday"…) and which one."""

_PLAIN_LISTS = (
    "range every every_after per at past to minus ordinal_mark part_of point few"
).split()
"""Sections that are one list of words each; the sense is the section's name."""
_VALUES = (
    "numeral ordinal fraction loose half and_half half_past weekday month relative era rate "
    "period timing part vague week_part"
).split()
"""Sections from a value to its words, or from a word to its value."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """One language: its pattern, and each word's sense."""

    language: str
    scan: re.Pattern[str]
    inside: re.Pattern[str] | None
    senses: dict[str, Sense]
    fillers: frozenset[str]
    links: frozenset[str]
    decimal_comma: bool
    hour_is_clock: bool
    one_words: frozenset[str]
    hints: dict[str, tuple[str, ...]]
    fluids: tuple[str, ...]
    pressure: tuple[str, ...]
    fever: tuple[str, ...]
    paired: tuple[str, ...]
    weight: tuple[str, ...]


@functools.cache
def lexicon(language: str) -> Lexicon:
    """The lexicon of one of `LANGUAGES`."""
    common, own = load("quantity_common"), load(f"quantity_{language}")
    senses: dict[str, Sense] = {}
    for table in (common, own):
        senses.update(_senses(table))
    if language == "ru":
        for word, (sense, unit) in list(senses.items()):
            if sense == "unit" and unit.dimension and len(word) > 3:
                senses.setdefault(f"пол{word}", ("amount", ((0.5,), unit)))
        for word, amount in _compounds(own["compound"]):
            senses.setdefault(word, amount)
    protected = {fold(w) for w in entries(own.get("not_numbers", ""))}
    protected |= {fold(w) for w in entries(common.get("not_numbers", ""))}
    inside_words = list(senses)
    for word in protected:
        if _is_dense(word[0]):
            senses.setdefault(word, ("name", None))
    options = own["options"]
    inside = None
    if language == "ko":
        inside = re.compile(f"(?P<word>{_tree(inside_words)})")
    return Lexicon(
        language,
        re.compile(_pattern(language, protected, senses, options.get("ordinal", ""))),
        inside,
        senses,
        frozenset(entries(options.get("fillers", ""))) | {""},
        frozenset(entries(options.get("links", ""))) | {"", "-"},
        bool(options.get("decimal_comma", False)),
        bool(options.get("hour_is_clock", False)),
        frozenset(entries(options.get("one", ""))),
        {name: tuple(fold(w) for w in entries(words)) for name, words in own["hint"].items()},
        *(
            tuple(fold(w) for w in entries(options.get(name, "")))
            for name in ("fluids", "pressure", "fever", "paired", "weight")
        ),
    )


def _senses(table: dict[str, Any]) -> Iterator[tuple[str, Sense]]:
    for section in _PLAIN_LISTS:
        for word in entries(table.get(section, "")):
            yield fold(word), (section, None)
    for name, words in table.get("unit", {}).items():
        for word in entries(words):
            yield fold(word), ("unit", UNITS[name])
    for word, amount in table.get("amount", {}).items():
        value, name = str(amount).split()
        values = tuple(float(v) for v in value.split("/"))
        yield fold(word.replace("_", " ")), ("amount", (values, UNITS[name]))
    for section in _VALUES:
        for key, value in table.get(section, {}).items():
            if isinstance(value, str):
                for word in entries(value):
                    yield fold(word), (section, _number(key))
            else:
                yield fold(key.replace("_", " ")), (section, value)


def _compounds(table: dict[str, Any]) -> Iterator[tuple[str, Sense]]:
    """Adjectives that hold a number and its unit: Russian шестимесячный."""
    for value, starts in table["start"].items():
        for start in entries(starts):
            nouns = [(unit, stem + end) for unit, stems in table["stem"].items()
                     for stem in entries(stems) for end in entries(table["end"])]  # fmt: skip
            nouns += [(unit, w) for unit, words in table["whole"].items() for w in entries(words)]
            for unit, noun in nouns:
                yield fold(start + noun), ("amount", ((float(value),), UNITS[unit]))


def _number(key: str) -> float | str:
    try:
        return float(key)
    except ValueError:
        return key


def _pattern(
    language: str, protected: Iterable[str], senses: dict[str, Sense], ordinal: str
) -> str:
    """All that can begin a token, by the class of its first sign, in order of preference.

    The classes keep a place of the text from being tried with what cannot begin there.
    """
    cjk = language in ("zh", "ja", "ko")
    words = list(senses)
    dense = [w for w in words if _is_dense(w[0])]
    spaced = [w for w in words if not _is_dense(w[0])]
    names = [n for n in protected if not _is_dense(n[0])]
    left, right = ("(?<![a-z])", "(?![a-z])") if cjk else (r"(?<![^\W\d_])", r"(?![^\W\d_])")
    clitic = PREFIXES.get(language, "").replace("(?P<prefix>", "(?:")
    known = functools.partial(_known, (left, right))
    comma = "," if language in ("ru", "ar", "fr", "es") else ""
    digits = [
        *known("name2", [n for n in names if n[0].isdigit()]),
        *_signs("sign2", [w for w in spaced if w[0].isdigit()]),
        WITH_DIGITS.replace("ORDINAL", ordinal or "(?!)").replace("COMMA", comma),
    ]
    words_begin = [
        GRAVIDA,
        *known("name", [n for n in names if n[0].isalpha() and not (clitic and _is_noun(n))]),
        *known("name6", [n for n in names if clitic and _is_noun(n)], clitic),
        rf"{PREFIXES.get(language, '')}(?P<word>{_tree(w for w in spaced if w[0].isalpha())})"
        rf"{right}",
        *([rf"(?P<dual>{_DUAL}){right}"] if language == "ar" else []),
    ]
    letters = [f"{left}(?:{'|'.join(words_begin)})", WITH_LETTERS]
    others = [
        *known("name5", [n for n in names if not n[0].isalnum()]),
        *_signs("sign", [w for w in spaced if not w[0].isalnum()]),
        WITH_SIGNS,
    ]
    parts = [f"(?=[0-9])(?:{'|'.join(digits)})"]
    if cjk:
        first = _DENSE
        if language in FIRST_SIGNS:
            first = "".join(sorted({w[0] for w in dense}.union(FIRST_SIGNS[language])))
        parts.append(f"(?=[{first}])(?:{'|'.join(_dense_parts(language, dense, senses))})")
    parts.append(rf"(?=[^\W\d_{_DENSE if cjk else ''}])(?:{'|'.join(letters)})")
    parts.append(rf"(?=[\W_]|[^\W_\D])(?:{'|'.join(others)})")
    return "|".join(parts)


def _known(edges: tuple[str, str], group: str, chosen: list[str], before: str = "") -> list[str]:
    """Words that stand between two edges, ``before`` them what may be written with them."""
    return [f"{edges[0]}{before}(?P<{group}>{_tree(chosen)}){edges[1]}"] if chosen else []


def _is_noun(name: str) -> bool:
    """Whether a name is one longer word, before which the small words may be written."""
    return len(name) > 3 and name.isalpha()


_DENSE = "〇\u3040-\u9fff\uac00-\ud7a3"
_MINE = (
    "ابنتي|زوجتي|والدتي|جدتي|عمتي|خالتي|طفلتي|حفيدتي|حالتي|صحتي|معدتي|زيارتي|فصيلتي|مشكلتي|عائلتي"
    "|سيارتي|ركبتي|شهيتي|حرارتي"
)
"""Words that end like a dual and are said of one: my daughter, my health."""
_DUAL = f"(?![وفلبك]?(?:{_MINE})(?![ء-ي]))[ء-ي]{{2,12}}(?:تين|تان|ين|ان|تي|تا)"


def _signs(group: str, signs: list[str]) -> list[str]:
    return [f"(?P<{group}>{_tree(signs)})"] if signs else []


def _dense_parts(language: str, words: list[str], senses: dict[str, Sense]) -> list[str]:
    """What begins with a Chinese, Japanese or Korean sign."""
    start = "(?<![가-힣])" if language == "ko" else ""
    counters = _tree(w for w in words if senses[w][0] == "unit")
    return [
        BEFORE_WORDS[language],
        f"{start}(?P<dense>{_tree(words)})",
        CJK_NUMERALS[language].replace("COUNTERS", counters),
    ]


def _is_dense(char: str) -> bool:
    return "\u3040" <= char <= "\u9fff" or "\uac00" <= char <= "\ud7a3"


def _tree(words: Iterable[str]) -> str:
    """A pattern that matches the longest of the words, written as a prefix tree."""
    root: dict[str, Any] = {}
    for word in words:
        node = root
        for char in word:
            node = node.setdefault(char, {})
        node[""] = {}
    return _write(root)


def _write(node: dict[str, Any]) -> str:
    ends = "" in node
    branches = []
    for char in sorted(c for c in node if c):
        branches.append(re.escape(char) + _write(node[char]))
    if not branches:
        return ""
    body = branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
    if not ends:
        return body
    return f"(?:{body})?" if len(branches) == 1 else f"{body}?"
