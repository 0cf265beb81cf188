"""Names of drugs in eight languages, from the termbase's files of medicines."""

from __future__ import annotations

import functools
import re

from glossary.concepts import DATA, Concept, read_file
from translation.checks.lexicon import Hit, Lexicon, open_form
from translation.checks.tables import entries, load
from translation.checks.word_forms import fold, tokenise

_FILES = "medicines_*.toml"
_SHORTEST = {"zh": 2, "ja": 2, "ko": 2}
_SHORTEST_LATIN = 4
"""Shorter names (Omez, INH) are words or abbreviations of something else too often."""


@functools.cache
def concepts() -> dict[str, Concept]:
    """The drugs and classes of drugs of the termbase, by their id."""
    return {c.id: c for path in sorted(DATA.glob(_FILES)) for c in read_file(path)}


def is_class(name: str) -> bool:
    """Whether ``name`` is a class of drugs ("antibiotic") rather than one drug."""
    return name in concepts() and concepts()[name].type == "drug_class"


@functools.cache
def _table(lang: str) -> dict[str, list[str]]:
    table: dict[str, list[str]] = {"_hide": entries(load("drug")["hide"].get(lang, ""))}
    for name, forms in load("drug")["extra"].items():
        table[name] = entries(forms.get(lang, ""))
    for name, raw in load("drug_brands").get(lang, {}).items():
        table[name] = [*table.get(name, ()), *entries(raw)]
    for name, concept in concepts().items():
        terms = concept.terms.get(lang)
        if terms is not None:
            found = [f for term in terms.every if (f := _form(term, lang))]
            table[name] = [*table.get(name, ()), *found]
    return table


@functools.cache
def _lexicon(lang: str) -> Lexicon:
    return Lexicon(lang, _table(lang))


def has_name(name: str, lang: str) -> bool:
    """Whether any word is known for the drug in a language."""
    return bool(_table(lang).get(name))


def _form(raw: str, lang: str) -> str:
    """A term as an entry of a lexicon, open at its end where the language inflects."""
    if len(raw) < _SHORTEST.get(lang, _SHORTEST_LATIN):
        return ""
    return open_form(raw, lang)


def drugs(text: str, lang: str) -> tuple[Hit, ...]:
    """The drugs and classes of drugs that ``text`` names."""
    return _spelled(text) if lang == "ar" else _lexicon(lang).find(text)


@functools.lru_cache(maxsize=16)
def _spelled(text: str) -> tuple[Hit, ...]:
    """The drugs of an Arabic text, whose names are spelled in many ways: غلوكوز, جلوكوز."""
    found = _lexicon("ar").find(text)
    done = [hit.span for hit in found]
    more = [
        Hit(name, (start, end))
        for word, start, end in tokenise(text, "ar")
        if (name := _spelled_drug(word)) and not any(a < end and start < b for a, b in done)
    ]
    return tuple(sorted((*found, *more), key=lambda hit: hit.span)) if more else found


@functools.lru_cache(maxsize=20_000)
def _spelled_drug(word: str) -> str:
    """The drug that an Arabic word is a spelling of, "" when there is none."""
    if len(word) < _SPELLED_LEAST:
        return ""
    plain = _CLITICS.sub("", word, count=1)
    for form in (plain,) if word.startswith("لل") else (word, plain):
        name, written = _spellings().get(_bare(form), ("", ""))
        alike = form[:1] == written[:1] and abs(len(form) - len(written)) < _UNLIKE
        if name and alike and form not in _no_drugs():
            return name
    return ""


_SPELLED_LEAST = 6
_BARE_LEAST = 5
_UNLIKE = 2
"""Letters of an Arabic name, and those of them that every spelling has, below which it is read
only as it stands in the tables."""
_OTHER_LETTERS = str.maketrans("غقثذظطصپڤچ", "جكتدزتسبفج", "اوي")


_CLITICS = re.compile("^(?:لل|[وف]?(?:ب?ال)?)")
"""Small words written before a noun."""


def _bare(word: str) -> str:
    """A word without the letters of its vowels, one letter for those that spellings mix up."""
    plain = word[:1] + word[1:].translate(_OTHER_LETTERS)
    return "".join(c for i, c in enumerate(plain) if i == 0 or c != plain[i - 1])


@functools.cache
def _no_drugs() -> frozenset[str]:
    return frozenset(entries(load("drug")["hide"].get("ar", "")))


@functools.cache
def _spellings() -> dict[str, tuple[str, str]]:
    """What all spellings of a drug's name in one word share -> the drug and one spelling."""
    found: dict[str, dict[str, str]] = {}
    for name, concept in concepts().items():
        for raw in concept.terms["ar"].every if "ar" in concept.terms else ():
            word = fold(raw)
            if " " not in word and len(word) >= _SPELLED_LEAST and len(_bare(word)) >= _BARE_LEAST:
                found.setdefault(_bare(word), {})[name] = word
    return {bare: names.popitem() for bare, names in found.items() if len(names) == 1}


@functools.cache
def _groups() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for group in load("drug")["groups"]:
        names = set(group.split())
        for name in names:
            found.setdefault(name, set()).update(names)
    return {name: frozenset(names) for name, names in found.items()}


@functools.cache
def _members() -> dict[str, frozenset[str]]:
    """A class -> the drugs of it that may be said for it, and it for them."""
    found: dict[str, str] = load("drug")["members"]
    return {name: frozenset(drugs.split()) for name, drugs in found.items()}


@functools.cache
def same(a: str, b: str) -> bool:
    """Whether one name may stand for the other: insulin and insulin glargine."""
    if a == b or b in _groups().get(a, ()):
        return True
    members = _members()
    if b in members.get(a, ()) or a in members.get(b, ()):
        return True
    one, other = set(a.split("-")), set(b.split("-"))
    return one <= other or other <= one
