"""One sentence of a turn, read for the summary: its terms, amounts, denials and what is left."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from app.documents.summary_cues import Cues, cues_of, plain, types
from app.records.model import Party, TurnRecord
from glossary.types import TermMatch
from translation.checks.lexicon import concept_lexicon
from translation.checks.negation import READERS
from translation.checks.numbers import read as read_numbers
from translation.checks.polarity import NOT
from translation.checks.quantity_compare import compare
from translation.instructions import is_question
from translation.sentences import split_sentences
from translation.types import Span

FindTerms = Callable[[str, str, str], tuple[TermMatch, ...]]
"""Terms of a text: text, its language, the wanted language."""

_ASKS = ("?", "？", "؟")
_ALIKE = 0.75
"""How much of two forms must be the same for one to be an ending of the other."""
_TIMES = frozenset(("time", "month"))


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a sentence, fully understood or not."""

    span: Span
    denied: bool
    complete: bool
    asserts: bool


class Reading:
    """What the rules see in one text."""

    def __init__(self, text: str, lang: str, cues: Cues, terms: Sequence[TermMatch]) -> None:
        self.text, self.lang, self.cues = text, lang, cues
        self.every = tuple(terms)
        self.terms = tuple(t for t in terms if t.semantic_type not in types("ignored"))
        self.medicines = tuple(t for t in terms if t.semantic_type in types("medicines"))
        amounts, self.timings = read_numbers(text, lang)
        # The 二 of 二甲双胍 is no amount.
        self.quantities = [
            amount
            for amount in amounts
            if not any(t.start <= amount.span[0] and amount.span[1] <= t.end for t in self.terms)
        ]
        found = READERS[lang](text) if lang in READERS else []
        self.cues_found = [cue for cue in found if cue.demand]
        self.denials = [cue.span for cue in self.cues_found]

    @cached_property
    def allergy(self) -> bool:
        """Whether the text speaks of an allergy."""
        hits = concept_lexicon("allergen", self.lang).find(self.text)
        return any(hit.name == "allergy" for hit in hits)

    @property
    def matters(self) -> bool:
        """Whether there is a medical term in it, or something measured."""
        measured = any(q.dimension not in ("", "times", *_TIMES) for q in self.quantities)
        return bool(self.terms) or measured

    @property
    def doses(self) -> bool:
        """Whether an amount or a time of taking is said."""
        return bool(self.quantities or self.timings)

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """The clauses, each with what is known of it."""
        ends, start = [], 0
        for found in self.cues.split.finditer(self.text):
            # A comma between the two halves of a term or a number ends nothing.
            if not any(t.start < found.start() < t.end for t in self.every) and not any(
                q.span[0] < found.start() < q.span[1] for q in self.quantities
            ):
                ends.append((start, found.start()))
                start = found.end()
        ends.append((start, len(self.text)))
        return tuple(
            self._clause(span) for span in ends if self.text[slice(*span)].strip(" .。!！")
        )

    @property
    def claim(self) -> bool:
        """Whether it says that somebody has something, or has it not."""
        return bool(self._claimed)

    @cached_property
    def complete(self) -> bool:
        """Whether every word is understood, and what is denied is plain.

        Beside a denial something is present only where that is said ("no fever, cough" is not).
        """
        if self._one_denial:
            return True
        clauses = self.clauses
        if not all(clause.complete for clause in clauses):
            return False
        some = any(clause.denied for clause in clauses)
        return not some or all(clause.denied or clause.asserts for clause in clauses)

    @property
    def present(self) -> tuple[TermMatch, ...]:
        """What somebody has; to be asked for where the sentence is `complete`."""
        if self._one_denial:
            return ()
        return tuple(t for t in self._claimed if not self._clause_of(t).denied)

    @property
    def denied(self) -> tuple[TermMatch, ...]:
        """What somebody has not; to be asked for where the sentence is `complete`."""
        if self._one_denial:
            return self._claimed
        return tuple(t for t in self._claimed if self._clause_of(t).denied)

    @cached_property
    def _one_denial(self) -> bool:
        """ "No fever, cough or headache": one denial that reaches all there is."""
        found = self.cues_found
        if len(found) != 1 or NOT not in found[0].kinds or not self._claimed:
            return False
        if self._claimed != self.every or not all(t.negated for t in self._claimed):
            return False
        spans = [(t.start, t.end) for t in self._claimed if not t.side]
        words = _masked(self.text, [*spans, found[0].span])
        return len(spans) == len(self._claimed) and not self.cues.rest(words, denied=True)

    @cached_property
    def plain_question(self) -> bool:
        """Whether it only asks whether somebody has these things: then "no" denies them all."""
        if self.denials or self.quantities or not self.terms:
            return False
        if not all(t.semantic_type in types("plain") and not t.side for t in self.every):
            return False
        rest = _masked(self.text, [(t.start, t.end) for t in self.every])
        rest = self.cues.asking.sub(" ", plain(rest))
        return not self.cues.rest(rest, denied=False)

    @cached_property
    def allergy_complete(self) -> bool:
        """Whether nothing is said but who is allergic to which medicines."""
        hits = concept_lexicon("allergen", self.lang).find(self.text)
        spans = [hit.span for hit in hits if hit.name == "allergy"]
        spans += [(t.start, t.end) for t in self.medicines] + self.denials
        spans += [(t.start, t.end) for t in self.every if t.concept_id in types("allergy")]
        rest = self.cues.without_answers(_masked(self.text, spans))
        rest = self.cues.allergic.sub(" ", rest)
        return len(self.denials) < 2 and not self.cues.rest(rest, denied=bool(self.denials))

    @cached_property
    def _claimed(self) -> tuple[TermMatch, ...]:
        return tuple(t for t in self.terms if t.semantic_type in types("plain"))

    def _clause_of(self, term: TermMatch) -> Clause:
        return next(c for c in self.clauses if c.span[0] <= term.start and term.end <= c.span[1])

    def _clause(self, span: Span) -> Clause:
        start, stop = span
        inside = [t for t in self.every if start <= t.start and t.end <= stop]
        cues = [c for c in self.cues_found if start <= c.span[0] and c.span[1] <= stop]
        denied = bool(cues)
        claimed = [t for t in inside if t in self._claimed]
        known = [(t.start, t.end) for t in claimed if not t.side]
        known += [c.span for c in cues]
        times = [
            q.span
            for q in self.quantities
            if start <= q.span[0] and q.span[1] <= stop and q.dimension in _TIMES
        ]
        if not denied:
            known += times
        words = _masked(self.text, known)[start:stop]
        plain_denial = len(cues) == 1 and NOT in cues[0].kinds
        complete = (
            bool(claimed)
            and len(claimed) == len(inside)
            and (not denied or plain_denial)
            and (denied or not any(t.negated for t in claimed))
            and not self.cues.rest(words, denied=denied)
        )
        asserts = self.cues.asserts.search(self.text[start:stop].lower()) is not None
        return Clause(span, denied, complete, asserts)


