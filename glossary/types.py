"""Words of the glossary, after ISO 30042 (TBX): concepts carry terms in languages."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Register(StrEnum):
    """Which kind of form of the concept stands in the text."""

    PREFERRED = "preferred"
    ADMITTED = "admitted"
    ABBREVIATION = "abbreviation"
    PLAIN = "plain"
    DEPRECATED = "deprecated"


@dataclass(frozen=True)
class TermMatch:
    """A term of the termbase found in a text.

    ``start`` and ``end`` are character offsets into the text that was searched; ``wanted`` is the
    preferred term of the target language, ``source`` where the entry comes from, and
    ``termbase_version`` the version the match was made with.

    ``accepted`` are all forms of the target language that are right as a translation (the wanted
    one first); ``plain`` is its form for patients, empty where the wanted term is plain. A match
    that ``steers`` may be pressed upon a translation; the others are for the eye. A ``fuzzy``
    match is a proposal for something that was probably misheard: it never steers and never
    rewrites; ``meant`` is the form it sounds like. ``side`` is "left", "right", "both" or empty.
    ``full`` is what an abbreviation stands for, in the language of the text.
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
    domain: str = ""
    register: str = ""
    plain: str = ""
    accepted: tuple[str, ...] = ()
    steers: bool = False
    negated: bool = False
    side: str = ""
    fuzzy: bool = False
    meant: str = ""
    full: str = ""

    def at(
        self, start: int, end: int, term: str, *, steers: bool, negated: bool, side: str
    ) -> TermMatch:
        """The same entry as it stands in a text.

        What `dataclasses.replace` would make, in a fifth of its time: a sentence has ten of them.
        """
        made = object.__new__(TermMatch)
        made.__dict__.update(
            self.__dict__,
            start=start,
            end=end,
            term=term,
            steers=steers,
            negated=negated,
            side=side,
        )
        return made
