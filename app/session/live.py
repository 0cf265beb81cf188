"""The live consultation: starts, joins and ends its threads. Implements `SessionControl`.

A control thread carries out what blocks (loading, opening and closing devices, the end), one
command after the other, so that no call of a window ever waits. Every wait has a deadline.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from app.engine.engine import Engine
from app.engine.protocol import LoadPack
from app.errors import AppError
from app.records.model import EncounterHeader, Party
from app.session.alarm import Alarm, FlagFinder
from app.session.attribution import Attribution
from app.session.book import Book
from app.session.bugs import log_bug
from app.session.capture import Capture, Clock, Mark, Marked
from app.session.commands import NAMES, turn_of
from app.session.events import (
    EngineProgress,
    EngineRestarted,
    FlagSpan,
    Held,
    NotDone,
    SessionEvent,
    SourceChanged,
    StateChanged,
)
from app.session.hold import HoldPolicy
from app.session.inbox import MAX_BACKLOG_MS, Inbox
from app.session.jobs import (
    AskWaiting,
    Background,
    BackTranslate,
    CancelTeachBack,
    Command,
    DocumentBlock,
)
from app.session.missed import Missed
from app.session.orders import Orders
from app.session.processor import BUG, Processor
from app.session.record_port import Records
from app.session.segmenter import MakeVad, Segmenter
from app.session.sources import Source
from app.session.state import IllegalStep, State, step
from app.session.steps import Desk, RunChecks, TermFinder, Trust, no_terms
from glossary.types import TermMatch
from speech.endpointing import EndpointSettings
from speech.vad import SileroVad
from translation.types import Finding

log = logging.getLogger("yizhen.session")

FLUSH_S = 5.0
OPEN_RECORD_S = 20.0
ABORT_S = 10.0
LOADING = frozenset((State.LOADING, State.LOADING_PAUSED))


@dataclass(frozen=True, slots=True)
class Plan:
    """One consultation: who, with which packs, and the limits that hold in it."""

    header: EncounterHeader
    packs: tuple[LoadPack, ...] = ()
    endpoints: EndpointSettings = field(default_factory=EndpointSettings)
    trust: Trust = field(default_factory=Trust)
    policy: HoldPolicy = field(default_factory=HoldPolicy)
    ask_patient: bool = True
    actor: str = ""
    """Who attests what is done with held turns."""
    keep_sound: bool = False
    """Keep what is heard with the record; the patient has agreed to it."""
    drain_s: float = 20.0
    max_backlog_ms: int = MAX_BACKLOG_MS


def standard_checks(
    source: str,
    target: str,
    source_lang: str,
    target_lang: str,
    matches: Sequence[TermMatch],
) -> tuple[Finding, ...]:
    """All checks of `translation.checks`."""
    from translation import checks

    return checks.run(source, target, source_lang, target_lang, matches)


def _prepare_checks(*languages: str) -> None:
    """Here, and not at the first turn, which would wait for it."""
    from translation import checks

    checks.prepare(*languages)


def standard_flags(text: str, lang: str) -> tuple[FlagSpan, ...]:
    """The red flags of `translation.red_flags`."""
    from translation.red_flags import find_red_flags

    found = find_red_flags(text, lang)
    return tuple(FlagSpan(flag.concept, flag.severity, *flag.span) for flag in found)


class LiveSession(Orders):
    """One consultation from start to end; make a new one for the next. The engine may be shared."""

    def __init__(
        self,
        plan: Plan,
        engine: Engine,
        source: Source,
        open_records: Callable[[], Records],
        *,
        find_terms: TermFinder = no_terms,
        run_checks: RunChecks = standard_checks,
        find_flags: FlagFinder = standard_flags,
        hot_words: Callable[[], tuple[str, ...]] = tuple,
        make_vad: MakeVad = SileroVad,
        clock: Clock = time.monotonic,
    ) -> None:
        self._plan = plan
        self._engine = engine
        self._source = source
        self._open_records = open_records
        self._find_terms = find_terms
        self._run_checks = run_checks
        self._find_flags = find_flags
        self._hot_words = hot_words
        self._make_vad = make_vad
        self._clock = clock
        self._events: queue.SimpleQueue[SessionEvent] = queue.SimpleQueue()
        self._capture = Capture(clock=clock)
        self._inbox = Inbox(plan.max_backlog_ms)
        self._state = State.IDLE
        self._state_lock = threading.Lock()
        self._commands: queue.SimpleQueue[Callable[[], bool]] = queue.SimpleQueue()
        self._control: threading.Thread | None = None
        self._segmenter: Segmenter | None = None
        self._processor: Processor | None = None
        self._source_running = False
        self._hidden = False
        self._ended = threading.Event()

    @property
    def events(self) -> queue.SimpleQueue[SessionEvent]:
        """Events in order, for one reader."""
        return self._events

    @property
    def state(self) -> State:
        """Where the session is now."""
        return self._state

    @property
    def running(self) -> bool:
        """True while what is put into its line is worked off, also before the end."""
        return self._state in (State.LISTENING, State.PAUSED, State.FINISHING)

    @property
    def packs(self) -> tuple[LoadPack, ...]:
        """The packs that its engine has while it runs."""
        return self._plan.packs

    def start(self) -> None:
        """See `SessionControl.start`. After a failure it may be called again."""
        if self._step("start"):
            self._tell_control(self._do_start)

    def pause(self) -> None:
        """See `SessionControl.pause`."""
        if self._step("pause"):
            self._tell_control(self._do_pause)

    def resume(self) -> None:
        """See `SessionControl.resume`."""
        if self._step("resume"):
            self._tell_control(self._do_resume)

    def end(self) -> None:
        """See `SessionControl.end`; the event is StateChanged "ended". Twice is once."""
        loading = self._state in LOADING
        if self._step("end"):
            self._tell_control(self._do_end)
            if loading:
                self._engine.abort()

    def wait_ended(self, timeout_s: float) -> bool:
        """Wait for the end of everything; for command lines and the program's own end."""
        return self._ended.wait(timeout_s)

    def hold_to_talk(self, party: Party | None) -> None:
        """See `SessionControl.hold_to_talk`."""
        self._capture.mark(Marked(Mark.HOLD, party))

    def hide_patient(self, hidden: bool) -> None:
        """See `SessionControl.hide_patient`. No command in the line: it would come too late for
        what is being answered."""
        before, self._hidden = self._hidden, hidden
        if before and not hidden:
            self._inbox.put(AskWaiting())

    def put_document(self, work: Callable[[], None]) -> bool:
        """Document work for when nobody speaks; False when enough of it waits already, or when
        no more is taken because the end is near."""
        return self._inbox.put_document(DocumentBlock(work))

    def _order(self, command: Command) -> None:
        if not self._inbox.put(command):
            self._refused(command)

    def _order_background(self, command: BackTranslate) -> None:
        if not self._inbox.put_background(Background(command)):
            self._refused(command)

    def _refused(self, command: Command) -> None:
        name, turn = NAMES[type(command)], turn_of(command)
        self._events.put(NotDone(name, turn, "session.not_running"))

    def _now_ms(self) -> int:
        return self._segmenter.now_ms if self._segmenter is not None else 0

    def _step(self, event: str, code: str = "") -> bool:
        """Take a step and tell it; False (and nothing changed) when it makes no sense now."""
        with self._state_lock:
            try:
                self._state = step(self._state, event)
            except IllegalStep as illegal:
                # A second click, or the end overtook the loading.
                log.info("%s", illegal)
                return False
            self._events.put(StateChanged(self._state.value, self._inbox.backlog_ms, code))
            return True

    def _fail(self, code: str) -> None:
        """It goes no further until it is started again: nobody says anything back meanwhile."""
        if self._step("fail", code):
            self.hold_to_talk(None)
            self._inbox.put(CancelTeachBack())

    def _tell_control(self, work: Callable[[], bool]) -> None:
        self._commands.put(work)
        if self._control is None:
            self._control = threading.Thread(target=self._run, name="session", daemon=True)
            self._control.start()

    def _run(self) -> None:
        """The control thread: works until a command says that it was the last."""
        last = False
        while not last:
            work = self._commands.get()
            try:
                last = work()
            except Exception as error:  # noqa: BLE001 - the session must stay endable
                log_bug("control", 0, error)
                self._fail(BUG)

    def _do_start(self) -> bool:
        try:
            self._engine.on_restart(self._on_restart)
            self._engine.load(self._plan.packs, self._on_progress)
            _prepare_checks(self._plan.header.doctor_lang, self._plan.header.patient_lang)
            if self._state not in LOADING:
                return False
            self._start_processor()
            self._start_segmenter()
            if self._state is State.LOADING:
                self._start_source()
        except AppError as error:
            log.error("start: %s", error.code)
            self._fail(error.code)
        else:
            self._step("ready")
        return False

    def _do_pause(self) -> bool:
        self._stop_source()
        self._capture.mark(Marked(Mark.FLUSH))
        return False

    def _do_resume(self) -> bool:
        if self._state is not State.LISTENING:
            # Paused again, or it failed to load: the microphone stays shut.
            return False
        try:
            self._start_source()
        except AppError as error:
            log.error("resume: %s", error.code)
            self._fail(error.code)
        return False

    def _do_end(self) -> bool:
        """Close the source, flush, drain, close the record: DESIGN section 6."""
        code = BUG
        try:
            code = self._wind_up()
        except Exception as error:  # noqa: BLE001 - whoever waits for the end must see it
            log_bug("end", 0, error)
        self._step("drained", code)
        self._ended.set()
        return True

    def _wind_up(self) -> str:
        """The steps of the end; gives the code of what went wrong, or nothing."""
        self._stop_source()
        segmenter, processor = self._segmenter, self._processor
        if segmenter is not None:
            segmenter.stop()
            self._capture.mark(Marked(Mark.FINISH))
            segmenter.join(FLUSH_S)
            if segmenter.is_alive():
                log.error("the segmenter does not end")
        self._inbox.close()
        if processor is None:
            return ""
        self._drain(processor)
        if processor.is_alive():
            log.error("the processor does not end")
            return "session.stuck"
        return processor.failure.code if processor.failure is not None else ""

    def _drain(self, processor: Processor) -> None:
        processor.join(self._plan.drain_s)
        deadline = self._clock() + ABORT_S
        while processor.is_alive() and self._clock() < deadline:
            processor.give_up_answers()
            self._engine.abort()
            processor.join(0.25)

    def _start_processor(self) -> None:
        if self._processor is not None and self._processor.failure is None:
            if not self._processor.is_alive():
                raise AppError(BUG)
            return
        processor = Processor(self._inbox, self._make_desk, self._on_backlog, self._on_bug)
        self._processor = processor
        processor.start()
        if not processor.opened.wait(OPEN_RECORD_S):
            raise AppError("records.cannot_open", reason="time-out")
        if processor.failure is not None:
            raise processor.failure

    def _make_desk(self) -> Desk:
        """Called by the processor's thread, which owns the record's connection."""
        header = self._plan.header
        attribution = Attribution(header.doctor_lang, header.patient_lang, self._hot_words())
        missed = Missed(attribution, self._clock, self._now_ms)

        def put(event: SessionEvent) -> None:
            self._events.put(event)
            asked = missed.after(event)
            if asked is not None:
                self._events.put(asked)
            if isinstance(event, Held):
                self._inbox.put_background(Background(BackTranslate(event.turn.turn)))

        return Desk(
            engine=self._engine,
            attribution=attribution,
            book=Book(
                self._open_records(),
                header,
                put,
                self._clock,
                self._plan.actor,
                keep_sound=self._plan.keep_sound,
                is_hidden=lambda: self._hidden,
            ),
            alarm=Alarm(self._find_flags, attribution.lang, put),
            find_terms=self._find_terms,
            run_checks=self._run_checks,
            put=put,
            clock=self._clock,
            trust=self._plan.trust,
            policy=self._plan.policy,
            ask_patient=self._plan.ask_patient,
            give_microphone=self.hold_to_talk,
        )

    def _start_segmenter(self) -> None:
        if self._segmenter is None or self._segmenter.broken:
            self._segmenter = Segmenter(
                self._capture,
                self._inbox,
                self._events.put,
                parties=self._source.parties,
                settings=self._plan.endpoints,
                make_vad=self._make_vad,
                lossless=self._source.lossless,
                on_bug=self._on_bug,
            )
            self._segmenter.start()

    def _start_source(self) -> None:
        # After a failure it may still run.
        self._stop_source()
        self._source.start(self._capture, self._on_source)
        self._source_running = True

    def _stop_source(self) -> None:
        if self._source_running:
            self._source_running = False
            self._source.stop()

    def _on_source(self, state: str, name: str) -> None:
        self._events.put(SourceChanged(state, name))

    def _on_progress(self, done: int, total: int, pack_id: str) -> None:
        self._events.put(EngineProgress(done, total, pack_id))

    def _on_restart(self, code: str, restarts: int) -> None:
        self._events.put(EngineRestarted(code, restarts))

    def _on_backlog(self, backlog_ms: int) -> None:
        self._events.put(StateChanged(self._state.value, backlog_ms))

    def _on_bug(self) -> None:
        self._fail(BUG)
