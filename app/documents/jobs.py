"""Translating a document: block after block, in batches, and to be stopped at any block.

The order is: tables and rules (`protect`), translation memory, translator, checks. The engine is
asked with the priority of documents, so that a live consultation goes first after every batch.
"""

from __future__ import annotations

import functools
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from app.documents import repair
from app.documents.block_findings import lost_codes, moved, read_by_machine
from app.documents.blocks import Block, Document
from app.documents.plan import Planned, Unit, plan
from app.documents.protect import How, Pair, heading_in, protected_terms
from app.documents.sections import words_of as document_words
from app.engine.engine import Engine, EngineFailed, Priority
from glossary.types import TermMatch
from translation import checks
from translation.memory import Memory, NearMatch
from translation.term_findings import term_findings
from translation.translate_text import has_word
from translation.types import Finding, SentenceTranslation, Translation

_UNSPACED = frozenset(("zh", "ja"))
_GONE = frozenset(("engine.closed", "engine.aborted", "engine.not_loaded"))


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one unit of text."""

    target: str
    how: How
    complete: bool = True
    findings: tuple[Finding, ...] = ()
    near: tuple[NearMatch, ...] = ()
    error: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a block's text (``start`` to ``end``) and what it became."""

    start: int
    end: int
    target: str


@dataclass(frozen=True, slots=True)
class DoneBlock:
    """A finished block. ``state`` is "settled", "memory", "translated", "incomplete" or "failed".

    A failed block has an ``error`` code and no target; spans of ``findings`` are into the texts
    of the block. ``parts`` says what became of which stretch, from left to right; whoever changes
    the target leaves them as they are (`writers.docx_runs` looks for them in it).
    """

    block: Block
    target: str
    state: str
    terms: tuple[TermMatch, ...] = ()
    findings: tuple[Finding, ...] = ()
    near: tuple[NearMatch, ...] = ()
    error: str = ""
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is. ``seconds_left`` is None until there is something to go by."""

    done: int
    total: int
    seconds_left: float | None


@dataclass(frozen=True, slots=True)
class Batching:
    """How much goes to the engine at once: enough to keep cores busy, little enough to wait for."""

    units: int = 32
    characters: int = 1500


class DocumentJob:
    """One document on its way. `run` gives every finished block; it can be cancelled from any
    thread, and resumed with what an earlier run had finished."""

    def __init__(
        self,
        document: Document,
        pair: Pair,
        engine: Engine,
        memory: Memory | None = None,
        *,
        finished: Mapping[str, DoneBlock] | None = None,
        batching: Batching | None = None,
        progress: Callable[[Progress], None] | None = None,
        repairs: bool = True,
    ) -> None:
        # A block's terms are asked for when it is planned, and again when its answer is judged.
        pair = replace(pair, find=functools.lru_cache(maxsize=128)(pair.find))
        self._pair = pair
        self._engine = engine
        self._memory = memory or Memory()
        self._repairs = repairs
        self.batching = batching or Batching()
        self._progress = progress or (lambda _: None)
        self._cancelled = threading.Event()
        self._answers: dict[str, Answer] = {}
        old = finished or {}
        self._kept = {
            block.id: old[block.id]
            for block in document.blocks
            if block.id in old and old[block.id].block == block
            if old[block.id].state != "failed"
        }
        self._planned = [p for p in plan(document, pair) if p.block.id not in self._kept]
        self._total = len(document.blocks)

    def cancel(self) -> None:
        """Stop at the next border of a batch."""
        self._cancelled.set()

    def run(self) -> Iterator[DoneBlock]:
        """Finished blocks, those that need no translator first. Ends early when cancelled.

        Raises EngineFailed when the engine is gone for good; a batch that it could not do is
        tried unit by unit, and what fails then fails alone.
        """
        for finished in self.steps():
            yield from finished

    def steps(self) -> Iterator[list[DoneBlock]]:
        """The same in steps: first what is there already or needs no translator, then what each
        request to the engine has finished. ``batching`` may be changed between two steps."""
        done, waiting = list(self._kept.values()), list[Planned]()
        for planned in self._planned:
            remembered = self._remembered(planned)
            self._recall(planned)
            if remembered is not None:
                done.append(remembered)
            elif self._is_ready(planned):
                done.append(self._finish(planned))
            else:
                waiting.append(planned)
        count = len(done)
        self._progress(Progress(count, self._total, None))
        yield done
        began, units_done = time.monotonic(), 0
        units = self._units(waiting)
        units_all = len(units)
        while units and not self._cancelled.is_set():
            batch = self._batch(units)
            del units[: len(batch)]
            self._ask(batch)
            units_done += len(batch)
            ready = [planned for planned in waiting if self._is_ready(planned)]
            waiting = [planned for planned in waiting if not self._is_ready(planned)]
            count += len(ready)
            left = (time.monotonic() - began) / units_done * (units_all - units_done)
            self._progress(Progress(count, self._total, left))
            yield [self._finish(planned) for planned in ready]

    def _remembered(self, planned: Planned) -> DoneBlock | None:
        """The block as a person has left it, where the memory knows the whole of it."""
        source, target = self._pair.source, self._pair.target
        known = self._memory.exact(planned.block.text, source, target) if planned.units else None
        if known is None:
            return None
        found = checked(planned.block, known.target, self._pair, planned.terms)
        return DoneBlock(planned.block, known.target, "memory", planned.terms, found)

    def _recall(self, planned: Planned) -> None:
        """What the memory knows of a block's units."""
        source, target = self._pair.source, self._pair.target
        for unit in planned.units:
            if unit.text in self._answers:
                continue
            known = self._memory.exact(unit.text, source, target)
            if known is not None:
                found = checks.run(unit.text, known.target, source, target, unit.terms)
                self._answers[unit.text] = Answer(known.target, How.MEMORY, findings=found)

    def _is_ready(self, planned: Planned) -> bool:
        return all(unit.text in self._answers for unit in planned.units)

    def _units(self, waiting: Sequence[Planned]) -> list[Unit]:
        """What is to be translated, each text once, units of like length beside each other."""
        units = {
            unit.text: unit
            for planned in waiting
            for unit in planned.units
            if unit.text not in self._answers
        }
        return sorted(units.values(), key=lambda unit: len(unit.text))

    def _batch(self, units: Sequence[Unit]) -> list[Unit]:
        """The first units, as many as go to the engine at once."""
        batch: list[Unit] = []
        size = 0
        for unit in units[: self.batching.units]:
            size += len(unit.text)
            if batch and size > self.batching.characters:
                break
            batch.append(unit)
        return batch

    def _ask(self, batch: Sequence[Unit]) -> None:
        try:
            translation = self._translate(batch)
        except EngineFailed as error:
            if error.code in _GONE:
                raise
            if len(batch) == 1:
                self._answers[batch[0].text] = Answer("", How.TRANSLATED, False, error=error.code)
                return
            for unit in batch:
                self._ask([unit])
            return
        for unit, parts in zip(batch, _by_unit(batch, translation), strict=True):
            self._answers[unit.text] = self._answer(unit, parts)
        if self._repairs:
            self._repair([u for u in batch if repair.losses(self._answers[u.text].findings)])

    def _repair(self, batch: Sequence[Unit]) -> None:
        """Ask in other ways for what has lost a value, all of them together; see `repair`."""
        source, target = self._pair.source, self._pair.target
        ways = {unit.text: repair.attempts(unit, self._pair.find, source) for unit in batch}
        whole = {unit.text: [repair.Attempt((unit,))] for unit in batch}
        # Of the whole text other hypotheses, of its parts what is said of them first; of these
        # other hypotheses only where all that was not enough.
        left = self._try(batch, whole, careful=True)
        left = self._try(left, ways)
        for unit in self._try(left, ways, careful=True):
            best = self._answers[unit.text]
            missing = repair.lost_values(unit, best.findings, best.target)
            if missing:
                said = document_words(target)["values"]
                behind = f"{best.target} [{said}: {', '.join(missing)}]"
                self._answers[unit.text] = replace(best, target=behind)

    def _try(
        self,
        units: Sequence[Unit],
        ways: Mapping[str, Sequence[repair.Attempt]],
        *,
        careful: bool = False,
    ) -> list[Unit]:
        """Ask; an answer that has lost less takes the place of the one that is there. Gives the
        units that have still lost something."""
        asked = {p.text: p for unit in units for a in ways[unit.text] for p in a.units}
        told = self._told(list(asked.values()), careful=careful)
        for unit in units:
            for attempt in ways[unit.text]:
                self._take_better(unit, attempt, told)
        return [unit for unit in units if repair.losses(self._answers[unit.text].findings)]

    def _told(
        self, units: Sequence[Unit], *, careful: bool = False
    ) -> dict[str, list[SentenceTranslation]]:
        """The sentences of these texts, as far as the engine has them."""
        told: dict[str, list[SentenceTranslation]] = {}
        asked = sorted(units, key=lambda unit: len(unit.text))
        while asked:
            some = self._batch(asked)
            del asked[: len(some)]
            try:
                translation = self._translate(some, careful=careful)
            except EngineFailed as error:
                if error.code in _GONE:
                    raise
                break
            told |= {u.text: p for u, p in zip(some, _by_unit(some, translation), strict=True)}
        return told

    def _take_better(
        self, unit: Unit, attempt: repair.Attempt, told: dict[str, list[SentenceTranslation]]
    ) -> None:
        """An answer that has lost less takes the place of the one that is there."""
        best = self._answers[unit.text]
        if not repair.losses(best.findings) or not all(p.text in told for p in attempt.units):
            return
        parts = [sentence for part in attempt.units for sentence in told[part.text]]
        made = self._answer(unit, parts, attempt.held)
        if made.complete and repair.losses(made.findings) < repair.losses(best.findings):
            self._answers[unit.text] = made

    def _translate(self, batch: Sequence[Unit], *, careful: bool = False) -> Translation:
        text, terms = "", list[TermMatch]()
        for unit in batch:
            text += "\n" if text else ""
            start = len(text)
            terms += [replace(t, start=t.start + start, end=t.end + start) for t in unit.terms]
            text += unit.text
        source, target = self._pair.source, self._pair.target
        asked = self._engine.translate(
            text, source, target, tuple(terms), priority=Priority.DOCUMENT, careful=careful
        )
        return asked.translation

    def _answer(
        self,
        unit: Unit,
        parts: Sequence[SentenceTranslation],
        held: Sequence[tuple[str, str]] = (),
    ) -> Answer:
        """What became of a unit; ``held`` are measures that have to be put in again."""
        source, target = self._pair.source, self._pair.target
        gap = "" if target in _UNSPACED else " "
        text = gap.join(part.target.strip() for part in parts if part.target.strip())
        complete = bool(parts) and not any(
            part.cut or (has_word(part.source) and not has_word(part.target)) for part in parts
        )
        if held:
            again = repair.put_back(text, held, target)
            text, complete = again or text, complete and again is not None
        translation = Translation(unit.text, text, tuple(parts), complete)
        context = checks.BlockContext(*unit.context) if all(unit.context) else None
        findings = (
            *checks.run_block(unit.text, text, source, target, unit.terms, context),
            *term_findings(translation, unit.terms),
            *lost_codes(unit, text, target),
        )
        near = tuple(self._memory.near(unit.text, source, target))
        return Answer(text, How.TRANSLATED, complete, findings, near)

    def _finish(self, planned: Planned) -> DoneBlock:
        """Put a block's pieces together again."""
        target, findings = "", list[Finding]()
        near, hows, complete = list[NearMatch](), set[How](), True
        parts, at = list[Part](), 0
        for piece in planned.pieces:
            end = at + len(piece.source)
            if piece.target is not None:
                target += piece.target
                parts.append(Part(at, end, piece.target.strip()))
            at = end
            for unit in piece.units:
                answer = self._answers[unit.text]
                if answer.error:
                    return DoneBlock(planned.block, "", "failed", error=answer.error)
                target += unit.before
                findings += [moved(f, unit.start, len(target)) for f in answer.findings]
                target += answer.target
                parts.append(Part(unit.start, unit.start + len(unit.text), answer.target))
                near += answer.near
                hows.add(answer.how)
                complete = complete and answer.complete
        if planned.block.from_ocr:
            findings += read_by_machine(planned.block.text, target)
        state = "settled" if not hows else "memory" if hows == {How.MEMORY} else "translated"
        return DoneBlock(
            planned.block,
            target.strip(),
            state if complete else "incomplete",
            planned.terms,
            tuple(findings),
            tuple(near),
            parts=tuple(part for part in parts if part.target),
        )


