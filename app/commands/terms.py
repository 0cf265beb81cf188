"""What ``yizhen terms`` does."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from app.commands.unlocking import Credentials, unlock_profile
from app.errors import AppError
from app.profile import Profile, open_profile, profile_at
from app.records.users import Unlocked
from app.terms import may_edit, open_book, person, profile_terms, terms_error
from glossary import exchange
from glossary.concepts import LANGUAGES, TermbaseError
from glossary.exchange import Plan
from glossary.history import Entry
from glossary.overlay import READER, SHIPPED, Editor, TermBook


def find_terms(folder: Path | None, lang: str, target: str) -> int:
    """Standard input line by line into JSON lines of term matches.

    ``proposals`` are terms that were probably misheard; nothing is ever rewritten by them.
    """
    _check_languages((lang, target))
    termbase = profile_terms(profile_at(folder))
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


def print_stats(folder: Path | None) -> int:
    """Concepts by domain and review state, and the languages each domain covers."""
    profile = profile_at(folder)
    termbase = profile_terms(profile)
    domains: Counter[str] = Counter(concept.domain for concept in termbase.concepts)
    header = f"{'domain':24}{'concepts':>9}  " + "".join(f"{code:>6}" for code in LANGUAGES)
    click.echo(header + "   review")
    for domain, count in sorted(domains.items()):
        inside = [concept for concept in termbase.concepts if concept.domain == domain]
        langs = [sum(code in concept.terms for concept in inside) for code in LANGUAGES]
        states = Counter(concept.review for concept in inside)
        review = ", ".join(f"{state} {number}" for state, number in states.most_common())
        click.echo(f"{domain:24}{count:9}  " + "".join(f"{n:6}" for n in langs) + f"   {review}")
    own = open_book(profile)
    if own.overlay:
        origins = Counter(own.origin(key) for key in own.overlay)
        retired = sum(bool(entry.retired) for entry in own.overlay.values())
        counted = ", ".join(f"{origin} {number}" for origin, number in sorted(origins.items()))
        click.echo(f"\nhospital: {counted}, of these no longer used {retired}")
    forms = sum(len(terms.every) for c in termbase.concepts for terms in c.terms.values())
    click.echo(f"\n{len(termbase.concepts)} concepts, {forms} forms, version {termbase.version}")
    return 0


def import_terms(
    folder: Path | None,
    path: Path,
    dry_run: bool,
    take_theirs: bool,
    why: str,
    who: str,
    credentials: Credentials,
) -> int:
    """Take a file's terms over, or only say what that would do. One JSON line at the end."""
    profile = profile_at(folder) if dry_run else open_profile(folder)
    book = open_book(profile, READER if dry_run else _editor(profile, credentials, who)[0])
    try:
        plan = exchange.plan(exchange.read(path, book.entries()), book)
    except (TermbaseError, OSError) as error:
        raise terms_error(error, path) from error
    if dry_run:
        _print_plan(plan, book)
    entries = plan.entries(take_theirs=take_theirs)
    applied = False
    if entries and not dry_run:
        try:
            applied = book.take(entries, why or path.name) is not None
        except (TermbaseError, OSError) as error:
            raise terms_error(error) from error
    summary = {
        "file": path.name,
        "new": len(plan.new),
        "changed": len(plan.changed),
        "same": plan.same,
        "conflicts": len(plan.conflicts),
        "twins": len(plan.twins),
        "left_out": plan.left_out,
        "applied": applied,
    }
    click.echo(json.dumps(summary, ensure_ascii=False))
    if plan.conflicts and not take_theirs:
        click.echo(
            f"{len(plan.conflicts)} of the hospital's own concepts differ and are kept "
            "(--conflicts take to replace them)",
            err=True,
        )
    return 0


def _print_plan(plan: Plan, book: TermBook) -> None:
    clashes = [clash.incoming for clash in plan.conflicts]
    for what, entries in (("new", plan.new), ("changed", plan.changed), ("conflict", clashes)):
        for entry in entries:
            fields = exchange.differences(book.entry(entry.concept.id), entry)
            line = {"id": entry.concept.id, "what": what, "fields": fields}
            click.echo(json.dumps(line, ensure_ascii=False))
    for twin in plan.twins:
        click.echo(json.dumps({"what": "twin", **asdict(twin)}, ensure_ascii=False))


def export_terms(
    folder: Path | None,
    path: Path,
    langs: Sequence[str],
    domains: Sequence[str],
    hospital_only: bool,
    retired: bool,
) -> int:
    """Write the chosen terms as TBX or CSV."""
    _check_languages(langs)
    book = open_book(profile_at(folder))

    def wanted(entry: Entry) -> bool:
        own = book.origin(entry.concept.id) != SHIPPED
        return (
            (own or not hospital_only)
            and (retired or not entry.retired)
            and (not domains or entry.concept.domain in domains)
        )

    entries = [entry for entry in book.entries().values() if wanted(entry)]
    try:
        exchange.write(path, entries, langs or LANGUAGES)
    except (TermbaseError, OSError) as error:
        raise terms_error(error, path) from error
    click.echo(json.dumps({"file": str(path), "concepts": len(entries)}, ensure_ascii=False))
    return 0


def print_history(folder: Path | None) -> int:
    """Every change of the hospital's, the oldest first, as JSON lines."""
    for made in open_book(profile_at(folder)).sets:
        line = {
            "number": made.number,
            "at": made.at,
            "who": made.who,
            "what": made.kind,
            "of": made.of,
            "why": made.why,
            "concepts": [change.id for change in made.changes],
        }
        click.echo(json.dumps(line, ensure_ascii=False))
    return 0


def edit_terms(folder: Path | None, who: str, credentials: Credentials) -> int:
    """Open the glossary window by itself."""
    from app.bootstrap import edit_glossary
    from app.commands.window import has_display

    if not has_display():
        raise AppError("window.no_display")
    profile = open_profile(folder)
    editor, unlocked = _editor(profile, credentials, who)
    return edit_glossary(profile, editor, unlocked.access if unlocked else None)


def _editor(profile: Profile, credentials: Credentials, who: str) -> tuple[Editor, Unlocked | None]:
    """Who is there. A profile without users asks nobody; then ``who`` is only a name."""
    if not profile.keys.exists():
        return Editor(person(who), lambda: True), None
    unlocked = unlock_profile(profile, credentials)
    actor = unlocked.actor
    return Editor(actor.name, lambda: may_edit(profile, actor)), unlocked


def _check_languages(codes: Sequence[str]) -> None:
    for code in codes:
        if code not in LANGUAGES:
            raise AppError("terms.no_language", lang=code)
