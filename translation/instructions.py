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

_NUMERALS = {
    "zh": "零一二两三四五六七八九十百千半",
    "ja": "一二三四五六七八九十百半",
    "ko": "한두세네다섯여섯일이삼사오육칠팔구십반",
}
"""Of languages in which a cue may stand inside a run of letters."""
_NOTHING = r"(?!)"
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
    reaction: re.Pattern[str]
    cause: re.Pattern[str]
    instruction: re.Pattern[str]
    dose: re.Pattern[str]
    rate: re.Pattern[str]
    question: re.Pattern[str]
    tag: re.Pattern[str]
    aside: re.Pattern[str]


def weight_of(text: str, lang: str, terms: Sequence[TermMatch] = ()) -> Weight | None:
    """The weightiest of what makes the text weighty; None when nothing does."""
    found = weights_of(text, lang, terms)
    return next((weight for weight in Weight if weight in found), None)


def weights_of(text: str, lang: str, terms: Sequence[TermMatch] = ()) -> set[Weight]:
    """All that makes the text weighty, looking at each sentence."""
    found: set[Weight] = set()
    cues = _cues(lang)
    if cues is None:
        return found
    for start, end in split_sentences(text, lang):
        sentence = _bare(text[start:end])
        medicine = any(
            term.semantic_type in _MEDICINES and start <= term.start < end for term in terms
        )
        found |= _of_sentence(sentence, cues, medicine)
    return found


def is_question(sentence: str, lang: str) -> bool:
    """Whether a sentence only asks; False in a language without cues."""
    cues = _cues(lang)
    return cues is not None and cues.question.search(sentence.strip()) is not None


def _of_sentence(sentence: str, cues: _Cues, medicine: bool) -> set[Weight]:
    found = {Weight.CONSENT} if cues.consent.search(sentence) else set()
    # "…, okay?" asks whether an order was understood: it is an order all the same.
    sentence = cues.tag.sub("", sentence)
    if cues.question.search(sentence):
        return found
    reacts = cues.reaction.search(sentence) and (medicine or cues.cause.search(sentence))
    if cues.allergy.search(sentence) or reacts:
        found.add(Weight.ALLERGY)
    sentence = cues.aside.sub(" ", sentence).strip()
    numbered = any(sign.isdigit() for sign in sentence)
    rated = cues.rate.search(sentence) is not None
    if cues.dose.search(sentence) or (medicine and (numbered or rated)):
        found.add(Weight.DOSE)
    if cues.instruction.search(sentence) or (medicine and rated):
        found.add(Weight.INSTRUCTION)
    return found


@functools.cache
def _cues(lang: str) -> _Cues | None:
    path = resources.files("translation").joinpath("instructions.toml")
    table: dict[str, Any] | None = tomllib.loads(path.read_text(encoding="utf-8")).get(lang)
    if table is None:
        return None
    units = "|".join(sorted(map(re.escape, table["units"].split()), key=len, reverse=True))
    if lang in _NUMERALS:
        dose = rf"(?:\d|[{_NUMERALS[lang]}])\s?(?:{units})"
    else:
        # A spelled number is a word of its own: "two tablets".
        dose = rf"(?:\d\s?|\w\s)(?:{units})(?!\w)"

    def words(key: str) -> str:
        return _any_of(table.get(key, ()), lang)

    def patterns(key: str) -> str:
        return "|".join(table.get(key, ())) or _NOTHING

    def both(key: str) -> re.Pattern[str]:
        return re.compile(f"{words(key)}|{patterns(f'{key}_patterns')}", re.I)

    return _Cues(
        consent=both("consent"),
        allergy=both("allergy"),
        reaction=both("reaction"),
        cause=both("cause"),
        instruction=both("instruction"),
        dose=re.compile(f"{dose}|{words('amounts')}|{patterns('dose_patterns')}", re.I),
        rate=re.compile(words("rate"), re.I),
        question=re.compile(patterns("question"), re.I),
        tag=re.compile(patterns("tag"), re.I),
        aside=re.compile(patterns("aside"), re.I),
    )


def _bare(sentence: str) -> str:
    """Without the vowel signs and the stretching of Arabic, which a writer may leave out."""
    if not any("\u0600" <= sign <= "\u06ff" for sign in sentence):
        return sentence.strip()
    return "".join(s for s in sentence if unicodedata.category(s) != "Mn" and s != "ـ").strip()


def _any_of(cues: Sequence[str], lang: str) -> str:
    """A pattern of any of the cues; of nothing when there is none."""
    patterns = []
    for cue in sorted(cues, key=len, reverse=True):
        stem = re.escape(cue.removesuffix("*"))
        if lang in _NUMERALS:
            patterns.append(stem)
        else:
            patterns.append(rf"(?<!\w){stem}" + (r"\w*" if cue.endswith("*") else r"(?!\w)"))
    return "|".join(patterns) or _NOTHING
