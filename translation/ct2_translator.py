"""Any family of translation models through CTranslate2."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from glossary.types import TermMatch
from translation.consensus import consensus
from translation.families.family import Encoded, Family
from translation.second_choice import NONE, Chooser, Judge
from translation.term_constraints import TermStrategy, unmet
from translation.term_steering import TermSteering
from translation.together import Draft, Found, Search, Steps, together
from translation.types import SentenceTranslation

_EOS = "</s>"
_BATCH_TOKENS = 1_536
"""Documents: sentences of about one length together, so many tokens at once."""


class Ct2Translator:
    """A CTranslate2 model from a verified folder, with the tokens of its family.

    ``beam_size`` 2 to 4 for live sentences; ``coverage_penalty`` (Wu et al. 2016) makes a beam
    prefer translations that leave nothing of the source out. No repetition penalty and no n-gram
    blocking: both destroy doses. ``strategy`` says how wanted terms are pressed upon the model
    after its own translation lacked them; without one they are only looked for. ``judge`` says how
    much is wrong with a translation; where it finds something, ``hypotheses`` are looked at. Where
    one translation is asked for, so many ``voters`` decide (`translation.consensus`), at most
    ``beam_size``.
    Raises ValueError when the folder holds no usable model.
    """

    def __init__(
        self,
        folder: Path,
        family: Family,
        directions: frozenset[tuple[str, str]],
        *,
        compute_type: str = "int8",
        threads: int = 2,
        beam_size: int = 2,
        coverage_penalty: float = 0.0,
        strategy: TermStrategy | None = None,
        judge: Judge | None = None,
        hypotheses: int = 8,
        voters: int = 1,
    ) -> None:
        import ctranslate2

        try:
            self._model: Any = ctranslate2.Translator(
                str(folder),
                device="cpu",
                compute_type=compute_type,
                inter_threads=1,
                intra_threads=threads,
            )
        except (RuntimeError, ValueError) as error:
            raise ValueError(f"no usable model in {folder.name}") from error
        self._family = family
        self._directions = directions
        self._beam_size = beam_size
        self._coverage_penalty = coverage_penalty
        self._append_eos = not _adds_eos(folder)
        self._judge = judge
        self._hypotheses = hypotheses
        self._voters = min(voters, beam_size)
        self._steering = TermSteering(strategy or TermStrategy(), family)

    def directions(self) -> frozenset[tuple[str, str]]:
        """See `translation.translator.Translator`."""
        return self._directions

    def translate(
        self,
        sentences: Sequence[str],
        source_lang: str,
        target_lang: str,
        terms: Sequence[Sequence[TermMatch]] = (),
        *,
        careful: bool = False,
    ) -> list[SentenceTranslation]:
        """See `translation.translator.Translator`.

        A sentence that is longer than the model takes, or whose output hits the length limit,
        comes back marked as cut.
        """
        if (source_lang, target_lang) not in self._directions:
            raise ValueError(f"no translation from {source_lang} to {target_lang}")
        wanted = list(terms) or [()] * len(sentences)
        if len(wanted) != len(sentences):
            raise ValueError("terms and sentences differ in number")
        encoded = [self._family.encode(s, source_lang, target_lang) for s in sentences]
        results = [SentenceTranslation(s, "", 0.0) for s in sentences]
        todo = []
        for i, e in enumerate(encoded):
            if not sentences[i].strip():
                continue
            if len(e.tokens) > self._family.max_tokens:
                results[i] = SentenceTranslation(sentences[i], "", 0.0, cut=True)
            else:
                todo.append(i)
        langs = (source_lang, target_lang)
        firsts = self._search([Search(encoded[i]) for i in todo], target_lang)
        improved = together(
            (
                self._improved(sentences[i], langs, wanted[i], draft, careful)
                for i, (draft,) in zip(todo, firsts, strict=True)
            ),
            lambda asked: self._search(asked, target_lang),
        )
        for i, draft in zip(todo, improved, strict=True):
            steering = [term for term in wanted[i] if term.steers]
            results[i] = SentenceTranslation(
                sentences[i],
                draft.text,
                draft.score,
                draft.cut,
                tuple(term.concept_id for term in unmet(draft.text, steering, target_lang)),
                draft.replaced,
                draft.reconsidered,
            )
        return results

    def _improved(
        self,
        sentence: str,
        langs: tuple[str, str],
        terms: Sequence[TermMatch],
        draft: Draft,
        careful: bool,
    ) -> Steps[Draft]:
        """The draft with the terms that steer; a ``careful`` one is the best of some hypotheses
        where the checks find fault."""
        if draft.cut:
            return draft
        draft = yield from self._steering.steps(sentence, langs, terms, draft)
        if not careful or self._judge is None:
            return draft
        chooser = Chooser(self._judge, sentence, langs, terms)
        best, least = draft, chooser.faults(draft)
        for written in self._steering.sources(terms):
            if least == NONE:
                break
            encoded = self._family.encode(sentence, *langs, written)
            (others,) = yield [Search(encoded, self._hypotheses)]
            best, least = chooser.better(best, least, others, draft.score)
        return best

    def _search(self, asked: Sequence[Search], target_lang: str) -> Found:
        """Searches of one kind together, and of those sentences of about one length."""
        found: Found = [[] for _ in asked]
        kinds: dict[tuple[int, bool, bool], list[int]] = {}
        for at, each in enumerate(asked):
            kind = (each.hypotheses, each.attention, bool(each.encoded.prefix))
            kinds.setdefault(kind, []).append(at)
        for (hypotheses, attention, _prefixed), places in kinds.items():
            for batch in _batches(places, [each.encoded for each in asked], hypotheses):
                drafts = self._run(
                    [asked[at].encoded for at in batch], target_lang, hypotheses, attention
                )
                for at, best in zip(batch, drafts, strict=True):
                    found[at] = best
        return found

    def _run(
        self,
        batch: list[Encoded],
        target_lang: str,
        hypotheses: int = 1,
        attention: bool = False,
    ) -> list[list[Draft]]:
        """The best hypotheses of each sentence; the winner of the vote where one is asked for."""
        vote = self._voters > 1 and hypotheses == 1 and not attention
        tail = [_EOS] if self._append_eos else []
        longest = max(len(e.tokens) for e in batch)
        answers = self._model.translate_batch(
            [[*e.tokens, *tail] for e in batch],
            target_prefix=[list(e.prefix) or None for e in batch] if batch[0].prefix else None,
            beam_size=max(self._beam_size, hypotheses),
            num_hypotheses=self._voters if vote else hypotheses,
            length_penalty=1,
            coverage_penalty=self._coverage_penalty,
            max_input_length=0,
            max_decoding_length=min(3 * longest + 30, self._family.max_tokens),
            return_scores=True,
            return_end_token=True,
            return_attention=attention,
        )
        return [
            [
                self._draft(e, answer, n, target_lang, attention)
                for n in (_voted(answer) if vote else range(len(answer.hypotheses)))
            ]
            for e, answer in zip(batch, answers, strict=True)
        ]

    def _draft(
        self, encoded: Encoded, answer: Any, number: int, target_lang: str, attention: bool
    ) -> Draft:
        tokens = list(answer.hypotheses[number])
        cut = not tokens or tokens[-1] != _EOS
        begin = encoded.control
        body = tokens[begin : len(tokens) if cut else -1]
        rows = answer.attention[number][begin:] if attention else ()
        return Draft(
            self._family.decode(body, target_lang),
            float(answer.scores[number]),
            cut,
            tuple(body),
            tuple(tuple(row) for row in rows),
        )


def _voted(answer: Any) -> tuple[int]:
    """The place of the winning hypothesis; those that were cut only count among themselves."""
    ended = [n for n, tokens in enumerate(answer.hypotheses) if tokens and tokens[-1] == _EOS]
    places = ended or list(range(len(answer.hypotheses)))
    tokens = [[t for t in answer.hypotheses[n] if t != _EOS] for n in places]
    return (places[consensus(tokens, [answer.scores[n] for n in places])],)


def _batches(
    indices: Sequence[int], encoded: Sequence[Encoded], hypotheses: int = 1
) -> list[list[int]]:
    """Sentences of similar length together; live calls hold one sentence and stay alone."""
    batches: list[list[int]] = []
    for i in sorted(indices, key=lambda i: len(encoded[i].tokens)):
        size = len(encoded[i].tokens)
        if batches and (len(batches[-1]) + 1) * size <= _BATCH_TOKENS:
            batches[-1].append(i)
        else:
            batches.append([i])
    return batches


def _adds_eos(folder: Path) -> bool:
    """Whether the model itself ends its input; some converters leave that to the caller."""
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return bool(config.get("add_source_eos", False))
