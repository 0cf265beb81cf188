"""``yizhen translate``: lines in, JSON lines out, with the checks on each."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from app.bootstrap import translation_pack
from app.commands.check import finding_json
from app.engine.in_process import InProcessEngine
from app.profile import open_profile
from app.settings import Settings
from translation import checks


def run_translate(folder: Path | None, source_lang: str, target_lang: str) -> int:
    """Translate standard input line by line. An empty line gives an empty translation."""
    profile = open_profile(folder)
    settings = Settings(profile.settings)
    engine = InProcessEngine()
    engine.load([translation_pack(profile, settings, source_lang, target_lang)])
    try:
        for line in sys.stdin:
            text = line.strip()
            translation = engine.translate(text, source_lang, target_lang).translation
            findings = checks.run(text, translation.target, source_lang, target_lang)
            click.echo(
                json.dumps(
                    {
                        "source": text,
                        "target": translation.target,
                        "complete": translation.complete,
                        "sentences": [asdict(part) for part in translation.sentences],
                        "terms": [],
                        "findings": [finding_json(finding) for finding in findings],
                    },
                    ensure_ascii=False,
                )
            )
    finally:
        engine.close()
    return 0
