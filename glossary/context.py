"""What stands around a term: is it denied, and on which side of the body is it?"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from glossary.rules import LanguageRules

_AFTER = 40
"""So many characters behind a term are read for a denial."""


class Context:
    """The cues of one text, each kind looked up once for all of its terms, when first asked."""

    def __init__(self, text: str, rules: LanguageRules) -> None:
        self.text = text
        self.taken: Sequence[tuple[int, int]] = ()
        """Places of terms that may have a side of their own."""
        self.rules = rules
        low = text.lower()
        self._low = low if len(low) == len(text) else "".join(map(_lower, text))

    def is_negated(self, start: int, end: int) -> bool:
        """Whether the term at ``start:end`` is denied within its clause ("no fever or cough")."""
        if self._denials:
            begin, _ = self._clause(start, end)
            if any(begin <= denial <= start for denial in self._denials):
                return True
        if not self.rules.negated_after.match(self._low[end : end + _AFTER]):
            return False
        _, stop = self._clause(start, end)
        return self.rules.negated_after.match(self._low[end : min(stop, end + _AFTER)]) is not None

    def side_of(self, start: int, end: int) -> str:
        """ "left", "right" or "both" where that is said of the term at ``start:end``; else empty.

        A side in the term itself wins, then the nearest before it, then the nearest behind it,
        never beyond a stop of the clause. A side inside a term of ``taken`` (left knee) is that
        term's own.
        """
        if not self._sides:
            return ""
        begin, stop = self._clause(start, end)
        reach = self.rules.side_reach
        begin, stop = max(begin, start - reach), min(stop, end + reach)
        before = after = ""
        for at, to, name in self._sides:
            if start <= at and to <= end:
                return name
            if any(a <= at and to <= b for a, b in self.taken):
                continue
            if begin <= at and to <= start:
                before = name
            elif end <= at and to <= stop and not after:
                after = name
        return before or after

    @cached_property
    def _denials(self) -> list[int]:
        """Where the cues of denial end; "don't you have a fever?" denies nothing."""
        rules = self.rules
        denials = [found.end() for found in rules.negated_before.finditer(self._low)]
        if denials and rules.question.search(self._low):
            asked = rules.question.sub(lambda found: " " * len(found.group()), self._low)
            denials = [found.end() for found in rules.negated_before.finditer(asked)]
        return denials

    @cached_property
    def _sides(self) -> list[tuple[int, int, str]]:
        found = self.rules.sides.finditer(self._low)
        return [(*cue.span(), str(cue.lastgroup)) for cue in found]

    @cached_property
    def _stops(self) -> list[tuple[int, int]]:
        return [found.span() for found in self.rules.negation_stop.finditer(self._low)]

    def _clause(self, start: int, end: int) -> tuple[int, int]:
        begin, stop = 0, len(self.text)
        for at, to in self._stops:
            if to <= start:
                begin = to
            elif at >= end:
                stop = at
                break
        return begin, stop


def _lower(sign: str) -> str:
    """A sign in lower case, always one."""
    low = sign.lower()
    return low if len(low) == 1 else sign
