"""``yizhen terms``: the medical termbase and the hospital's own layer over it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from app.commands.options import FILE, credentials, profile_option, unlock_options

_WHO = click.option(
    "--who",
    default="",
    help="Who changes it, where the profile has no users (otherwise this login).",
)


@click.group()
def terms() -> None:
    """The medical termbase."""


@terms.command("find")
@click.option("--lang", required=True, metavar="LANG", help="Language of the lines.")
@click.option("--to", "target", metavar="LANG", help="Language of the wanted terms.")
@profile_option
@click.pass_obj
def find(profile: Path | None, lang: str, target: str | None) -> None:
    """Standard input line by line into JSON lines of term matches."""
    from app.commands.terms import find_terms

    sys.exit(find_terms(profile, lang, target or ("en" if lang == "zh" else "zh")))


@terms.command("stats")
@profile_option
@click.pass_obj
def stats(profile: Path | None) -> None:
    """Coverage by domain, language and review state."""
    from app.commands.terms import print_stats

    sys.exit(print_stats(profile))


@terms.command("import")
@click.argument("file", type=FILE)
@click.option("--dry-run", is_flag=True, help="Only say what would change, concept by concept.")
@click.option(
    "--conflicts",
    type=click.Choice(["keep", "take"]),
    default="keep",
    show_default=True,
    help="Where the hospital has its own version: keep that one or take the file's.",
)
@click.option("--why", default="", help="The reason, for the history.")
@_WHO
@profile_option
@unlock_options
@click.pass_context
def import_(
    ctx: click.Context, file: Path, dry_run: bool, conflicts: str, why: str, who: str
) -> None:
    """Take terms over from a TBX or CSV file. A broken file changes nothing.

    Where the profile has users, an administrator's passphrase is needed.
    """
    from app.commands.terms import import_terms

    who_is_there = credentials(ctx)
    theirs = conflicts == "take"
    sys.exit(import_terms(ctx.obj, file, dry_run, theirs, why, who, who_is_there))


@terms.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--langs", default="", help="Only these languages, for example zh,en,fr.")
@click.option("--domain", "domains", multiple=True, help="Only this domain; may be repeated.")
@click.option("--hospital-only", is_flag=True, help="Only what the hospital changed or added.")
@click.option("--retired", is_flag=True, help="Also what is no longer used.")
@profile_option
@click.pass_obj
def export(
    profile: Path | None,
    file: Path,
    langs: str,
    domains: tuple[str, ...],
    hospital_only: bool,
    retired: bool,
) -> None:
    """Write terms as TBX or CSV, by the file's suffix."""
    from app.commands.terms import export_terms

    wanted = tuple(code.strip() for code in langs.split(",") if code.strip())
    sys.exit(export_terms(profile, file, wanted, domains, hospital_only, retired))


@terms.command("history")
@profile_option
@click.pass_obj
def history(profile: Path | None) -> None:
    """Who changed what, when and why: one JSON line a change."""
    from app.commands.terms import print_history

    sys.exit(print_history(profile))


@terms.command("edit")
@_WHO
@profile_option
@unlock_options
@click.pass_context
def edit(ctx: click.Context, who: str) -> None:
    """Open the glossary window; who is no administrator can only look."""
    from app.commands.terms import edit_terms

    sys.exit(edit_terms(ctx.obj, who, credentials(ctx)))
