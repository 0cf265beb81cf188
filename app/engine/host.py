"""The engine child: owns the models, answers one request at a time.

Deliberately the simplest thing to reason about: ``while True: reply(handle(recv()))``. It leaves
when its pipe closes and, on Linux, when its parent dies even while a native call hangs. Nothing
that a patient said is ever written anywhere by this process: failures carry codes and type names.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

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
from app.errors import AppError
from speech.recogniser import Recogniser
from translation.translator import Translator

Handle = Callable[[Request], Reply]

_PR_SET_PDEATHSIG = 1

BELOW_THE_WINDOWS = 5
"""By how much the models yield to the windows and to the capture of sound (``nice``)."""


class ModelHost:
    """The loaded models and what can be asked of them. Also used without a child process."""

    def __init__(self) -> None:
        self._recogniser: Recogniser | None = None
        self._translators: dict[tuple[str, str], Translator] = {}
        self._speech_pack: dict[str, str] = {}
        self._translation_packs: dict[tuple[str, str], tuple[str, str]] = {}

    def handle(self, request: Request) -> Reply:
        """Answer a request; a failure is an answer as well, never an exception."""
        try:
            return self._answer(request)
        except AppError as error:
            return Failed(error.code, {key: str(value) for key, value in error.details.items()})
        except Exception as error:  # noqa: BLE001 - the child lives on; the type tells the bug
            return Failed("engine.bug", {"type": type(error).__name__})

    def _answer(self, request: Request) -> Reply:
        match request:
            case LoadPack():
                return self._load(request)
            case Recognise():
                return self._recognise(request)
            case Translate():
                return self._translate(request)
            case Ping():
                packs = self._speech_pack | dict(self._translation_packs.values())
                return Pong(packs, resident_bytes())

    def _load(self, request: LoadPack) -> Loaded:
        from app.engine.models import load_recogniser, load_translator
        from app.modelpacks.manifest import PackKind
        from app.modelpacks.verify import verify

        began = time.perf_counter()
        folder = Path(request.folder)
        manifest = verify(folder)
        if manifest.kind is PackKind.SPEECH:
            # The old model goes first: two of them may not fit into memory.
            self._recogniser = None
            self._speech_pack = {}
            self._recogniser = load_recogniser(
                manifest, folder, request.compute_type, request.threads
            )
            self._speech_pack = {manifest.id: manifest.version}
        else:
            self._forget(set(manifest.directions))
            translator = load_translator(manifest, folder, request.compute_type, request.threads)
            for direction in translator.directions():
                self._translators[direction] = translator
                self._translation_packs[direction] = (manifest.id, manifest.version)
        return Loaded(manifest.id, manifest.version, time.perf_counter() - began)

    def _forget(self, directions: set[tuple[str, str]]) -> None:
        for direction in directions:
            self._translators.pop(direction, None)
            self._translation_packs.pop(direction, None)

    def _recognise(self, request: Recognise) -> Recognised:
        if self._recogniser is None:
            raise AppError("engine.not_loaded", kind="speech")
        began = time.perf_counter()
        hypothesis = self._recogniser.recognise(request.pcm, request.hints, partial=request.partial)
        return Recognised(hypothesis, (time.perf_counter() - began) * 1000)

    def _translate(self, request: Translate) -> Translated:
        from translation.translate_text import translate_text

        direction = (request.source_lang, request.target_lang)
        translator = self._translators.get(direction)
        if translator is None:
            raise AppError("engine.not_loaded", kind="translation", direction=">".join(direction))
        began = time.perf_counter()
        translation = translate_text(
            translator,
            request.text,
            request.source_lang,
            request.target_lang,
            request.terms,
            careful=request.careful,
        )
        return Translated(translation, (time.perf_counter() - began) * 1000)


def main(connection: Connection, parent_pid: int) -> None:
    """Entry of the child process."""
    # Before any model library is imported: nothing here may reach for the network.
    os.environ["HF_HUB_OFFLINE"] = "1"
    become_child(parent_pid)
    serve(connection, ModelHost().handle)


def serve(connection: Connection, handle: Handle) -> None:
    """Answer numbered requests until the other end is closed."""
    while True:
        try:
            sequence, request = connection.recv()
        except (EOFError, OSError):
            return
        reply = handle(request)
        try:
            connection.send((sequence, reply))
        except OSError:
            return


def become_child(parent_pid: int) -> None:
    """Leave with the parent; leave Ctrl-C to the parent; say where a native crash happened."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent_pid:
        # The parent died before the line above: no signal would ever come.
        os._exit(1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        # Where all cores decode, whoever draws or captures still runs at once.
        os.nice(BELOW_THE_WINDOWS)


def resident_bytes() -> int:
    """Resident memory of this process; 0 where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except (OSError, IndexError, ValueError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")
