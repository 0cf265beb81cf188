"""How large a document may be. Beyond it there is one clear error instead of a stuck machine."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one document."""

    file_bytes: int = 64 * 1024 * 1024
    unpacked_bytes: int = 256 * 1024 * 1024
    """All parts of an office file together."""
    ratio: int = 200
    """Unpacked to packed size of a part of more than a megabyte."""
    parts: int = 4000
    pages: int = 200
    scanned_pages: int = 30
    blocks: int = 20_000
    characters: int = 2_000_000
    rows: int = 5000
    """Of one sheet."""
    columns: int = 100
    picture_pixels: int = 60_000_000
    seconds: float = 180.0
    """For one page (PDF, pictures) or the whole of another file."""
    memory_bytes: int = 4 * 1024 * 1024 * 1024
    """Address space of the process that reads, where the system can limit it."""
