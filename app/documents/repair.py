"""Second attempts at texts in which a translation has lost a value, a side or a medicine.

A model that stumbles over "6mm×5mm" often says the same sentence well with "7毫米" in it. So a
text whose translation lost something is tried again clause by clause, and with stand-ins: small
whole numbers that every model copies, put back into measures afterwards. Whatever attempt loses
least is taken. What is lost even then is written behind the translation in brackets, copied from
the original, and stays a finding: nothing is missing on paper, and a person looks at it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from app.documents.plan import Unit
from glossary.types import TermMatch
from translation.types import Finding, FindingKind

_LOSSES = frozenset(
    (FindingKind.NUMBER, FindingKind.DOSE, FindingKind.UNIT, FindingKind.FREQUENCY,
     FindingKind.DURATION, FindingKind.TIMING, FindingKind.DATE_TIME, FindingKind.LATERALITY,
     FindingKind.DRUG, FindingKind.ALLERGY, FindingKind.NEGATION, FindingKind.OMISSION,
     FindingKind.UNTRANSLATED)
)  # fmt: skip
_CLAUSE = re.compile(r"(?<=[，；。,;])(?!\d)")
_UNITS = (
    r"mmHg|mmol/L|μmol/L|umol/L|mg/L|g/L|ng/ml|mg|kg|μg|mcg|ng|g|ml|mL|dl|L|IU|U|mm|cm|m|℃|°C|%"
)
_MEASURE = re.compile(
    rf"(?<![\w.])\d+(?:\.\d+)?\s*(?:{_UNITS})?"
    rf"(?:\s*[×xX*/~～–-]\s*\d+(?:\.\d+)?\s*(?:{_UNITS})?)*(?![A-Za-z\d])",
    re.ASCII,
)
_PLAIN = re.compile(r"^\d{1,2}$")
_UNIT_AT_END = re.compile(rf"(?:{_UNITS})$")
_STAND_INS = ("7", "3", "6", "8", "5", "4", "9", "2")
_DATA = Path(__file__).resolve().parent / "data" / "measures.psv"


@dataclass(frozen=True, slots=True)
class Attempt:
    """One way to ask again: texts that are translated by themselves and joined by ``gap``.

    ``held`` gives for each stand-in the measure it stands for.
    """

    units: tuple[Unit, ...]
    held: tuple[tuple[str, str], ...] = ()


def losses(findings: Iterable[Finding]) -> int:
    """How much a translation has lost or changed."""
    return sum(finding.kind in _LOSSES for finding in findings)


def attempts(unit: Unit, find: Callable[[str], Sequence[TermMatch]], source: str) -> list[Attempt]:
    """The ways in which a text can be asked for again."""
    tried = []
    clauses = [part for part in _CLAUSE.split(unit.text) if part.strip()]
    if len(clauses) > 1:
        tried.append(Attempt(tuple(_unit(part, unit, find) for part in clauses)))
    text, held = stood_in(unit.text, source)
    if held:
        tried.append(Attempt((_unit(text, unit, find),), held))
        if len(clauses) > 1:
            parts = [part for part in _CLAUSE.split(text) if part.strip()]
            tried.append(Attempt(tuple(_unit(part, unit, find) for part in parts), held))
    return tried


def _unit(text: str, of: Unit, find: Callable[[str], Sequence[TermMatch]]) -> Unit:
    """A part of a unit with its terms; names and codes that must come out stay so."""
    text = text.strip()
    must = []
    for term in of.terms:
        if term.semantic_type in ("person", "code") and (at := text.find(term.term)) >= 0:
            must.append(replace(term, start=at, end=at + len(term.term)))
    free = [t for t in find(text) if not any(m.start < t.end and t.start < m.end for m in must)]
    return Unit(text, 0, "", tuple(sorted((*must, *free), key=lambda term: term.start)), of.context)


def stood_in(text: str, lang: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """A text with small numbers in the place of its measures, and what each stands for."""
    free = [sign for sign in _STAND_INS if not re.search(rf"(?<!\d){sign}(?!\d)", text)]
    held: list[tuple[str, str]] = []

    def put(found: re.Match[str]) -> str:
        measure = found[0].strip()
        if _PLAIN.match(measure) or len(held) >= len(free):
            return found[0]
        sign = free[len(held)]
        held.append((sign, measure))
        unit = _UNIT_AT_END.search(measure)
        spoken = measures().get(unit[0], {}).get(lang, ("",))[0] if unit else ""
        gap = found[0][len(found[0].rstrip()) :]
        return sign + spoken + gap

    return _MEASURE.sub(put, text), tuple(held)


def put_back(text: str, held: Iterable[tuple[str, str]], lang: str) -> str | None:
    """A translation with its measures again; None where a stand-in is not there exactly once."""
    for sign, measure in held:
        unit = _UNIT_AT_END.search(measure)
        forms = measures().get(unit[0], {}).get(lang, ()) if unit else ()
        words = "|".join(re.escape(form) for form in sorted(filter(None, forms), key=len)[::-1])
        behind = rf"(?:[ \u00a0-]?(?:{words})(?!\w))?" if words else ""
        found = list(re.finditer(rf"(?<![\d.,]){sign}(?![\d])(?![.,]\d){behind}", text, re.I))
        if len(found) != 1:
            return None
        start, end = found[0].span()
        text = text[:start] + measure + text[end:]
    return text


def lost_values(unit: Unit, findings: Iterable[Finding], target: str) -> list[str]:
    """What of the source has to be written behind its translation: values and codes that are not
    in it, sign by sign, and medicines that are missing, by their term."""
    found = []
    for finding in findings:
        span = finding.source_span
        if finding.kind not in _LOSSES or span is None:
            continue
        terms = [t for t in unit.terms if t.start < span[1] and span[0] < t.end and t.wanted]
        if finding.kind in (FindingKind.DRUG, FindingKind.ALLERGY, FindingKind.LATERALITY):
            found += [t.wanted for t in terms if t.semantic_type == "drug" or t.side]
            continue
        said = unit.text[span[0] : span[1]]
        found += [measure[0].strip() for measure in _MEASURE.finditer(said)]
    squeezed = re.sub(r"\s", "", target).casefold()
    return [v for v in dict.fromkeys(found) if re.sub(r"\s", "", v).casefold() not in squeezed]


@cache
def measures() -> dict[str, dict[str, tuple[str, ...]]]:
    """How a unit is said: unit, language, forms, the one a model knows best first."""
    head, *rows = (line.split("|") for line in _DATA.read_text(encoding="utf-8").splitlines())
    return {
        row[0]: {lang: tuple(row[at].split("/")) for at, lang in enumerate(head) if at}
        for row in rows
    }
