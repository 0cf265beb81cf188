"""The figures of the live path, as ratios within one run. Not a test: nothing here is asserted.

    make bench            or    .venv/bin/python tests/benchmarks/live.py [--fast-only]

What is measured, on the bundled demonstration:

* raw: encode + decode + translate of each utterance in one process, nothing around it;
* live: the same recording in real time through capture, segmenter, engine child, record and
  windows; end of speech until both subtitles are on the screen, less the endpoint silence,
  as a multiple of raw;
* compute: processor time of both processes per second of audio, and the share of the program
  around the models (capture, voice activity, bookkeeping) of one core, measured without windows;
* cadence of partials, the longest time the event loop of the windows did not answer, the time
  from the start of the program to its first window, resident memory of both processes.
"""

from __future__ import annotations

import argparse
import gc
import itertools
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from app.bootstrap import consultation, consultation_packs, open_windows
from app.commands.demo import demo_audio
from app.commands.listen import recording
from app.commands.run_session import run_to_end
from app.engine.client import EngineClient
from app.engine.engine import Engine
from app.engine.in_process import InProcessEngine
from app.profile import Profile, open_profile
from app.session.events import Partial, SessionEvent, Subtitle
from app.settings import Settings
from speech.types import Hints
from tests.fakes.record_access import ACCESS

HEARTBEAT_MS = 5
PRIOR = Hints({"zh": 0.5, "en": 0.5})


@dataclass
class Run:
    """What one run of the recording showed."""

    finals: list[Subtitle] = field(default_factory=list)
    partial_at: dict[int, list[float]] = field(default_factory=dict)
    wall_s: float = 0.0
    own_cpu_s: float = 0.0
    child_cpu_s: float = 0.0
    child_bytes: int = 0

    def see(self, event: SessionEvent) -> None:
        """Note an event."""
        if isinstance(event, Subtitle):
            self.finals.append(event)
        elif isinstance(event, Partial):
            self.partial_at.setdefault(event.utterance, []).append(time.monotonic())


def children_cpu_s() -> float:
    """Processor time of the living children of this process, in seconds."""
    tick = os.sysconf("SC_CLK_TCK")
    total = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(fields[1]) == os.getpid():
            total += int(fields[11]) + int(fields[12])
    return total / tick


def raw(finals: list[Subtitle], engine: Engine, audio: Path) -> tuple[list[float], float]:
    """Seconds of encode + decode + translate for each turn's audio; and their processor time."""
    import numpy as np
    import soundfile

    samples, rate = soundfile.read(audio, dtype="int16", always_2d=True)
    seconds: list[float] = []
    cpu = time.process_time()
    for turn in finals:
        channel = 0 if turn.party.value == "doctor" else 1
        begin = turn.start_ms * rate // 1000
        end = turn.end_ms * rate // 1000 + 192 * rate // 1000
        pcm = np.ascontiguousarray(samples[begin:end, channel]).tobytes()
        started = time.perf_counter()
        heard = engine.recognise(pcm, PRIOR).hypothesis
        engine.translate(heard.text, turn.lang, turn.target_lang)
        seconds.append(time.perf_counter() - started)
    return seconds, time.process_time() - cpu


def headless(profile: Profile, engine: EngineClient, audio: Path, *, realtime: bool) -> Run:
    """The recording through the session without windows."""
    run = Run()
    with tempfile.TemporaryDirectory() as folder:
        session, _ = consultation(
            Profile(Path(folder)),
            Settings(None),
            engine,
            recording(audio, "doctor,patient", realtime=realtime),
            "zh",
            "en",
            ACCESS,
            packs_of=profile,
        )
        started, own, child = time.monotonic(), time.process_time(), children_cpu_s()
        run_to_end(session, run.see)
        run.wall_s = time.monotonic() - started
        run.own_cpu_s = time.process_time() - own
        run.child_cpu_s = children_cpu_s() - child
        run.child_bytes = engine.ping().resident_bytes
    return run


def in_windows(profile: Profile, engine: EngineClient, audio: Path) -> tuple[Run, list[float]]:
    """The recording in real time with both windows; and the longest stalls in milliseconds."""
    from PySide6.QtCore import QTimer

    from app.session.live import LiveSession

    run = Run()
    stalls: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        place = Profile(Path(folder))

        def make(lang: str, consent: bool) -> tuple[LiveSession, str]:
            source = recording(audio, "doctor,patient", realtime=True)
            session, head = consultation(
                place, Settings(None), engine, source, "zh", lang, ACCESS, packs_of=profile
            )
            return session, head.id

        app, windows, desk = open_windows(
            Settings(None), place, {"en"}, make, lambda _: Path(folder, "none")
        )
        windows.bridge.event_seen.connect(run.see)
        windows.show()
        windows.show_patient_screen()
        desk.prepare()
        beat = _heartbeat(stalls)
        _play(windows, desk, app.quit)
        run.wall_s = _timed(app.exec)
        beat.stop()
        windows.close_all()
        assert isinstance(beat, QTimer)
    return run, stalls


