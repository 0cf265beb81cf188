"""Two registers of one concept: the term for the record, the plain form for the patient.

The plain form takes the term's place only where the language's table says that no article, case
or agreement can break; elsewhere it follows the term in brackets, which is right everywhere.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from glossary.types import TermMatch

TABLE = Path(__file__).resolve().parent / "data_wording" / "registers.toml"

_SPACELESS = ("zh", "ja", "ko")
_HANGUL_FIRST, _HANGUL_LAST, _FINALS = 0xAC00, 0xD7A3, 28
_RIEUL = 8
"""The number of the final ㄹ, after which 으로 loses its vowel."""


@dataclass(frozen=True, slots=True)
class PlainRules:
    """How one language puts a plain form; see the table's head."""

    brackets: str
    anywhere: bool
    before: re.Pattern[str]
    after: re.Pattern[str]
    clause: re.Pattern[str]
    everyday: re.Pattern[str]
    particles: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Place:
    """A term in the text: where, and whose."""

    start: int
    end: int
    match: TermMatch


@dataclass(frozen=True, slots=True)
class PlainText:
    """A text for the patient, and the concepts whose term it explains."""

    text: str
    explained: frozenset[str] = frozenset()


def plain_text(
    text: str, matches: Sequence[TermMatch], lang: str, known: Collection[str] = ()
) -> str:
    """``text`` in plain words: see `plainly`."""
    return plainly(text, matches, lang, known).text


def plainly(
    text: str, matches: Sequence[TermMatch], lang: str, known: Collection[str] = ()
) -> PlainText:
    """``text``, a translation into ``lang``, in plain words for the patient.

    ``matches`` are the terms of the sentence it was translated from: their ``wanted`` and
    ``plain`` forms are looked for in ``text``. On the first use the other form stands in
    brackets; the concepts ``known`` were explained before in the encounter, so the plain form
    stands alone. A language without a table, or a form that stands inflected, is left alone.
    """
    table, types = _table()
    rules = table.get(lang)
    if rules is None:
        return PlainText(text)
    places = _places(text, matches, lang, rules, types)
    explained: set[str] = set()
    parts, done = [], 0
    for place in places:
        concept = place.match.concept_id
        first = concept not in known and concept not in explained
        if first and len(explained) >= types.most:
            continue
        said, end = _said(text, place, rules, types, first=first)
        parts += [text[done : place.start], said]
        done = end
        explained |= {concept} if first else set()
    return PlainText("".join((*parts, text[done:])), frozenset(explained))


@dataclass(frozen=True, slots=True)
class _Types:
    term_first: frozenset[str]
    never: frozenset[str]
    most: int
    """At most so many terms of a sentence are explained: brackets upon brackets help nobody."""


def _places(
    text: str, matches: Sequence[TermMatch], lang: str, rules: PlainRules, types: _Types
) -> list[_Place]:
    found: list[_Place] = []
    for match in {m.concept_id: m for m in matches if m.plain and not m.fuzzy}.values():
        if match.semantic_type in types.never or match.plain.lower() in text.lower():
            continue
        for form in _form(match, lang).finditer(text):
            explained = text[form.end() :].lstrip().startswith(("(", "（"))
            if not explained and not rules.everyday.fullmatch(form.group()):
                found.append(_Place(form.start(), form.end(), match))
    chosen: list[_Place] = []
    for place in sorted(found, key=lambda p: (p.start, -p.end)):
        if not chosen or chosen[-1].end <= place.start:
            chosen.append(place)
    return chosen


@lru_cache(maxsize=2048)
def _pattern(forms: tuple[str, ...], bounded: bool) -> re.Pattern[str]:
    ordered = "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))
    # A vowel sign of Arabic is no letter, but belongs to the word.
    edge = ("(?<![\\w-])", "(?![\\w\u064b-\u0652-])") if bounded else ("", "")
    return re.compile(f"{edge[0]}(?:{ordered}){edge[1]}", re.IGNORECASE)


def _form(match: TermMatch, lang: str) -> re.Pattern[str]:
    """Every form that is right as a translation, but the plain one."""
    forms = tuple(form for form in (match.wanted, *match.accepted) if form != match.plain)
    return _pattern(forms, lang not in _SPACELESS)


def _said(
    text: str, place: _Place, rules: PlainRules, types: _Types, *, first: bool
) -> tuple[str, int]:
    """What is said instead, and up to where of ``text``."""
    match, term = place.match, text[place.start : place.end]
    before, after = text[: place.start], text[place.end :]
    keeps = (
        match.semantic_type in types.term_first
        or rules.clause.search(match.plain)
        or any(sign.isdigit() for sign in match.plain)
        or not (rules.anywhere or (rules.before.search(before) and rules.after.search(after)))
    )
    if keeps:
        return (term + rules.brackets.format(match.plain) if first else term), place.end
    plain, term = _sentence_case(match.plain, term, before)
    said = plain + rules.brackets.format(term) if first else plain
    particle, skipped = _particle(plain, term, after, rules)
    return said + particle, place.end + skipped


def _sentence_case(plain: str, term: str, before: str) -> tuple[str, str]:
    """The capital of a sentence's first word goes to the plain form."""
    if term[:1].isupper() and (len(term) < 2 or term[1].islower()):
        opens = not before.strip() or before.rstrip()[-1] in ".!?。！？"
        if opens:
            return plain[:1].upper() + plain[1:], term[:1].lower() + term[1:]
    return plain, term


def _particle(plain: str, term: str, after: str, rules: PlainRules) -> tuple[str, int]:
    """The particle that fits the plain form, and how many signs of ``after`` it replaces."""
    for closed, open_ in rules.particles:
        old = closed if _final(term) else open_
        if old == "로" and _final(term) == _RIEUL:
            continue
        if re.match(rf"{old}(?![가-힣])", after):
            final = _final(plain)
            takes_open = not final or (closed == "으로" and final == _RIEUL)
            return (open_ if takes_open else closed), len(old)
    return "", 0


def _final(word: str) -> int:
    """The number of the last syllable's final consonant in Hangul; 0 for none."""
    code = ord(word[-1]) if word else 0
    return (code - _HANGUL_FIRST) % _FINALS if _HANGUL_FIRST <= code <= _HANGUL_LAST else 0


@lru_cache(maxsize=4)
def _table(path: Path = TABLE) -> tuple[dict[str, PlainRules], _Types]:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    particles = data.pop("particles")
    types = _Types(
        frozenset(data.pop("term_first")), frozenset(data.pop("never")), int(data.pop("most"))
    )
    return {lang: _rules(entry, particles.get(lang, ())) for lang, entry in data.items()}, types


def _rules(entry: dict[str, Any], particles: Sequence[Sequence[str]]) -> PlainRules:
    words = "|".join(re.escape(word) for word in entry["everyday"].split())
    return PlainRules(
        str(entry["brackets"]),
        bool(entry.get("anywhere", False)),
        re.compile(entry.get("before", ""), re.IGNORECASE),
        re.compile(entry.get("after", ""), re.IGNORECASE),
        re.compile(entry["clause"], re.IGNORECASE),
        re.compile(rf"(?:(?:{words})\s*)+", re.IGNORECASE),
        tuple((closed, open_) for closed, open_ in particles),
    )
