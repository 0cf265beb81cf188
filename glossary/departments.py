"""Which domains and terms a hospital's department speaks of: data in ``departments.toml``."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PATH = Path(__file__).resolve().parent / "departments.toml"


@dataclass(frozen=True, slots=True)
class Department:
    """``expect`` are concepts that a recogniser may be told to expect, the most frequent first."""

    id: str
    names: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    expect: tuple[str, ...] = ()


NONE = Department("")
"""What is known of a department that nobody wrote down: nothing."""


@cache
def departments() -> tuple[Department, ...]:
    """All departments, in the order of the file."""
    data = tomllib.loads(PATH.read_text(encoding="utf-8"))
    return tuple(
        Department(key, tuple(v["names"]), tuple(v["domains"]), tuple(v["expect"]))
        for key, v in data.items()
    )


@cache
def department(name: str) -> Department:
    """The department that a name of the settings means ("东院心内科门诊"); `NONE` for none."""
    wanted = " ".join(name.casefold().split())
    best, length = NONE, 0
    for entry in departments():
        for known in entry.names:
            if len(known) > length and _holds(wanted, known.casefold()):
                best, length = entry, len(known)
    return best


def _holds(name: str, part: str) -> bool:
    if not part.isascii():
        return part in name
    return re.search(rf"\b{re.escape(part)}\b", name) is not None