def _play(windows: object, desk: object, done: Callable[[], None]) -> None:
    from app.session.events import SourceChanged
    from app.ui.desk import ConsultationDesk
    from app.ui.windows import Windows

    assert isinstance(windows, Windows)
    assert isinstance(desk, ConsultationDesk)

    def event(seen: SessionEvent) -> None:
        if isinstance(seen, SourceChanged) and seen.state == "ended":
            desk.end()

    windows.bridge.event_seen.connect(event)
    desk.ended.connect(done)
    windows.doctor.start_pressed.emit()
    windows.patient.agreed.emit()


def _heartbeat(stalls: list[float]) -> object:
    """A timer that notes by how much it came too late, in milliseconds."""
    from PySide6.QtCore import Qt, QTimer

    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.setInterval(HEARTBEAT_MS)
    last = [time.perf_counter()]

    def beat() -> None:
        now = time.perf_counter()
        stalls.append((now - last[0]) * 1000 - HEARTBEAT_MS)
        last[0] = now

    timer.timeout.connect(beat)
    timer.start()
    return timer


def _timed(work: Callable[[], object]) -> float:
    started = time.monotonic()
    work()
    return time.monotonic() - started


WINDOW_CODE = """
import os, sys, time
started = float(sys.argv[1])
from pathlib import Path
from app.bootstrap import open_windows
from app.profile import Profile
from app.settings import Settings
app, windows, desk = open_windows(Settings(None), Profile(Path(sys.argv[2])), {"en"},
                                  lambda *a: None, lambda e: None)
windows.show()
app.processEvents()
heavy = [m for m in ("ctranslate2", "faster_whisper", "onnxruntime") if m in sys.modules]
print(time.time() - started, *heavy, flush=True)
os._exit(0)  # tearing down a window that is being shown is not measured
"""


def to_first_window() -> tuple[float, float]:
    """Seconds from the start of the program to its first window; of Python and Qt alone."""

    def one(code: str) -> float:
        with tempfile.TemporaryDirectory() as folder:
            done = subprocess.run(
                [sys.executable, "-c", code, str(time.time()), folder],
                capture_output=True,
                text=True,
                check=True,
            )
        return float(done.stdout.split()[0])

    bare = (
        "import sys, time; from PySide6.QtWidgets import QApplication, QWidget;"
        "a = QApplication([]); w = QWidget(); w.show(); a.processEvents();"
        "print(time.time() - float(sys.argv[1]))"
    )
    return (
        statistics.median(one(WINDOW_CODE) for _ in range(3)),
        statistics.median(one(bare) for _ in range(3)),
    )


def own_memory_bytes() -> int:
    """Resident memory of this process."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def main() -> None:
    """Measure and print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fast-only", action="store_true", help="no real-time runs")
    options = parser.parse_args()
    audio = demo_audio()
    figures: dict[str, object] = {}
    with tempfile.TemporaryDirectory() as folder:
        profile = open_profile(Path(folder))
        engine = EngineClient()
        engine.load(consultation_packs(profile, Settings(None), "zh", "en"))
        fast = headless(profile, engine, audio, realtime=False)
        inside = InProcessEngine()
        inside.load(consultation_packs(profile, Settings(None), "zh", "en"))
        raw(fast.finals[:2], inside, audio)
        figures["first_window_s"], figures["bare_qt_window_s"] = to_first_window()
        if not options.fast_only:
            before, _ = raw(fast.finals, inside, audio)
            quiet = headless(profile, engine, audio, realtime=True)
            gc.collect()
            shown, stalls = in_windows(profile, engine, audio)
            after, raw_cpu = raw(fast.finals, inside, audio)
            figures |= _live_figures(shown, quiet, before + after, raw_cpu, stalls)
        figures["resident_mib"] = {
            "windows_and_session": own_memory_bytes() // 2**20,
            "engine": fast.child_bytes // 2**20,
        }
        engine.close()
    print(json.dumps(figures, indent=2))


def _live_figures(
    shown: Run, quiet: Run, raw_s: list[float], raw_cpu_s: float, stalls: list[float]
) -> dict[str, object]:
    silence_ms = Settings(None).number("audio.end_of_speech_ms")
    raw_ms = statistics.median(raw_s) * 1000
    lags = sorted(turn.lag_ms for turn in shown.finals)
    gaps = [
        later - earlier
        for times in shown.partial_at.values()
        for earlier, later in itertools.pairwise(times)
    ]
    return {
        "turns": len(shown.finals),
        "raw_ms_median": round(raw_ms, 1),
        "lag_ms": {
            "median": statistics.median(lags),
            "p95": lags[int(0.95 * (len(lags) - 1))],
            "max": lags[-1],
        },
        "endpoint_silence_ms": silence_ms,
        "lag_beyond_silence_in_raw": round((statistics.median(lags) - silence_ms) / raw_ms, 2),
        "compute_per_audio_second": round((quiet.own_cpu_s + quiet.child_cpu_s) / quiet.wall_s, 4),
        "compute_in_raw": round((quiet.own_cpu_s + quiet.child_cpu_s) / raw_cpu_s, 2),
        "around_the_models_share_of_a_core": round(quiet.own_cpu_s / quiet.wall_s, 4),
        "partials": sum(len(times) for times in shown.partial_at.values()),
        "partial_cadence_ms": round(statistics.median(gaps) * 1000) if gaps else None,
        "event_loop_stall_ms": {
            "max": round(max(stalls), 1),
            "p99.9": round(sorted(stalls)[int(0.999 * (len(stalls) - 1))], 1),
        },
    }


if __name__ == "__main__":
    main()
