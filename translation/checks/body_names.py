"""Parts of the body in eight languages: the checks' own table, and the termbase's anatomy.

A concept of the termbase that the table knows gives its part more names; one that it does not
know is a part of its own, near those whose names its own names hold ("corner of the mouth").
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterator

from glossary.concepts import DATA, LANGUAGES, Concept, read_file
from translation.checks.lexicon import Hit, Lexicon, concept_lexicon, open_form
from translation.checks.tables import load

_TABLE = "body_part"
_NO_PART = frozenset(
    "left right bilateral unilateral upper lower anterior posterior medial lateral proximal distal "
    "midline superficial deep human-body trunk blood plasma serum lymph urine stool saliva sweat "
    "tears mucus pus bile gastric-juice semen menstrual-blood breast-milk cerebrospinal-fluid "
    "synovial-fluid cell body-tissue organ whole-body nerve body-hair".split()
)
"""Concepts of the anatomy file that are directions, fluids or tissue."""
_SIDED = ("left-", "right-", "both-")
_LEAST = {"zh": 2, "ja": 2, "ko": 2}
_LEAST_ELSE = 3


def parts(text: str, lang: str) -> tuple[Hit, ...]:
    """The parts of the body that ``text`` names."""
    return _lexicon(lang).find(text)


@functools.cache
def near() -> dict[str, frozenset[str]]:
    """A part -> itself and the parts that may be said for it, both ways."""
    data = load(_TABLE)
    found: dict[str, set[str]] = {name: {name} for name in data}
    links = [(n, o) for n, section in data.items() for o in section.get("near", "").split()]
    for name, forms in _added().items():
        found.setdefault(name, {name})
        if name in data:
            continue
        for lang, every in forms.items():
            links += [(name, h.name) for f in every for h in _table(lang).find(f)]
    for name, other in links:
        found.setdefault(name, {name}).add(other)
        found.setdefault(other, {other}).add(name)
    return {name: frozenset(others) for name, others in found.items()}


def _table(lang: str) -> Lexicon:
    return concept_lexicon(_TABLE, lang)


@functools.cache
def _lexicon(lang: str) -> Lexicon:
    data = load(_TABLE)
    table = {n: s[lang].replace("\n", " ").split() for n, s in data.items() if lang in s}
    forms = {name: [f.replace("_", " ") for f in raw] for name, raw in table.items()}
    for name, every in _added().items():
        forms.setdefault(name, []).extend(every.get(lang, ()))
    return Lexicon(lang, forms)


@functools.cache
def _added() -> dict[str, dict[str, list[str]]]:
    """Part -> language -> forms that the table lacks."""
    found: dict[str, dict[str, list[str]]] = {}
    for concept in read_file(DATA / "anatomy.toml"):
        if concept.id in _NO_PART or concept.id.startswith(_SIDED):
            continue
        known = Counter(name for lang in LANGUAGES for name in _known(concept, lang))
        name = known.most_common(1)[0][0] if known else concept.id
        for lang in LANGUAGES:
            new = [f for raw in _raw(concept, lang) if (f := open_form(raw, lang))]
            found.setdefault(name, {}).setdefault(lang, []).extend(
                f for raw, f in zip(_raw(concept, lang), new, strict=True) if not _whole(raw, lang)
            )
    return found


def _raw(concept: Concept, lang: str) -> list[str]:
    terms = concept.terms.get(lang)
    least = _LEAST.get(lang, _LEAST_ELSE)
    every = terms.every if terms is not None else ()
    return [f for f in every if len(f) >= least and not f.isupper() and "/" not in f]


def _known(concept: Concept, lang: str) -> Iterator[str]:
    for raw in _raw(concept, lang):
        yield from _whole(raw, lang)


def _whole(raw: str, lang: str) -> list[str]:
    """The part that the table reads in the whole of ``raw``, if any."""
    hits = _table(lang).find(raw)
    if len(hits) == 1 and hits[0].span == (0, len(raw)):
        return [hits[0].name]
    return []
