"""The rules of the wording helper, read from ``glossary/data_wording``: one file a language, one
for false friends.

Rules are data with examples beside them: ``bad`` sentences that a rule must find (with what the
first suggestion makes of them) and ``good`` ones that it must leave alone. The tests run them.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

WORDING = Path(__file__).resolve().parent / "data_wording"
FRIENDS = "false_friends"

_EDGES = {"zh": ("", ""), "ja": ("", ""), "ko": (r"(?<![가-힣])", "")}
"""Where a word may begin and end. Korean words have their particles attached to them."""


class WordingError(ValueError):
    """A file of wording rules cannot be read; the text names file and rule."""


@dataclass(frozen=True, slots=True)
class Why:
    """What a rule tells the doctor, in Chinese and English."""

    rule: str
    kind: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class PatternRule:
    """A pattern within one sentence. ``give`` are templates of the replacement (of ``re``).

    ``needs`` and ``lacks`` are semantic types of terms that the sentence must or must not hold;
    nothing of ``unless`` may stand in it.
    """

    why: Why
    pattern: re.Pattern[str]
    give: tuple[str, ...] = ()
    needs: frozenset[str] = frozenset()
    lacks: frozenset[str] = frozenset()
    unless: re.Pattern[str] | None = None
    bad: tuple[tuple[str, str], ...] = ()
    good: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """What to say about a word of the lexicon, and what to say instead of it."""

    why: Why
    instead: tuple[str, ...]
    others: frozenset[str] = frozenset()
    """Only with these languages of the other side; any if empty."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words, found by one pattern whose longest word wins."""

    pattern: re.Pattern[str]
    entries: dict[str, Entry]
    good: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Length:
    """When a sentence is too long, and where it may be cut."""

    why: Why
    most: int
    unit: re.Pattern[str]
    """What is counted."""
    cut: re.Pattern[str]
    give: str


@dataclass(frozen=True, slots=True)
class WordingRules:
    """The rules of one language."""

    sentence: re.Pattern[str]
    patterns: tuple[PatternRule, ...] = ()
    lexicons: tuple[Lexicon, ...] = ()
    length: Length | None = None
    abbreviation: Why | None = None
    """What is told of the termbase's abbreviations that no lexicon holds."""


_SENTENCE = re.compile(r"[^。！？!?；;\n.؟]+(?:[.](?=\S)[^。！？!?；;\n.؟]*)*")
_NONE = WordingRules(_SENTENCE)


@lru_cache(maxsize=64)
def wording_rules(lang: str, folder: Path = WORDING) -> WordingRules:
    """The rules for texts of ``lang``; none where nobody wrote any.

    Raises WordingError for a broken file.
    """
    path = folder / f"{lang}.toml"
    friends = _friends(folder, lang)
    lexicons = (friends,) if friends else ()
    if not path.exists():
        return WordingRules(_SENTENCE, lexicons=lexicons)
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        groups = data.get("lexicon", {})
        shortened = groups.get("abbreviation")
        made = (_lexicon(lang, name, group) for name, group in groups.items())
        return WordingRules(
            re.compile(data["sentence"]) if "sentence" in data else _SENTENCE,
            tuple(_pattern_rule(lang, entry) for entry in data.get("rule", ())),
            (*made, *lexicons),
            _length(lang, data["length"]) if "length" in data else None,
            _why(lang, "abbreviation", shortened) if shortened else None,
        )
    except (ValueError, KeyError, TypeError, re.error) as error:
        raise WordingError(f"{path.name}: {error}") from error


def _why(lang: str, name: str, entry: dict[str, Any]) -> Why:
    return Why(f"{lang}.{name}", str(entry.get("kind", name)), str(entry["zh"]), str(entry["en"]))


def _pattern_rule(lang: str, entry: dict[str, Any]) -> PatternRule:
    return PatternRule(
        _why(lang, entry["id"], entry),
        re.compile(entry["pattern"], re.IGNORECASE),
        tuple(entry.get("give", ())),
        frozenset(entry.get("needs", ())),
        frozenset(entry.get("lacks", ())),
        re.compile(entry["unless"], re.IGNORECASE) if "unless" in entry else None,
        tuple((str(text), str(result)) for text, result in entry["bad"]),
        tuple(entry["good"]),
    )


def _lexicon(lang: str, name: str, group: dict[str, Any]) -> Lexicon:
    why = _why(lang, name, group)
    entries = {
        word.lower(): Entry(why, (instead,) if isinstance(instead, str) else tuple(instead))
        for word, instead in group["words"].items()
    }
    return Lexicon(
        _any_of(entries, lang, group.get("not_before"), group.get("not_after")),
        entries,
        tuple(group.get("good", ())),
    )


def _friends(folder: Path, lang: str) -> Lexicon | None:
    path = folder / f"{FRIENDS}.toml"
    if not path.exists():
        return None
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        entries: dict[str, Entry] = {}
        for number, entry in enumerate(data.get("friend", ()), 1):
            if entry["lang"] != lang:
                continue
            why = Why(f"friend.{number}", "false friend", str(entry["zh"]), str(entry["en"]))
            found = Entry(why, tuple(entry["say"]), frozenset(entry["other"]))
            entries.update(dict.fromkeys((word.lower() for word in entry["words"]), found))
    except (ValueError, KeyError, TypeError) as error:
        raise WordingError(f"{path.name}: {error}") from error
    return Lexicon(_any_of(entries, lang, None, None), entries) if entries else None


def _any_of(
    words: dict[str, Entry], lang: str, before: str | None, after: str | None
) -> re.Pattern[str]:
    ordered = "|".join(_edged(word, lang) for word in sorted(words, key=len, reverse=True))
    return re.compile(
        (f"(?<!{before})" if before else "") + f"(?:{ordered})" + (f"(?!{after})" if after else ""),
        re.IGNORECASE,
    )


def _edged(word: str, lang: str) -> str:
    """``word`` where it stands by itself; in other scripts only Latin abbreviations have edges."""
    before, after = _EDGES.get(lang, (r"(?<!\w)", r"(?!\w)"))
    if word.isascii() and lang in _EDGES:
        before, after = "(?<![A-Za-z0-9])", "(?![A-Za-z0-9])"
    return f"{before}{re.escape(word)}{after}"


def _length(lang: str, entry: dict[str, Any]) -> Length:
    return Length(
        _why(lang, "length", entry),
        int(entry["most"]),
        re.compile(entry["unit"]),
        re.compile(entry["cut"], re.IGNORECASE),
        str(entry["give"]),
    )
