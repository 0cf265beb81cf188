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
            found = checks.run(
                str(pair["source"]),
                str(pair["target"]),
                str(pair["source_lang"]),
                str(pair["target_lang"]),
            )
        except (json.JSONDecodeError, KeyError, TypeError) as error:
            raise AppError("check.bad_line", line=number, problem=type(error).__name__) from error
        click.echo(
            json.dumps(pair | {"findings": [finding_json(f) for f in found]}, ensure_ascii=False)
        )
    return 0