@dataclass(frozen=True)
class Quoted:
    """A sentence of a turn with its part of the translation."""

    text: str
    translation: str
    lang: str
    target_lang: str
    question: bool
    reading: Reading
    cues: Cues
    find: FindTerms

    @cached_property
    def other(self) -> Reading | None:
        """The translation, read as the other language reads it."""
        cues = cues_of(self.target_lang)
        if cues is None:
            return None
        terms = self.find(self.translation, self.target_lang, self.lang)
        return Reading(self.translation, self.target_lang, cues, terms)

    def terms_in(self, terms: Sequence[TermMatch], lang: str) -> tuple[str, ...] | None:
        """The record's terms in a language; None where the termbase has none for one of them.

        Medicines stay as they were said: "penicillin" is not only benzylpenicillin.
        """
        if lang == self.lang:
            preferred = {(t.start, t.end): t for t in self.find(self.text, lang, lang)}
        else:
            preferred = {(t.start, t.end): t for t in terms}
        said = {t.concept_id: t.term for t in (self.other.every if self.other else ())}
        words = []
        for term in terms:
            record = preferred.get((term.start, term.end))
            if record is None or record.concept_id != term.concept_id or not record.wanted:
                return None
            word = record.wanted
            if term.semantic_type in types("medicines"):
                surface = term.term if lang == self.lang else said.get(term.concept_id, word)
                word = _as_listed(surface, record.accepted or (word,))
            words.append(word)
        return tuple(words)

    def time_in(self, lang: str) -> str:
        """Since when, in the words of the text or of its translation; empty where not said."""
        reading = self.reading if lang == self.lang else self.other
        if reading is None:
            return ""
        times = [q for q in reading.quantities if q.dimension in _TIMES]
        if len(times) != len(reading.quantities) or len(times) != 1:
            return ""
        if not self.amounts_agree:
            return ""
        return reading.text[slice(*times[0].span)]

    def dose_in(self, lang: str) -> str:
        """The clauses with amounts and times of taking, in the words that were said."""
        reading = self.reading if lang == self.lang else self.other
        if reading is None:
            return ""
        spans = [q.span for q in reading.quantities] + [t.span for t in reading.timings]
        kept = [
            reading.text[slice(*clause.span)].strip(" .。")
            for clause in reading.clauses
            if any(clause.span[0] <= a and b <= clause.span[1] for a, b in spans)
        ]
        joint = "，" if lang == "zh" else "、" if lang == "ja" else ", "
        return joint.join(part for part in kept if part)

    @cached_property
    def amounts_agree(self) -> bool:
        """Whether both languages say the same amounts."""
        if self.other is None:
            return False
        return not compare(self.reading.quantities, self.other.quantities)


def read_turn(turn: TurnRecord, find: FindTerms) -> Iterator[Quoted]:
    """The sentences of a turn; none where the language has no cues."""
    cues = cues_of(turn.lang)
    if cues is None:
        return
    here = _sentences(turn.text, turn.lang)
    there = _sentences(turn.translation, turn.target_lang)
    if len(here) != len(there):
        # Which part belongs to which is not known: the turn stays whole.
        here, there = [turn.text.strip()], [turn.translation.strip()]
    for text, translation in zip(here, there, strict=True):
        terms = find(text, turn.lang, turn.target_lang)
        reading = Reading(text, turn.lang, cues, terms)
        asks = is_question(text, turn.lang)
        if asks and turn.party is Party.PATIENT and not text.endswith(_ASKS):
            # Endings that ask are also those of statements (나요): what is said of them counts.
            asks = not reading.matters
        yield Quoted(text, translation, turn.lang, turn.target_lang, asks, reading, cues, find)


def _sentences(text: str, lang: str) -> list[str]:
    parts = [text[a:b].strip() for a, b in split_sentences(text, lang)]
    return [part for part in parts if part]


def _as_listed(surface: str, forms: Sequence[str]) -> str:
    """The form of the termbase that was said, without its ending: "амлодипина" is амлодипин."""
    folded = surface.casefold()
    likely = max(forms, key=lambda form: SequenceMatcher(None, form.casefold(), folded).ratio())
    ratio = SequenceMatcher(None, likely.casefold(), folded).ratio()
    return likely if _ALIKE <= ratio < 1 else surface


def _masked(text: str, spans: Sequence[Span]) -> str:
    signs = list(text)
    for start, end in spans:
        signs[start:end] = " " * (end - start)
    return "".join(signs)
