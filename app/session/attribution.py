"""Who said it: the push-to-talk button, else the channel, else the language.

Where nothing but the language can tell, the recogniser gets a prior for the two languages: the
one who spoke last probably goes on after a short pause and less probably after a long one. That
is what keeps a short "OK" or "嗯" with the one who is speaking.
"""

from __future__ import annotations

from app.records.model import Party
from app.session.jobs import Spoken
from speech.types import Hints, Hypothesis

GOES_ON_CUT = 0.95
GOES_ON_SHORT = 0.65
GOES_ON_LONG = 0.5
SHORT_PAUSE_MS = 1_000


class Attribution:
    """Keeps who spoke last. Used by the processor thread only."""

    def __init__(
        self, doctor_lang: str, patient_lang: str, hot_words: tuple[str, ...] = ()
    ) -> None:
        """``hot_words`` are what a recogniser that can be hinted is told to expect."""
        self._hot_words = hot_words
        self._langs = {Party.CLINICIAN: doctor_lang, Party.PATIENT: patient_lang}
        self._last: Party | None = None
        self._last_end_ms = 0
        self._last_forced = False

    @property
    def one_language(self) -> bool:
        """True when both parties speak the same language: it cannot tell who speaks."""
        return self._langs[Party.CLINICIAN] == self._langs[Party.PATIENT]

    @property
    def last(self) -> Party | None:
        """Who spoke last."""
        return self._last

    def lang(self, party: Party) -> str:
        """The language of a party."""
        return self._langs[party]

    def hints(self, spoken: Spoken) -> Hints:
        """What the recogniser is told about the languages of this utterance."""
        party = spoken.known_party
        if party is not None or self.one_language:
            return self._hints({self._langs[party or Party.CLINICIAN]: 1.0})
        if self._last is None:
            return self._hints(dict.fromkeys(self._langs.values(), 0.5))
        same = self._goes_on(spoken)
        return self._hints(
            {self._langs[self._last]: same, self._langs[self._last.other]: 1.0 - same}
        )

    def _hints(self, prior: dict[str, float]) -> Hints:
        return Hints(prior, self._hot_words)

    def party(self, spoken: Spoken, hypothesis: Hypothesis) -> Party:
        """Whose utterance it is, now that it is recognised."""
        if spoken.known_party is not None:
            return spoken.known_party
        if self.one_language:
            return self._last or Party.CLINICIAN
        if hypothesis.language == self._langs[Party.CLINICIAN]:
            return Party.CLINICIAN
        return Party.PATIENT

    def spoke(self, party: Party, spoken: Spoken) -> None:
        """A turn was committed."""
        self._last = party
        self._last_end_ms = spoken.utterance.end_ms
        self._last_forced = spoken.forced

    def _goes_on(self, spoken: Spoken) -> float:
        if self._last_forced:
            return GOES_ON_CUT
        pause_ms = spoken.utterance.start_ms - self._last_end_ms
        return GOES_ON_SHORT if pause_ms < SHORT_PAUSE_MS else GOES_ON_LONG
