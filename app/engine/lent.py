"""An engine for document work: the consultation's where it has what is needed, else one of its own.

A pack is large; two engines with the same one would hold it twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from app.engine.client import EngineClient
from app.engine.engine import Engine
from app.engine.protocol import LoadPack


@dataclass(frozen=True, slots=True)
class Shared:
    """The engine of a running consultation and the packs that it has."""

    engine: Engine
    packs: Sequence[LoadPack]


@dataclass(frozen=True, slots=True)
class Lender:
    """Lends engines for a pair of languages. ``pack`` says which pack the pair needs."""

    pack: Callable[[str, str], LoadPack]
    shared: Callable[[], Shared | None] = lambda: None
    make: Callable[[], Engine] = EngineClient

    @contextmanager
    def lend(self, source_lang: str, target_lang: str) -> Iterator[Engine]:
        """An engine that has the pack loaded. Raises EngineFailed, PackError.

        A consultation's may lose the pack when the next one begins: EngineFailed
        ``engine.not_loaded`` at the next request; ask again then.
        """
        pack = self.pack(source_lang, target_lang)
        shared = self.shared()
        if shared is not None and pack in shared.packs:
            yield shared.engine
            return
        own = self.make()
        try:
            own.load([pack])
            yield own
        finally:
            own.close()
