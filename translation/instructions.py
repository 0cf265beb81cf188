"""Sentences that a patient must have understood: doses, instructions, consent, allergies. Pure.

The words stand in ``instructions.toml``. A sentence that only asks is none of these, except that
consent is asked for in questions too.
"""

from __future__ import annotations

import functools
import re
import tomllib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib import resources
from typing import Any

from glossary.types import TermMatch
from translation.sentences import split_sentences

_UNSPACED = frozenset(("zh", "ja", "ko", "th"))
"""Languages in which a cue may stand inside a run of letters."""
_NUMERALS = {
    "zh": "零一二两三四五六七八九十百千半",
    "ja": "一二三四五六七八九十百半",
    "ko": "한두세네다섯여섯일이삼사오육칠팔구십반",
}
_MEDICINES = frozenset(("drug", "drug_class"))


class Weight(StrEnum):
    """Why a sentence must be understood, the weightiest first."""

    CONSENT = "consent"
    ALLERGY = "allergy"
    DOSE = "dose"
    INSTRUCTION = "instruction"


@dataclass(frozen=True, slots=True)
class _Cues:
    consent: re.Pattern[str]
    allergy: re.Pattern[str]
    instruction: re.Pattern[str]
    dose: re.Pattern[str]
    rate: re.Pattern[str]
    question: re.Pattern[str]
    opening: re.Pattern[str]
    aside: re.Pattern[str]


def weight_of(text: str, lang: str, terms: Sequence[TermMatch] = ()) -> Weight | None:
    """What makes the text weighty, looking at each sentence; None when nothing does."""
    cues = _cues(lang)
    if cues is None:
        return None
    found: set[Weight] = set()
    for start, end in split_sentences(text, lang):
        sentence = _bare(text[start:end])
        medicine = any(
            term.semantic_type in _MEDICINES and start <= term.start < end for term in terms
        )
        found |= _of_sentence(sentence, cues, medicine)
    return next((weight for weight in Weight if weight in found), None)


def is_question(sentence: str, lang: str) -> bool:
    """Whether a sentence only asks; False in a language without cues."""
    cues = _cues(lang)
    return cues is not None and cues.question.search(sentence.strip()) is not None


def _of_sentence(sentence: str, cues: _Cues, medicine: bool) -> set[Weight]:
    found = {Weight.CONSENT} if cues.consent.search(sentence) else set()
    if cues.question.search(sentence):
        return found
    if cues.allergy.search(sentence):
        found.add(Weight.ALLERGY)
    sentence = cues.aside.sub(" ", sentence).strip()
    numbered = any(sign.isdigit() for sign in sentence)
    if cues.dose.search(sentence) or (medicine and (numbered or cues.rate.search(sentence))):
        found.add(Weight.DOSE)
    ordered = cues.instruction.search(sentence) or cues.opening.search(sentence)
    if ordered or (cues.rate.search(sentence) and medicine):
        found.add(Weight.INSTRUCTION)
    return found


@functools.cache
def _cues(lang: str) -> _Cues | None:
    path = resources.files("translation").joinpath("instructions.toml")
    table: dict[str, Any] | None = tomllib.loads(path.read_text(encoding="utf-8")).get(lang)
    if table is None:
        return None
    units = "|".join(sorted(map(re.escape, table["units"].split()), key=len, reverse=True))
    numeral = rf"(?:\d|[{_NUMERALS[lang]}])" if lang in _NUMERALS else r"(?:\d|\w)"
    edge = "" if lang in _UNSPACED else r"(?!\w)"
    dose = rf"{numeral}\s?(?:{units}){edge}"
    if lang not in _UNSPACED:
        # A spelled number is a word of its own: "two tablets".
        dose = rf"(?:\d\s?|\w\s)(?:{units}){edge}"
    amounts = _any_of(table.get("amounts", ()), lang).pattern
    return _Cues(
        consent=_any_of(table["consent"], lang),
        allergy=_any_of(table["allergy"], lang),
        instruction=_any_of(table["instruction"], lang),
        dose=re.compile(f"{dose}|{amounts}", re.I),
        rate=_any_of(table["rate"], lang),
        question=_pattern(table["question"]),
        opening=_pattern(table.get("opening", ())),
        aside=_pattern(table.get("aside", ())),
    )


def _bare(sentence: str) -> str:
    """Without the vowel signs and the stretching of Arabic, which a writer may leave out."""
    if not any("\u0600" <= sign <= "\u06ff" for sign in sentence):
        return sentence.strip()
    return "".join(s for s in sentence if unicodedata.category(s) != "Mn" and s != "ـ").strip()


def _pattern(patterns: Sequence[str]) -> re.Pattern[str]:
    """Any of the patterns; nothing when there is none."""
    return re.compile("|".join(patterns) or r"(?!)", re.I)


def _any_of(cues: Sequence[str], lang: str) -> re.Pattern[str]:
    patterns = []
    for cue in sorted(cues, key=len, reverse=True):
        stem = re.escape(cue.removesuffix("*"))
        if lang in _UNSPACED:
            patterns.append(stem)
        else:
            patterns.append(rf"(?<!\w){stem}" + (r"\w*" if cue.endswith("*") else r"(?!\w)"))
    return _pattern(patterns)
