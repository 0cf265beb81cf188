"""The time as the record writes it."""

from __future__ import annotations

from datetime import UTC, datetime


def utc_now() -> str:
    """The time now: UTC, ISO 8601 with milliseconds and Z."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
