"""An engine that knows a few tones by heart, in process or as a real child that can misbehave."""

from __future__ import annotations

import functools
import os
import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

from app.engine.client import EngineClient, Timeouts
from app.engine.engine import EngineFailed, OnRestart, Priority, Progress, RequestingEngine
from app.engine.host import become_child
from app.engine.priority_lock import PriorityLock
from app.engine.protocol import (
    Failed,
    Loaded,
    LoadPack,
    Ping,
    Pong,
    Recognise,
    Recognised,
    Reply,
    Request,
    Translate,
    Translated,
)
from speech.types import Hypothesis
from tests.fakes.tones import loudest_hz
from translation.types import SentenceTranslation, Translation


@dataclass(frozen=True)
class Voice:
    """A tone, what it says in each language, and what hearing it does to the child.

    ``lang`` is the language it really is. ``mischief``: "segv", "segv_once", "hang",
    "hang_once", "fail" (an answer that says so), "late" (an old answer comes first),
    "cough" (words that the recogniser does not believe itself), "mumble" (hardly believes).
    """

    hz: float
    lang: str
    text: dict[str, str]
    mischief: str = ""


@dataclass(frozen=True)
class Script:
    """What the engine knows. ``folder`` holds marks of what was done in an earlier life."""

    voices: tuple[Voice, ...]
    folder: str = ""
    translations: dict[str, str] = field(default_factory=dict)
    slow_s: float = 0.0
    broken_packs: tuple[str, ...] = ()

    def heard(self, request: Recognise) -> Voice | None:
        """The voice in a recording."""
        hz = loudest_hz(request.pcm, [voice.hz for voice in self.voices])
        return next((voice for voice in self.voices if voice.hz == hz), None)

    def first_time(self, what: str) -> bool:
        """True once for each ``what``, over all lives of the child."""
        mark = Path(self.folder, what)
        if mark.exists():
            return False
        mark.touch()
        return True

    def answer(self, request: Request) -> Reply:
        """The answer to a request, by heart."""
        match request:
            case LoadPack(folder=folder):
                name = Path(folder).name
                if name in self.broken_packs:
                    return Failed("pack.file_damaged", {"pack": name, "file": "model.bin"})
                return Loaded(name, "1", 0.0)
            case Ping():
                return Pong({}, 1)
            case Translate():
                return self._translate(request)
            case Recognise():
                return self._recognise(request)

    def _recognise(self, request: Recognise) -> Reply:
        voice = self.heard(request)
        if voice is not None and voice.mischief == "fail":
            return Failed("engine.bug", {"type": "ValueError"})
        prior = request.hints.language_prior
        lang = max(prior, key=lambda code: prior[code])
        if voice is not None and voice.lang in prior:
            lang = voice.lang
        text = voice.text.get(lang, "") if voice is not None else ""
        if request.partial:
            text = text[: max(1, len(text) // 2)]
        nobody = voice is not None and voice.mischief == "cough"
        logprob = {"cough": -1.5, "mumble": -1.9}.get(voice.mischief if voice else "", -0.1)
        probs = {code: 0.95 if code == lang else 0.05 for code in prior}
        return Recognised(
            Hypothesis(text, lang, probs, logprob, 0.95 if nobody else 0.01, len(text)),
            1.0,
        )

    def _translate(self, request: Translate) -> Reply:
        if request.text in self.translations:
            target = self.translations[request.text]
        else:
            target = f"{request.target_lang}({request.text})"
        sentence = SentenceTranslation(request.text, target, -0.1)
        return Translated(Translation(request.text, target, (sentence,), bool(target)), 1.0)


class ScriptedEngine(RequestingEngine):
    """The script in this process; counts what it was asked."""

    def __init__(self, script: Script) -> None:
        self._script = script
        self._lock = PriorityLock()
        self.requests: list[Request] = []
        self.loads = 0
        self.aborted = 0

    @property
    def busy(self) -> bool:
        """See `Engine`."""
        return self._lock.taken

    def load(self, packs: Sequence[LoadPack], progress: Progress | None = None) -> list[Loaded]:
        """See `Engine`."""
        self.loads += 1
        loaded = []
        for done, pack in enumerate(packs):
            if progress is not None:
                progress(done, len(packs), Path(pack.folder).name)
            reply = self.request(pack)
            if isinstance(reply, Failed):
                raise EngineFailed(reply.code, **reply.details)
            assert isinstance(reply, Loaded)
            loaded.append(reply)
        if progress is not None:
            progress(len(packs), len(packs), "")
        return loaded

    def request(self, request: Request, priority: Priority = Priority.FINAL) -> Reply:
        """See `RequestingEngine`."""
        with self._lock.hold(priority):
            self.requests.append(request)
            if self._script.slow_s:
                time.sleep(self._script.slow_s)
            return self._script.answer(request)

    def on_restart(self, callback: OnRestart | None) -> None:
        """Never restarts."""

    def abort(self) -> None:
        """Count it."""
        self.aborted += 1

    def close(self, timeout_s: float = 5.0) -> None:
        """Nothing to give back."""

    def finals(self) -> list[Recognise]:
        """The final decodes that were asked for."""
        return [r for r in self.requests if isinstance(r, Recognise) and not r.partial]


def scripted_client(script: Script, timeouts: Timeouts | None = None) -> EngineClient:
    """The real client with a child that plays the script."""
    quick = timeouts or Timeouts(base_s=1.5, per_audio_second=0.0, per_character_s=0.0)
    return EngineClient(quick, functools.partial(scripted_main, script))


def scripted_main(script: Script, connection: Connection, parent_pid: int) -> None:
    """Entry of the child: the loop of the real host, with mischief."""
    become_child(parent_pid)
    while True:
        try:
            sequence, request = connection.recv()
        except EOFError:
            return
        if isinstance(request, Recognise):
            voice = script.heard(request)
            if voice is not None:
                _mischief(script, voice, connection, sequence)
        connection.send((sequence, script.answer(request)))


def _mischief(script: Script, voice: Voice, connection: Connection, sequence: int) -> None:
    kind, _, once = voice.mischief.partition("_")
    if once and not script.first_time(f"{kind}-{voice.hz}"):
        return
    if kind == "segv":
        os.kill(os.getpid(), signal.SIGSEGV)
    elif kind == "hang":
        # Hung as in native code: not even a signal handler runs.
        os.kill(os.getpid(), signal.SIGSTOP)
    elif kind == "late":
        wrong = Hypothesis("the answer to another question", "en", {"en": 1.0}, 0.0, 0.0, 6)
        connection.send((sequence - 1, Recognised(wrong, 1.0)))
