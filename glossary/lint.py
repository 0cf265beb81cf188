"""Checks the files of the termbase: ``python -m glossary.lint [FILE ...]``.

Finds what a reader would miss: missing languages, duplicates, a preferred term that another
concept deprecates, broken codes, letters of the wrong script, stray spaces. Exit status 1 if any.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from glossary.concepts import DATA, LANGUAGES, Concept, TermbaseError, Terms, read_file

TYPES = frozenset(
    "symptom finding anatomy disease drug drug_class test unit imaging procedure device obstetric "
    "dental emergency mental allergen tcm_point tcm_pattern tcm_herb tcm_concept department "
    "person administration insurance document general".split()
)
REVIEWS = frozenset(("draft", "second reading", "approved"))
CODES = {
    "icd10": re.compile(r"[A-Z]\d\d(\.\d{1,2})?"),
    "atc": re.compile(r"[A-Z](\d\d([A-Z]([A-Z](\d\d)?)?)?)?"),
}
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# Letters of these scripts must occur in a term of the language; others only where shared.
_SCRIPT = {
    "zh": ("CJK",),
    "ru": ("CYRILLIC",),
    "ar": ("ARABIC",),
    "ko": ("HANGUL",),
    "ja": ("CJK", "HIRAGANA", "KATAKANA"),
    "en": ("LATIN",),
    "fr": ("LATIN",),
    "es": ("LATIN",),
}
_FOREIGN = {
    "zh": ("CYRILLIC", "ARABIC", "HANGUL", "HIRAGANA"),
    "ja": ("CYRILLIC", "ARABIC", "HANGUL"),
    "ko": ("CYRILLIC", "ARABIC", "CJK", "HIRAGANA", "KATAKANA"),
    "ru": ("ARABIC", "CJK", "HANGUL", "HIRAGANA", "KATAKANA"),
    "ar": ("CYRILLIC", "CJK", "HANGUL", "HIRAGANA", "KATAKANA"),
    "en": ("CYRILLIC", "ARABIC", "CJK", "HANGUL", "HIRAGANA", "KATAKANA"),
    "fr": ("CYRILLIC", "ARABIC", "CJK", "HANGUL", "HIRAGANA", "KATAKANA"),
    "es": ("CYRILLIC", "ARABIC", "CJK", "HANGUL", "HIRAGANA", "KATAKANA"),
}
# Symbols and abbreviations such as CT, mmHg or HbA1c are written the same everywhere.
_SHARED = re.compile(r"(?!.*[a-z]{4})[A-Za-z0-9α-ωµΩ%°/+\-., ]+")
_BAD_SIGNS = re.compile(r"[()（）\[\]{}“”„«»…;；|<>\t\n]")


def scripts(text: str) -> set[str]:
    """First words of the Unicode names of the letters in ``text``: LATIN, CJK, …"""
    names = (unicodedata.name(sign, "?") for sign in text if sign.isalpha())
    return {name.split()[0].replace("HALFWIDTH", "KATAKANA") for name in names}


def concept_faults(concept: Concept) -> Iterator[str]:
    """What is wrong with one concept by itself."""
    if not _ID.fullmatch(concept.id):
        yield "id is not kebab-case ASCII"
    if concept.type not in TYPES:
        yield f"unknown type {concept.type!r}"
    if concept.review not in REVIEWS:
        yield f"unknown review state {concept.review!r}"
    for system, code in concept.codes.items():
        pattern = CODES.get(system)
        if pattern is None:
            yield f"unknown code system {system!r}"
        elif not pattern.fullmatch(code):
            yield f"broken {system} code {code!r}"
    for lang in LANGUAGES:
        if lang not in concept.terms:
            yield f"{lang}: missing"
        else:
            yield from (f"{lang}: {fault}" for fault in term_faults(lang, concept.terms[lang]))


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a form: ``code`` for who words it otherwise, ``what`` it is about."""

    code: str
    what: str
    words: str

    def __str__(self) -> str:
        return f"{self.words}: {self.what}"


def term_faults(lang: str, terms: Terms) -> Iterator[Fault]:
    """What is wrong with the terms of one language."""
    forms = [terms.term, *terms.also, *terms.avoid, *terms.abbr]
    for form in [*forms, *([terms.plain] if terms.plain else [])]:
        if not form or form != " ".join(form.split()):
            yield Fault("space", form, "stray or missing space or empty")
        if form != unicodedata.normalize("NFC", form):
            yield Fault("composed", form, "not in composed form (NFC)")
        if found := _BAD_SIGNS.search(form):
            yield Fault("sign", form, f"sign {found.group()!r}")
        for word in re.findall(r"[^\W\d_]+", form):
            if {"LATIN", "CYRILLIC"} <= scripts(word):
                yield Fault("mixed", word, "Latin and Cyrillic letters in one word")
        if wrong := scripts(form) & set(_FOREIGN[lang]):
            yield Fault("foreign", form, f"{'/'.join(sorted(wrong)).lower()} letters")
    if not scripts(terms.term) & set(_SCRIPT[lang]) and not _SHARED.fullmatch(terms.term):
        yield Fault("script", terms.term, "preferred term in the wrong script")
    doubled = {form for form in forms if forms.count(form) > 1}
    if doubled:
        yield Fault("twice", ", ".join(sorted(doubled)), "said twice")
    if terms.plain == terms.term:
        yield Fault("plain", terms.plain, "plain form is the term itself: leave it out")


def shared_faults(concepts: Sequence[Concept]) -> Iterator[tuple[str, str]]:
    """What is wrong between concepts: (concept id, fault)."""
    seen: dict[str, str] = {}
    preferred: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    avoided: dict[tuple[str, str], str] = {}
    for concept in concepts:
        if concept.id in seen:
            yield concept.id, f"also in {seen[concept.id]}"
        seen[concept.id] = concept.domain
        for lang, terms in concept.terms.items():
            preferred[lang, terms.term, concept.type].append(concept.id)
            avoided.update({(lang, form): concept.id for form in terms.avoid})
    for (lang, term, _type), ids in preferred.items():
        if lang in ("zh", "en") and len(set(ids)) > 1:
            yield ids[-1], f"{lang}: same preferred term {term!r} as {ids[0]}"
        other = avoided.get((lang, term))
        if other is not None and other not in ids:
            yield ids[0], f"{lang}: preferred term {term!r} is deprecated in {other}"


def lint(paths: Sequence[Path]) -> list[str]:
    """Faults of these files, each with file and concept."""
    faults: list[str] = []
    concepts: list[Concept] = []
    where: dict[str, str] = {}
    for path in paths:
        try:
            found = read_file(path)
        except TermbaseError as error:
            faults.append(str(error))
            continue
        concepts += found
        for concept in found:
            where[concept.id] = path.name
            faults += [f"{path.name}: {concept.id}: {fault}" for fault in concept_faults(concept)]
    faults += [f"{where[name]}: {name}: {fault}" for name, fault in shared_faults(concepts)]
    return faults


def main() -> int:
    """Run as a command."""
    paths = [Path(name) for name in sys.argv[1:]] or sorted(DATA.glob("*.toml"))
    faults = lint(paths)
    for fault in faults:
        sys.stdout.write(fault + "\n")
    sys.stdout.write(f"{len(paths)} files, {len(faults)} faults\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
