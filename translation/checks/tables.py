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
    return tomllib.loads(_text(f"{name}.toml"))


def entries(raw: str) -> list[str]:
    """The words and phrases of a list."""
    return [word.replace("_", " ") for word in raw.split()]


@functools.cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """The lines of ``tokens/<name>.tsv``, for tables that are too long for TOML."""
    return tuple(tuple(line.split("\t")) for line in _text(f"{name}.tsv").splitlines())


def _text(file: str) -> str:
    return resources.files("translation.checks.tokens").joinpath(file).read_text(encoding="utf-8")
