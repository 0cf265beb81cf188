"""Words of the glossary, after ISO 30042 (TBX): concepts carry terms in languages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TermMatch:
    """A term of the termbase found in a text.

    ``start`` and ``end`` are character offsets into the text that was searched; ``wanted`` is the
    preferred term of the target language, ``source`` where the entry comes from, and
    ``termbase_version`` the version the match was made with.
    """

    concept_id: str
    start: int
    end: int
    term: str
    wanted: str
    semantic_type: str = ""
    source: str = ""
    review_state: str = ""
    termbase_version: str = ""
