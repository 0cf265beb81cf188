"""Drugs: a drug of the source is in the target, under any of its names, and no other one.

Names come from the termbase. A name that it lacks in the target's language may still be there
written by its sound: see `translation.checks.cognate`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from translation.checks.allergy import concerns, listed
from translation.checks.cognate import alike
from translation.checks.drug_names import concepts, drugs, has_name, is_class, same
from translation.checks.drug_switch import given_up
from translation.checks.lexicon import Hit, Lexicon
from translation.checks.person_contrast import swapped as contrasted
from translation.checks.tables import entries, load
from translation.checks.text import blank
from translation.checks.traded import traded
from translation.types import Finding, FindingKind

_LATIN = ("en", "fr", "es")


def check(source: str, target: str, source_lang: str, target_lang: str) -> list[Finding]:
    """``drug.changed:a>b``, ``drug.lost:a`` and ``drug.added:b``; a, b are concepts' ids.

    What stands beside an allergy is left to `translation.checks.allergy`.
    """
    here, there = drugs(source, source_lang), drugs(target, target_lang)
    if not here and not there:
        return []
    lost = [h for h in _unanswered(here, there) if not _by_sound(h, target, target_lang)]
    added = [h for h in _unanswered(there, here) if not _by_sound(h, source, source_lang)]
    if len(lost) + len(added) == 1:
        lost, added = lost or _akin(added[0], here, there), added or _akin(lost[0], there, here)
    allergies = _concern_allergies(added, target, target_lang)
    if allergies and not _concern_allergies(lost, source, source_lang):
        added = [h for h in added if h not in allergies]
    findings = []
    while (pair := _pair(lost, added)) is not None:
        a, b = pair
        lost.remove(a)
        added.remove(b)
        if a in _concern_allergies([a], source, source_lang):
            continue
        findings.append(_finding(f"drug.changed:{a.name}>{b.name}", a, b))
    for hit in lost:
        named = _must_be_said(hit) and has_name(hit.name, target_lang)
        if named and not concerns(source, source_lang, hit.span):
            left_out = _left_out(hit, here, there, source, target)
            findings.append(left_out or _finding(f"drug.lost:{hit.name}", hit, None))
    if not lost and not added and not findings:
        sides = (source, source_lang), (target, target_lang)
        swapped = contrasted(here, there, *sides, same)
        if swapped is not None:
            return [_finding(f"drug.changed:{swapped[0].name}>{swapped[1].name}", *swapped)]
        swapped = traded(here, there, *sides)
        if swapped is not None and not (
            any(is_class(hit.name) for hit in swapped)
            or _concern_allergies(here, *sides[0])
            or _concern_allergies(there, *sides[1])
        ):
            return [_finding(f"drug.changed:{swapped[0].name}>{swapped[1].name}", *swapped)]
        ours, theirs = given_up(here, *sides[0]), given_up(there, *sides[1])
        # what a patient says back in the same language is left to the doctor
        translated = source_lang != target_lang
        if translated and ours and theirs and not same(ours[0].name, theirs[0].name):
            a, b = ours[0], theirs[0]
            return [_finding(f"drug.changed:{a.name}>{b.name}", a, b)]
    if not lost and not findings and not here and _medicine(source_lang).find(source):
        findings += [_finding(f"drug.added:{h.name}", None, h) for h in added if _must_be_said(h)]
    return findings


def _akin(came: Hit, these: Sequence[Hit], those: Sequence[Hit]) -> list[Hit]:
    """The one that ``came`` took the place of, though the other text names a part of it: calcium
    chloride for potassium chloride, where it says that potassium is low."""
    words, said = set(came.name.split("-")), {hit.name for hit in those}
    return [
        hit
        for hit in these
        if hit.name not in said
        and words & set(hit.name.split("-"))
        and not same(hit.name, came.name)
    ][:1]


_JOINT = (
    r"(?:、|[,،](?![\u3040-\u30ff\u4e00-\u9fff])\s?"
    r"|\s?(?:和|与|及|跟|と|や|および|와|과|및)|\s(?:and|or|et|ou|y|e|o|и|или)\s)"
)
_JOINT_AFTER = re.compile(_JOINT + r"\s?(?:و(?=\S))?")
_JOINT_BEFORE = re.compile(_JOINT + r"\s?و?$")
_JOINT_MOST = 8
"""Signs of a joint with the spaces around it."""


def _left_out(
    hit: Hit, here: Sequence[Hit], there: Sequence[Hit], source: str, target: str
) -> Finding | None:
    """One drug of a list, when the others are there and no name that is not known beside them."""
    beside = [h for h in here if h is not hit and listed(hit, h, source)]
    stay = [t for t in there if any(same(t.name, h.name) for h in beside)]
    if not stay or any(_beside_unknown(t, there, target) for t in stay):
        return None
    return Finding(FindingKind.OMISSION, f"omission.item:{hit.name}", hit.span, None)


def _beside_unknown(hit: Hit, hits: Sequence[Hit], text: str) -> bool:
    """Whether what a joint ties to the drug may be another one, under a name that is not known."""
    start, end = hit.span
    after = _JOINT_AFTER.match(text, end)
    if after and not any(after.start() < h.span[0] <= after.end() for h in hits):
        return True
    before = _JOINT_BEFORE.search(text, max(0, start - _JOINT_MOST), start)
    return before is not None and not any(
        before.start() <= h.span[1] <= before.start() + 1 for h in hits
    )


def _concern_allergies(hits: Sequence[Hit], text: str, lang: str) -> list[Hit]:
    """Those that stand with an allergy: `translation.checks.allergy` compares them."""
    return [hit for hit in hits if concerns(text, lang, hit.span)]


def _finding(message: str, here: Hit | None, there: Hit | None) -> Finding:
    spans = (here.span if here else None), (there.span if there else None)
    return Finding(FindingKind.DRUG, message, *spans)


def _pair(lost: list[Hit], added: list[Hit]) -> tuple[Hit, Hit] | None:
    """A drug and the one that took its place. A class for a class of another sort counts too."""
    for a in lost:
        for b in added:
            if not is_class(a.name) or is_class(b.name) or len(lost) == len(added):
                return a, b
    return None


def _unanswered(these: Sequence[Hit], those: Sequence[Hit]) -> list[Hit]:
    """The first mention of each drug that no drug of the other text can stand for."""
    first: dict[str, Hit] = {}
    for hit in these:
        first.setdefault(hit.name, hit)
    names = {hit.name for hit in those}
    return [hit for hit in first.values() if not any(same(hit.name, name) for name in names)]


def _must_be_said(hit: Hit) -> bool:
    return not is_class(hit.name) and hit.name not in _everyday()


@functools.cache
def _everyday() -> frozenset[str]:
    return frozenset(load("drug")["everyday"].split())


@functools.cache
def _medicine(lang: str) -> Lexicon:
    return Lexicon(lang, {"medicine": entries(load("drug")["medicine"].get(lang, ""))})


def _by_sound(hit: Hit, text: str, lang: str) -> bool:
    """Whether ``text`` may hold the drug under a name that the termbase does not know."""
    if is_class(hit.name):
        return False
    rest = blank(text, [h.span for h in drugs(text, lang)], " ")
    least = 88.0 if lang in _LATIN else 82.0
    return any(alike(form, rest, least) for form in _latin_forms(hit.name)) or _misspelt(
        hit.name, rest, lang
    )


_FOREIGN = re.compile(r"[ァ-ヶー]{4,}|[가-힣]{4,}|[а-яё]{5,}", re.IGNORECASE)
"""Words that may be the name of a drug in the scripts that spell it by ear."""
_MISSPELT = 78.0


def _misspelt(name: str, text: str, lang: str) -> bool:
    """Whether ``text`` has the drug's own name in that language but for a letter or two."""
    if name not in concepts() or lang not in concepts()[name].terms:
        return False
    forms = [form.lower() for form in concepts()[name].terms[lang].every]
    return any(
        form[0] == word[0] and fuzz.ratio(form, word) >= _MISSPELT
        for word in map(str.lower, _FOREIGN.findall(text))
        for form in forms
    )


@functools.cache
def _latin_forms(name: str) -> tuple[str, ...]:
    if name not in concepts():
        return ()
    terms = concepts()[name].terms
    return tuple({form for lang in _LATIN if lang in terms for form in terms[lang].every})
