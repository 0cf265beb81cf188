"""The termbase: finds the terms of a text and says which term the other language wants.

A token trie per source language, so that the time for a sentence does not grow with the number
of terms. The longest match wins; where concepts share a form, the one of a wanted domain, then
the one whose preferred term it is.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from glossary.concepts import DATA, Concept, read_all
from glossary.normalise import Token, tokens
from glossary.types import TermMatch

_MIN_SIGNS = 2
"""A single Chinese sign (头, 心) is part of too many words to be a match by itself."""
_JOINED = re.compile(r"[\s\-‐·/'’\u0640\u064b-\u0652\u0670]*")
"""What may stand between the words of one term."""
_RANK_PREFERRED, _RANK_ADMITTED, _RANK_AVOIDED = 0, 1, 2


@dataclass(slots=True)
class _Node:
    """A node of the trie: the next tokens, and (rank, concept number) of forms that end here."""

    next: dict[str, _Node] = field(default_factory=dict)
    ends: list[tuple[int, int]] = field(default_factory=list)


class Termbase:
    """Concepts of all domains. Tries are built when a language is first asked for."""

    def __init__(self, concepts: Iterable[Concept], version: str = "") -> None:
        self.concepts = tuple(concepts)
        self.version = version
        self._tries: dict[str, _Node] = {}

    @classmethod
    def load(cls, folder: Path = DATA) -> Termbase:
        """The termbase that ships with the program. Raises TermbaseError for a broken file."""
        return cls(read_all(folder), version_of(folder))

    def find(
        self, text: str, source_lang: str, target_lang: str, domains: Sequence[str] = ()
    ) -> tuple[TermMatch, ...]:
        """Terms in ``text`` from left to right, not overlapping, with the wanted terms."""
        words = tokens(text, source_lang)
        root = self._trie(source_lang)
        found: list[TermMatch] = []
        at = 0
        while at < len(words):
            length, ends = _longest(root, words, at, text)
            if source_lang == "ko" and at and words[at - 1].end == words[at].start:
                length = 0
            if not length:
                at += 1
                continue
            concept = self._best(ends, target_lang, domains)
            if concept is not None:
                start, end = words[at].start, words[at + length - 1].end
                found.append(self._match(concept, text, start, end, target_lang))
            at += length
        return tuple(found)

    def _match(
        self, concept: Concept, text: str, start: int, end: int, target_lang: str
    ) -> TermMatch:
        return TermMatch(
            concept_id=concept.id,
            start=start,
            end=end,
            term=text[start:end],
            wanted=concept.terms[target_lang].term,
            semantic_type=concept.type,
            source=concept.source,
            review_state=concept.review,
            termbase_version=self.version,
        )

    def _best(
        self, ends: Sequence[tuple[int, int]], target_lang: str, domains: Sequence[str]
    ) -> Concept | None:
        fitting = [
            (self.concepts[number].domain not in domains, rank, number)
            for rank, number in ends
            if target_lang in self.concepts[number].terms
        ]
        return self.concepts[min(fitting)[2]] if fitting else None

    def _trie(self, lang: str) -> _Node:
        if lang not in self._tries:
            root = _Node()
            for number, concept in enumerate(self.concepts):
                terms = concept.terms.get(lang)
                if terms is None:
                    continue
                _add(root, lang, terms.term, (_RANK_PREFERRED, number))
                for form in (*terms.also, *terms.abbr, *([terms.plain] if terms.plain else [])):
                    _add(root, lang, form, (_RANK_ADMITTED, number))
                for form in terms.avoid:
                    _add(root, lang, form, (_RANK_AVOIDED, number))
            self._tries[lang] = root
        return self._tries[lang]


def _add(root: _Node, lang: str, form: str, end: tuple[int, int]) -> None:
    keys = [token.key for token in tokens(form, lang)]
    if not keys or (lang == "zh" and sum(map(len, keys)) < _MIN_SIGNS):
        return
    node = root
    for key in keys:
        node = node.next.setdefault(key, _Node())
    node.ends.append(end)


def _longest(
    root: _Node, words: Sequence[Token], at: int, text: str
) -> tuple[int, list[tuple[int, int]]]:
    """Length in tokens and ends of the longest form that begins at ``at``; 0 if none does.

    A form never reaches over a comma or a full stop.
    """
    node, length, ends = root, 0, []
    for count, word in enumerate(words[at:], 1):
        if count > 1 and not _JOINED.fullmatch(text, words[at + count - 2].end, word.start):
            break
        following = node.next.get(word.key)
        if following is None:
            break
        node = following
        if node.ends:
            length, ends = count, node.ends
    return length, ends


def version_of(folder: Path) -> str:
    """A name for what the files of ``folder`` hold: the record keeps it with every match."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.toml")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]
