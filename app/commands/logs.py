"""Logging: topic loggers to stderr, ids and sizes only, never a patient's words."""

from __future__ import annotations

import logging
import os


def start_logging() -> None:
    """Warnings and worse to stderr; ``YIZHEN_LOG=debug`` for more."""
    name = os.environ.get("YIZHEN_LOG", "warning").upper()
    level = logging.getLevelNamesMapping().get(name, logging.WARNING)
    logging.basicConfig(level=level, format="%(levelname)s %(name)s: %(message)s")
