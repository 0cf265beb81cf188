"""What the windows show, as plain values. `app.ui.subtitle_state` makes them from events.

Two views of one consultation: the doctor sees everything, the patient only what is committed.
The patient view holds no field that could carry an unconfirmed or a held sentence.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

from app.session.events import (
    Attested,
    BackTranslated,
    Confidence,
    ConfirmAnswer,
    ConfirmKind,
    FlagSpan,
    Origin,
    Party,
)
from glossary.types import TermMatch
from translation.types import Finding


class Phase(StrEnum):
    """Where the consultation stands, in the words of the windows."""

    PREPARING = "preparing"
    READY = "ready"
    LOADING = "loading"
    LISTENING = "listening"
    PAUSED = "paused"
    ENDING = "ending"
    ENDED = "ended"
    FAILED = "failed"


class Severity(StrEnum):
    """How loud a banner speaks."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class TurnRow:
    """One committed or held turn in its newest revision.

    ``previous_text`` is what the recogniser had before a correction: the doctor sees what was
    changed. ``held_at_ms`` is on the clock of `time.monotonic` while it is held, ``held_ms`` how
    long it was held before ``done`` let it through or withdrew it. ``asked`` and ``answer`` are
    the patient's confirmation, ``teaching`` is "" (never), "asked", "again"
    (the answer was not understood, it is said once more) or a `TeachBackOutcome`.
    """

    turn: int
    revision: int
    party: Party
    lang: str
    text: str
    target_lang: str
    translation: str
    complete: bool
    start_ms: int
    origin: Origin = Origin.SPEECH
    findings: tuple[Finding, ...] = ()
    doubt: tuple[str, ...] = ()
    reason: str = ""
    held: bool = False
    previous_text: str = ""
    terms: tuple[TermMatch, ...] = ()
    confidence: Confidence = field(default_factory=Confidence)
    critical: tuple[str, ...] = ()
    red_flags: tuple[FlagSpan, ...] = ()
    phrase_id: str = ""
    plain: str = ""
    """The translation in plain words; empty where it is plain."""
    held_at_ms: int = 0
    held_ms: int = 0
    seen: bool = False
    """Some revision of it has been on the patient screen."""
    done: Attested | None = None
    uncorrected: bool = False
    """The doctor's correction of it failed, and was not given up."""
    back: BackTranslated | None = None
    back_asked: bool = False
    """It is being translated back."""
    asked: ConfirmKind | None = None
    answer: ConfirmAnswer | None = None
    ask_left: str = ""
    """Why the question is not open any more though nobody answered it: "gone", "unanswered"."""
    teaching: str = ""
    teach_findings: tuple[Finding, ...] = ()

    @property
    def verified(self) -> bool:
        """True when a person has translated it: a phrase or a tapped answer."""
        return self.origin in (Origin.PHRASE, Origin.ANSWER)

    @property
    def for_patient(self) -> str:
        """The translation as the patient screen shows it."""
        return self.plain or self.translation

    @property
    def unsent(self) -> bool:
        """True when it was held and then never shown to the patient."""
        return self.done is not None and self.done.unsent


@dataclass(frozen=True, slots=True)
class Alert:
    """Words that need the doctor's eye at once. ``turn`` is 0 until they are a turn."""

    party: Party
    lang: str
    text: str
    flags: tuple[FlagSpan, ...]
    turn: int = 0


@dataclass(frozen=True, slots=True)
class GapRow:
    """Something that is missing from the conversation. ``turn`` is 0 where there is no turn.

    ``kind`` is "unprocessed" (speech without an answer) or "audio_gap" (lost sound).
    """

    kind: str
    code: str
    at_ms: int
    lost_ms: int
    turn: int = 0
    party: Party | None = None


Row = TurnRow | GapRow


@dataclass(frozen=True, slots=True)
class LiveLine:
    """The sentence being spoken: ``stable`` is the prefix of ``text`` that will hardly change."""

    utterance: int
    party: Party
    lang: str
    text: str
    stable: str


@dataclass(frozen=True, slots=True)
class Meter:
    """Input level of one channel, in dBFS (0 is the loudest that can be recorded)."""

    peak_dbfs: float = -90.0
    rms_dbfs: float = -90.0
    speaking: bool = False


@dataclass(frozen=True, slots=True)
class Banner:
    """A message above the turns. ``code`` selects what happened, was kept and is to be done."""

    severity: Severity
    code: str
    values: tuple[tuple[str, str], ...] = ()
    whose: str = ""
    """Whose turn it is about, for `Texts.code_text`."""

    @property
    def turn(self) -> int:
        """The turn that it is about, or 0 where it is about none or about several."""
        value = dict(self.values).get("turn", "")
        return int(value) if value.isdecimal() else 0


@dataclass(frozen=True, slots=True)
class Loading:
    """Progress of loading the models: ``done`` of ``total`` packs."""

    done: int
    total: int
    pack_id: str


