"""``yizhen translate``: lines in, JSON lines out, with the checks on each."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from app.bootstrap import translation_pack
from app.commands.check import finding_json
from app.engine.in_process import InProcessEngine
from app.profile import open_profile
from app.settings import Settings
from app.terms import profile_terms
from glossary.types import TermMatch
from translation import checks
from translation.term_constraints import is_met
from translation.term_findings import term_findings


def run_translate(folder: Path | None, source_lang: str, target_lang: str) -> int:
    """Translate standard input line by line. An empty line gives an empty translation."""
    profile = open_profile(folder)
    settings = Settings(profile.settings)
    termbase = profile_terms(profile)
    engine = InProcessEngine()
    engine.load([translation_pack(profile, settings, source_lang, target_lang)])
    try:
        for line in sys.stdin:
            text = line.strip()
            terms = termbase.find(text, source_lang, target_lang)
            translation = engine.translate(
                text, source_lang, target_lang, terms, careful=True
            ).translation
            findings = (
                *checks.run(text, translation.target, source_lang, target_lang, terms),
                *term_findings(translation, terms),
            )
            click.echo(
                json.dumps(
                    {
                        "source": text,
                        "target": translation.target,
                        "complete": translation.complete,
                        "sentences": [asdict(part) for part in translation.sentences],
                        "terms": [
                            term_json(term, translation.target, target_lang) for term in terms
                        ],
                        "findings": [finding_json(finding) for finding in findings],
                    },
                    ensure_ascii=False,
                )
            )
    finally:
        engine.close()
    return 0


def term_json(term: TermMatch, target: str, target_lang: str) -> dict[str, Any]:
    """A term match, and whether an accepted form of it is in the translation."""
    return asdict(term) | {"present": is_met(target, term, target_lang)}
