"""``yizhen check``: the checks on pairs of texts, for scripts and for measuring them."""

from __future__ import annotations

import json
import sys
from typing import Any

import click

from app.errors import AppError
from translation import checks
from translation.types import Finding


def finding_json(finding: Finding) -> dict[str, Any]:
    """A finding as the command line prints it."""
    return {
        "kind": finding.kind.value,
        "message": finding.message,
        "source_span": finding.source_span,
        "target_span": finding.target_span,
    }


def run_check() -> int:
    """Read JSON lines, print them with their findings. Stops at a bad line, naming it."""
    for number, line in enumerate(sys.stdin, 1):
        if not line.strip():
            continue
        try:
            pair = json.loads(line)
            texts = str(pair["source"]), str(pair["target"])
            languages = str(pair["source_lang"]).lower(), str(pair["target_lang"]).lower()
        except (json.JSONDecodeError, KeyError, TypeError) as error:
            raise AppError("check.bad_line", line=number, problem=type(error).__name__) from error
        for language in languages:
            if language not in checks.LANGUAGES:
                raise AppError("check.unknown_language", line=number, language=language)
        found = [finding_json(finding) for finding in checks.run(*texts, *languages)]
        click.echo(_written(pair | {"findings": found}))
    return 0


def _written(pair: dict[str, Any]) -> str:
    """One line of JSON; half a sign of two, which cannot be printed, as it is escaped there."""
    line = json.dumps(pair, ensure_ascii=False)
    return line.encode("utf-8", "backslashreplace").decode("utf-8")
