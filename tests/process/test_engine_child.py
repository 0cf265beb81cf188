"""The engine client with real child processes that crash, hang and answer late."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from multiprocessing import connection as mp_connection
from pathlib import Path

import pytest

from app.engine.client import EngineClient, Timeouts
from app.engine.engine import EngineFailed
from app.engine.protocol import LoadPack
from speech.resample import to_int16
from speech.types import Hints
from tests.fakes.scripted_engine import Script, Voice, scripted_client
from tests.fakes.tones import tone

HINTS = Hints({"en": 1.0})
Make = Callable[..., EngineClient]


def voice(hz: float, mischief: str = "") -> Voice:
    return Voice(hz, "en", {"en": f"tone {hz:.0f}"}, mischief)


def pcm(hz: float) -> bytes:
    return to_int16(tone(hz, 500))


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    made: list[EngineClient] = []

    def build(*voices: Voice, timeouts: Timeouts | None = None, **more: object) -> EngineClient:
        script = Script(tuple(voices), str(tmp_path), **more)  # type: ignore[arg-type]
        made.append(scripted_client(script, timeouts))
        return made[-1]

    yield build
    for client in made:
        client.close()


@pytest.mark.parametrize(
    ("mischief", "code"), [("segv_once", "engine.failed"), ("hang_once", "engine.timeout")]
)
def test_a_lost_child_is_restarted_with_its_packs_and_the_request_replayed(
    make: Make, mischief: str, code: str
) -> None:
    client = make(voice(400, mischief), voice(700))
    client.load([LoadPack("/packs/one"), LoadPack("/packs/two")])
    first = client.child_pid
    told: list[tuple[str, int]] = []
    client.on_restart(lambda why, times: told.append((why, times)))
    assert client.recognise(pcm(400), HINTS).hypothesis.text == "tone 400"
    assert told == [(code, 1)]
    assert client.child_pid != first
    assert client.recognise(pcm(700), HINTS).hypothesis.text == "tone 700"
    assert client.restarts == 1
    # Loaded already, by the restart: no more work.
    progress: list[tuple[int, int, str]] = []
    client.load([LoadPack("/packs/one"), LoadPack("/packs/two")], lambda *p: progress.append(p))
    assert progress == [(2, 2, "")]


@pytest.mark.parametrize(
    ("mischief", "code"), [("segv", "engine.failed"), ("hang", "engine.timeout")]
)
def test_twice_is_a_failure_and_the_next_request_works(
    make: Make, mischief: str, code: str
) -> None:
    client = make(voice(400, mischief), voice(700))
    client.load([LoadPack("/packs/one")])
    with pytest.raises(EngineFailed) as failed:
        client.recognise(pcm(400), HINTS)
    assert failed.value.code == code
    assert client.recognise(pcm(700), HINTS).hypothesis.text == "tone 700"
    assert client.restarts == 2


def test_an_answer_to_an_earlier_request_is_never_taken(make: Make) -> None:
    client = make(voice(400, "late"))
    for _ in range(3):
        assert client.recognise(pcm(400), HINTS).hypothesis.text == "tone 400"
    assert client.restarts == 0


def test_a_failure_inside_the_child_is_told_and_the_child_lives(make: Make) -> None:
    client = make(voice(400, "fail"), voice(700))
    with pytest.raises(EngineFailed) as failed:
        client.recognise(pcm(400), HINTS)
    assert failed.value.code == "engine.bug"
    assert failed.value.details == {"type": "ValueError"}
    child = client.child_pid
    assert client.recognise(pcm(700), HINTS).hypothesis.text == "tone 700"
    assert client.child_pid == child


def test_a_child_that_died_while_nobody_asked_costs_nothing(make: Make) -> None:
    client = make(voice(400))
    client.ping()
    assert client.child_pid is not None
    os.kill(client.child_pid, signal.SIGKILL)
    assert client.recognise(pcm(400), HINTS).hypothesis.text == "tone 400"


@pytest.mark.skipif(not hasattr(os, "getpriority"), reason="the system has no nice values")
def test_the_models_yield_to_the_windows(make: Make) -> None:
    client = make(voice(400))
    client.ping()
    assert client.child_pid is not None
    ours, theirs = (os.getpriority(os.PRIO_PROCESS, pid) for pid in (0, client.child_pid))
    assert theirs == min(19, ours + 5)


def test_a_child_that_does_not_read_is_noticed(make: Make) -> None:
    """A request larger than the pipe cannot even be sent to a stopped child."""
    client = make(voice(400))
    client.ping()
    assert client.child_pid is not None
    os.kill(client.child_pid, signal.SIGSTOP)
    long = to_int16(tone(400, 30_000))
    assert client.recognise(long, HINTS).hypothesis.text == "tone 400"
    assert client.restarts == 1


def test_a_pack_that_went_bad_is_told_with_its_code(make: Make) -> None:
    client = make(voice(400), broken_packs=("bad",))
    with pytest.raises(EngineFailed) as failed:
        client.load([LoadPack("/packs/good"), LoadPack("/packs/bad")])
    assert failed.value.code == "pack.file_damaged"
    assert failed.value.details["file"] == "model.bin"


def test_abort_fails_the_request_being_served_only(make: Make) -> None:
    client = make(voice(400, "hang"), voice(700), timeouts=Timeouts(base_s=60.0))
    client.ping()
    outcome: list[str] = []

    def ask() -> None:
        try:
            client.recognise(pcm(400), HINTS)
        except EngineFailed as failed:
            outcome.append(failed.code)

    thread = threading.Thread(target=ask)
    thread.start()
    while not outcome and thread.is_alive():
        client.abort()
        thread.join(0.05)
    assert outcome == ["engine.aborted"]
    assert client.recognise(pcm(700), HINTS).hypothesis.text == "tone 700"


def test_close_ends_a_hung_child_and_refuses_later_requests(make: Make) -> None:
    client = make(voice(400, "hang"), timeouts=Timeouts(base_s=60.0))
    client.ping()
    pid = client.child_pid
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)
    client.close(timeout_s=0.2)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    with pytest.raises(EngineFailed) as failed:
        client.ping()
    assert failed.value.code == "engine.closed"


PARENT = """
import sys
from app.engine.client import EngineClient
from tests.fakes.scripted_engine import Script, scripted_client
if __name__ == "__main__":
    client = scripted_client(Script(()))
    client.ping()
    print(client.child_pid, flush=True)
    sys.stdin.read()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="prctl is Linux's")
@pytest.mark.parametrize("stopped", [False, True], ids=["waiting", "hung"])
def test_the_child_leaves_when_its_parent_is_killed(tmp_path: Path, stopped: bool) -> None:
    script = tmp_path / "parent.py"
    script.write_text(PARENT, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, str(script)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    ) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        ended = os.pidfd_open(child)
        try:
            if stopped:
                os.kill(child, signal.SIGSTOP)
            parent.kill()
            assert mp_connection.wait([ended], timeout=10.0), "the child is still there"
        finally:
            os.close(ended)
