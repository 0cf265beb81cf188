"""Any family of translation models through CTranslate2."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from glossary.types import TermMatch
from translation.families.family import Encoded, Family
from translation.term_constraints import unmet
from translation.types import SentenceTranslation

_EOS = "</s>"
_BATCH_TOKENS = 1_536
"""Documents: sentences of about one length together, so many tokens at once."""


class Ct2Translator:
    """A CTranslate2 model from a verified folder, with the tokens of its family.

    ``beam_size`` 2 to 4 for live sentences; ``coverage_penalty`` (Wu et al. 2016) makes a beam
    prefer translations that leave nothing of the source out. No repetition penalty and no n-gram
    blocking: both destroy doses. Raises ValueError when the folder holds no usable model.
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

    def directions(self) -> frozenset[tuple[str, str]]:
        """See `translation.translator.Translator`."""
        return self._directions

    def translate(
        self,
        sentences: Sequence[str],
        source_lang: str,
        target_lang: str,
        terms: Sequence[Sequence[TermMatch]] = (),
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
        encoded = [
            self._family.encode(s, source_lang, target_lang, t)
            for s, t in zip(sentences, wanted, strict=True)
        ]
        results = [SentenceTranslation(s, "", 0.0) for s in sentences]
        todo = []
        for i, e in enumerate(encoded):
            if not sentences[i].strip():
                continue
            if len(e.tokens) > self._family.max_tokens:
                results[i] = SentenceTranslation(sentences[i], "", 0.0, cut=True)
            else:
                todo.append(i)
        for batch in _batches(todo, encoded):
            for i, (text, score, cut) in zip(
                batch, self._run([encoded[i] for i in batch], target_lang), strict=True
            ):
                missing = tuple(t.concept_id for t in unmet(text, wanted[i]))
                results[i] = SentenceTranslation(sentences[i], text, score, cut, missing)
        return results

    def _run(self, batch: list[Encoded], target_lang: str) -> list[tuple[str, float, bool]]:
        """Text, mean token log-probability and whether it was cut, of each sentence."""
        tail = [_EOS] if self._append_eos else []
        longest = max(len(e.tokens) for e in batch)
        answers = self._model.translate_batch(
            [[*e.tokens, *tail] for e in batch],
            target_prefix=[list(e.prefix) or None for e in batch] if batch[0].prefix else None,
            beam_size=self._beam_size,
            length_penalty=1,
            coverage_penalty=self._coverage_penalty,
            max_input_length=0,
            max_decoding_length=min(3 * longest + 30, self._family.max_tokens),
            return_scores=True,
            return_end_token=True,
        )
        found = []
        for e, answer in zip(batch, answers, strict=True):
            tokens = list(answer.hypotheses[0])
            cut = not tokens or tokens[-1] != _EOS
            body = tokens[len(e.prefix) : len(tokens) if cut else -1]
            found.append((self._family.decode(body, target_lang), float(answer.scores[0]), cut))
        return found


def _batches(indices: list[int], encoded: Sequence[Encoded]) -> list[list[int]]:
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
