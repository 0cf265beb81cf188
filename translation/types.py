"""Words of translation and of the checks on it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

Span = tuple[int, int]
"""Character offsets (start, end) into the text, end exclusive."""


class FindingKind(StrEnum):
    """What a check can find. The names are part of the command line's output."""

    NUMBER = "number"
    DOSE = "dose"
    UNIT = "unit"
    FREQUENCY = "frequency"
    DURATION = "duration"
    TIMING = "timing"
    DATE_TIME = "date_time"
    NEGATION = "negation"
    LATERALITY = "laterality"
    DRUG = "drug"
    ALLERGY = "allergy"
    BODY_PART = "body_part"
    PERSON = "person"
    OMISSION = "omission"
    UNTRANSLATED = "untranslated"
    TERM = "term"


CRITICAL_KINDS = frozenset(FindingKind) - {FindingKind.UNTRANSLATED, FindingKind.TERM}
"""Kinds that hold a turn unless the hospital says otherwise, and keep a case document from being
released; the others only mark."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A difference between source and target that a person should look at.

    ``message`` is a stable key with its values after a colon (``number.missing:38.5``): windows
    and documents turn it into the reader's language. A span is None where that side has nothing.
    """

    kind: FindingKind
    message: str
    source_span: Span | None = None
    target_span: Span | None = None


@dataclass(frozen=True, slots=True)
class SentenceTranslation:
    """One translated sentence. ``score`` is the mean token log-probability.

    ``cut`` says that the model stopped before the end (or could not take so long a sentence);
    ``unmet_terms`` are the concepts whose wanted term did not come out, ``replaced_terms`` those
    whose term was put in after the model had written something else. ``reconsidered``: the checks
    found fault with the model's first choice, and this is another of its hypotheses.
    """

    source: str
    target: str
    score: float
    cut: bool = False
    unmet_terms: tuple[str, ...] = ()
    replaced_terms: tuple[str, ...] = ()
    reconsidered: bool = False


@dataclass(frozen=True, slots=True)
class Translation:
    """A translated text with what is known about its quality.

    ``complete`` is false when any sentence came back empty or cut: such a translation is flagged
    and never shown as complete.
    """

    source: str
    target: str
    sentences: tuple[SentenceTranslation, ...]
    complete: bool
