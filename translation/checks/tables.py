"""The checks' tables: ``tokens/<language>.toml``, word lists separated by white space.

A phrase of several words is written with ``_`` for the space.
"""

from __future__ import annotations

import functools
import tomllib
from importlib import resources
from typing import Any


@functools.cache
def load(name: str) -> dict[str, Any]:
    """One table file as it is."""
    path = resources.files("translation.checks.tokens").joinpath(f"{name}.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def entries(raw: str) -> list[str]:
    """The words and phrases of a list."""
    return [word.replace("_", " ") for word in raw.split()]