def checked(
    block: Block, target: str, pair: Pair, terms: Sequence[TermMatch] | None = None
) -> tuple[Finding, ...]:
    """What is to be looked at in a text for a whole block that no translator has made.

    ``terms`` are those of the block where they are known already.
    """
    text = block.text
    terms = pair.find(text) if terms is None else terms
    head = block.cell.column_head if block.cell is not None else ""
    context = checks.BlockContext(head, heading_in(head, pair)) if head else None
    unit = Unit(text, 0, "", (*protected_terms(text, {}), *terms))
    found = [
        *checks.run_block(text, target, pair.source, pair.target, terms, context),
        *lost_codes(unit, target, pair.target),
    ]
    if block.from_ocr:
        found += read_by_machine(text, target)
    return tuple(found)


def _by_unit(batch: Sequence[Unit], translation: Translation) -> list[list[SentenceTranslation]]:
    """The sentences of a batch's translation, each with the unit it is from."""
    parts: list[list[SentenceTranslation]] = [[] for _ in batch]
    number = at = 0
    for sentence in translation.sentences:
        while number < len(batch):
            found = batch[number].text.find(sentence.source, at)
            if found >= 0:
                parts[number].append(sentence)
                at = found + len(sentence.source)
                break
            number, at = number + 1, 0
    return parts
