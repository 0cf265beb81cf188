"""``yizhen terms find`` and ``terms stats``."""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import asdict

import click

from app.errors import AppError
from glossary.concepts import LANGUAGES
from glossary.termbase import standard


def find_terms(lang: str, target: str) -> int:
    """Standard input line by line into JSON lines of term matches.

    ``proposals`` are terms that were probably misheard; nothing is ever rewritten by them.
    """
    for code in (lang, target):
        if code not in LANGUAGES:
            raise AppError("terms.no_language", lang=code)
    termbase = standard()
    for line in sys.stdin:
        text = line.rstrip("\n")
        found = termbase.find(text, lang, target)
        proposed = termbase.propose(text, lang, target, found)
        line_json = {
            "text": text,
            "matches": [asdict(match) for match in found],
            "proposals": [asdict(match) for match in proposed],
        }
        click.echo(json.dumps(line_json, ensure_ascii=False))
    return 0


def print_stats() -> int:
    """Concepts by domain and review state, and the languages each domain covers."""
    termbase = standard()
    domains: Counter[str] = Counter(concept.domain for concept in termbase.concepts)
    header = f"{'domain':24}{'concepts':>9}  " + "".join(f"{code:>6}" for code in LANGUAGES)
    click.echo(header + "   review")
    for domain, count in sorted(domains.items()):
        inside = [concept for concept in termbase.concepts if concept.domain == domain]
        langs = [sum(code in concept.terms for concept in inside) for code in LANGUAGES]
        states = Counter(concept.review for concept in inside)
        review = ", ".join(f"{state} {number}" for state, number in states.most_common())
        click.echo(f"{domain:24}{count:9}  " + "".join(f"{n:6}" for n in langs) + f"   {review}")
    forms = sum(len(terms.every) for c in termbase.concepts for terms in c.terms.values())
    click.echo(f"\n{len(termbase.concepts)} concepts, {forms} forms, version {termbase.version}")
    return 0
