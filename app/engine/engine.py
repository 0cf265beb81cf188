"""What the rest of the program sees of the models: one interface, in a child or in process."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from enum import IntEnum
from typing import Protocol, TypeVar

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
from glossary.types import TermMatch
from speech.types import Hints

Progress = Callable[[int, int, str], None]
"""Told packs done, packs in all, and the name of the folder now being loaded ("" at the end)."""

OnRestart = Callable[[str, int], None]
"""Told why the child was lost ("engine.failed", "engine.timeout") and how often it was so far."""

R = TypeVar("R", bound=Reply)


class Priority(IntEnum):
    """Who goes first when several wait for the engine; the one being served is not interrupted."""

    FINAL = 0
    PARTIAL = 1
    DOCUMENT = 2


class EngineFailed(AppError):
    """A request was not answered.

    Codes: ``engine.failed`` (the child died, twice), ``engine.timeout`` (it hung), ``engine.bug``
    (an unexpected exception in the child, its type in the details), ``engine.aborted``,
    ``engine.closed``, ``engine.not_loaded``, or the ``pack.`` code of a pack that cannot be used.
    """


class Engine(Protocol):
    """Recognition and translation. All methods may be called from any thread and block."""

    @property
    def busy(self) -> bool:
        """True while a request is being served or waited for."""
        ...

    def load(self, packs: Sequence[LoadPack], progress: Progress | None = None) -> list[Loaded]:
        """Load packs, unless exactly these are loaded already. Raises EngineFailed."""
        ...

    def recognise(
        self,
        pcm: bytes,
        hints: Hints,
        *,
        partial: bool = False,
        priority: Priority = Priority.FINAL,
    ) -> Recognised:
        """Recognise mono 16 kHz int16 audio. Raises EngineFailed."""
        ...

    def translate(
        self,
        text: str,
        source_lang: str,
        target_lang: str,
        terms: tuple[TermMatch, ...] = (),
        *,
        priority: Priority = Priority.FINAL,
        careful: bool = False,
    ) -> Translated:
        """Translate a text of one or more sentences; see `Translate`. Raises EngineFailed."""
        ...

    def ping(self) -> Pong:
        """The state of the models. Raises EngineFailed."""
        ...

    def on_restart(self, callback: OnRestart | None) -> None:
        """Tell ``callback`` of every restart, from the thread whose request met it."""
        ...

    def abort(self) -> None:
        """Let the request being served fail now with ``engine.aborted``; later ones work again."""
        ...

    def close(self, timeout_s: float = 5.0) -> None:
        """Give the models back. Later requests raise ``engine.closed``."""
        ...


class RequestingEngine(ABC):
    """The typed methods of `Engine` on top of one `request`."""

    @abstractmethod
    def request(self, request: Request, priority: Priority = Priority.FINAL) -> Reply:
        """Serve one request; the reply may be `Failed`. Raises EngineFailed."""

    def recognise(
        self,
        pcm: bytes,
        hints: Hints,
        *,
        partial: bool = False,
        priority: Priority = Priority.FINAL,
    ) -> Recognised:
        """See `Engine.recognise`."""
        return expect(Recognised, self.request(Recognise(pcm, hints, partial), priority))

    def translate(
        self,
        text: str,
        source_lang: str,
        target_lang: str,
        terms: tuple[TermMatch, ...] = (),
        *,
        priority: Priority = Priority.FINAL,
        careful: bool = False,
    ) -> Translated:
        """See `Engine.translate`."""
        request = Translate(text, source_lang, target_lang, terms, careful)
        return expect(Translated, self.request(request, priority))

    def ping(self) -> Pong:
        """See `Engine.ping`."""
        return expect(Pong, self.request(Ping()))


def expect(kind: type[R], reply: Reply) -> R:
    """The reply if it is of this kind; EngineFailed if it is a failure."""
    if isinstance(reply, Failed):
        raise EngineFailed(reply.code, **reply.details)
    if not isinstance(reply, kind):
        raise TypeError(f"the engine answered {type(reply).__name__}, not {kind.__name__}")
    return reply
