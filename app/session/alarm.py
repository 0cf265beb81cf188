"""Red flags in the patient's words: the doctor is told at once, and of the same words once."""

from __future__ import annotations

from collections.abc import Callable

from app.records.model import Party
from app.session.book import Put
from app.session.events import FlagSpan, RedFlagged
from app.session.jobs import Spoken

FlagFinder = Callable[[str, str], tuple[FlagSpan, ...]]
"""Red flags of a text in a language."""


class Alarm:
    """Used by the processor thread only."""

    def __init__(self, find: FlagFinder, lang: Callable[[Party], str], put: Put) -> None:
        """``lang`` gives the language of a party."""
        self._find = find
        self._lang = lang
        self._put = put
        self._told: dict[tuple[int, int], tuple[FlagSpan, ...]] = {}

    def raised(
        self,
        party: Party,
        text: str,
        *,
        spoken: Spoken | None = None,
        told: tuple[FlagSpan, ...] = (),
        verified: str = "",
    ) -> tuple[FlagSpan, ...]:
        """The red flags of what a party says; the doctor is told of those not told before.

        ``told`` are those of earlier revisions, ``spoken`` what it was heard in: the same
        utterance is heard early, when it is over, and when it is tried again. ``verified`` is a
        person's translation: what it flags is said by the text too, whatever its wording.
        """
        if party is Party.CLINICIAN:
            # A doctor who asks about chest pain knows what was asked.
            return ()
        lang = self._lang(party)
        flags = self._find(text, lang)
        known = {flag.concept for flag in flags}
        if verified:
            flags += tuple(
                FlagSpan(flag.concept, flag.severity, 0, len(text))
                for flag in self._find(verified, self._lang(party.other))
                if flag.concept not in known
            )
        number = 0
        if spoken is not None:
            number = spoken.number
            # Numbers begin anew where the segmenter had to be made anew.
            heard_in = (number, spoken.utterance.start_ms)
            told += self._told.get(heard_in, ())
            if flags:
                self._told[heard_in] = told + flags
        new = tuple(flag for flag in flags if not any(_covers(old, flag) for old in told))
        if new:
            self._put(RedFlagged(number, party, lang, text, new))
        return flags


def _covers(old: FlagSpan, new: FlagSpan) -> bool:
    """Whether who knows of ``old`` knows of ``new``."""
    # The first window does not wait for the tables of the checks.
    from translation.red_flags import POSSIBLE

    return old.concept == new.concept and new.severity in (old.severity, POSSIBLE)