@dataclass(frozen=True, slots=True)
class DoctorView:
    """Everything the doctor window shows."""

    phase: Phase = Phase.PREPARING
    rows: tuple[Row, ...] = ()
    live: tuple[LiveLine, ...] = ()
    meters: tuple[Meter, ...] = (Meter(),)
    lag_ms: int | None = None
    backlog_ms: int = 0
    loading: Loading | None = None
    banners: tuple[Banner, ...] = ()
    """What was said and neither dismissed nor taken back; the last one is shown."""
    restarts: int = 0
    source_name: str = ""
    source_lost: bool = False
    notice: str = ""
    """A passing remark below the turns: "" or "nothing_recognised"."""
    alerts: tuple[Alert, ...] = ()
    """Red flags that the doctor has not acknowledged, the newest last."""
    saved: bool = True
    """False when the end went wrong: what was shown is on record, what was open may not be."""
    teaching: int = 0
    """The turn that the patient is saying back, or 0."""

    @property
    def banner(self) -> Banner | None:
        """The message that is shown."""
        return self.banners[-1] if self.banners else None

    @property
    def held_rows(self) -> tuple[TurnRow, ...]:
        """Turns that wait for the doctor's word, the oldest first."""
        return tuple(row for row in self.rows if isinstance(row, TurnRow) and row.held)

    @property
    def speaking(self) -> bool:
        """Is anybody heard at this moment?"""
        return any(meter.speaking for meter in self.meters)


class Consent(IntEnum):
    """What the patient has agreed to; what is not NONE may begin."""

    NONE = 0
    GIVEN = 1
    WITH_SOUND = 2
    """And their voice may be kept."""


class PatientMode(StrEnum):
    """What the patient screen is about at this moment."""

    WELCOME = "welcome"
    CONSENT = "consent"
    LISTENING = "listening"
    ONE_MOMENT = "one_moment"
    SAY_AGAIN = "say_again"
    TEACH_BACK = "teach_back"
    PAUSED = "paused"
    ENDED = "ended"
    INTERPRETER = "interpreter"


PAGES = (
    PatientMode.WELCOME,
    PatientMode.CONSENT,
    PatientMode.ENDED,
    PatientMode.INTERPRETER,
)
"""Modes in which the patient screen shows no sentence."""


@dataclass(frozen=True, slots=True)
class PatientLine:
    """One committed sentence in the patient's language.

    ``source`` is the doctor's original for the optional source line ("" for the patient's own
    words); ``corrected`` says that another text was shown here before; ``checking`` that the
    text is being checked again and must not be relied on.
    """

    turn: int
    revision: int
    party: Party
    text: str
    lang: str
    source: str = ""
    source_lang: str = ""
    corrected: bool = False
    checking: bool = False
    complete: bool = True
    verified: bool = False
    """No machine has translated it: a verified phrase, or an answer that was tapped."""
    withdrawn: bool = False
    """It was corrected, and the correction was not sent: neither text can be relied on."""

    @property
    def void(self) -> bool:
        """Its words must not be relied on, so they are not shown."""
        return self.checking or self.withdrawn


@dataclass(frozen=True, slots=True)
class PatientAsk:
    """A question about a committed sentence: is this right? ``own``: the patient's own words."""

    turn: int
    kind: ConfirmKind
    text: str
    lang: str
    own: bool
    digits: tuple[str, ...] = ()


class Pad(StrEnum):
    """Ways to answer by tapping."""

    YES_NO = "yes_no"
    PAIN = "pain"
    BODY = "body"
    NUMBER = "number"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Option:
    """An answer that was written in every language beforehand: (language, text) pairs."""

    id: str
    texts: tuple[tuple[str, str], ...]

    def text(self, lang: str) -> str:
        """The answer in a language; in English where nobody wrote it in that."""
        said = dict(self.texts)
        return said.get(lang) or said.get("en", self.id)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several answers to a verified phrase."""

    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class PatientView:
    """Everything the patient screen shows: at most `KEPT_LINES` sentences, the newest last.

    ``asks`` are open questions, the newest last (see `ask`); ``thanks`` names the answer just
    given (see `ConfirmAnswer.named`); ``again`` tells why something should be said again;
    ``pad`` are the answers to tap at the moment; ``told`` is the instruction that the patient is
    saying back.
    """

    mode: PatientMode = PatientMode.WELCOME
    lines: tuple[PatientLine, ...] = ()
    hearing: bool = False
    asks: tuple[PatientAsk, ...] = ()
    thanks: str = ""
    again: str = ""
    pad: Pad | Choice | None = None
    told: PatientLine | None = None

    @property
    def shown(self) -> tuple[PatientLine, ...]:
        """The sentences as they stand on the screen: what is to be said back is the large one."""
        if self.told is None:
            return self.lines
        return (*(line for line in self.lines if line.turn != self.told.turn), self.told)

    @property
    def ask(self) -> PatientAsk | None:
        """The question of the moment.

        It waits while the patient is to say something, again or back: one request at a time.
        """
        waits = bool(self.again) or self.told is not None
        return self.asks[-1] if self.asks and not waits else None

    @property
    def shows_lines(self) -> bool:
        """False while a page of its own hides the sentences."""
        return self.mode not in PAGES


@dataclass(frozen=True, slots=True)
class AskAgain:
    """Somebody is to say it again: ``turn``, or 0 where what was lost is no turn.

    Speech that began before ``from_ms`` of the audio does not answer it.
    """

    turn: int
    from_ms: int = 0


@dataclass(frozen=True, slots=True)
class ViewState:
    """Both views, and the little that only the reducer needs.

    ``held`` are the turns that wait for the doctor's word, ``ask_again`` is the request to say
    it again until it is answered or taken back, ``own_again`` what the doctor is to say again;
    ``interpreter`` is true from the request for a human interpreter until the doctor goes on
    without or dismisses it; ``screen`` is false while the patient screen is closed.
    """

    doctor: DoctorView = field(default_factory=DoctorView)
    patient: PatientView = field(default_factory=PatientView)
    held: frozenset[int] = frozenset()
    ask_again: AskAgain | None = None
    own_again: AskAgain | None = None
    interpreter: bool = False
    consenting: bool = False
    screen: bool = True
