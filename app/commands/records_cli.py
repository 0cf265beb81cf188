"""``yizhen records``: the encrypted record from the command line."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from app.commands.options import FILE, FOLDER, credentials, profile_option, unlock_options


@click.group()
def records() -> None:
    """The encrypted record: list, search, show, export, verify, back up."""


@records.command("list")
@profile_option
@unlock_options
@click.pass_context
def list_(ctx: click.Context) -> None:
    """One JSON line for each encounter, the newest first."""
    from app.commands.records import list_encounters

    sys.exit(list_encounters(ctx.obj, credentials(ctx)))


@records.command()
@click.argument("words")
@profile_option
@unlock_options
@click.pass_context
def search(ctx: click.Context, words: str) -> None:
    """One JSON line for each turn that has WORDS in either language."""
    from app.commands.records import search_turns

    sys.exit(search_turns(ctx.obj, credentials(ctx), words))


@records.command()
@click.argument("encounter")
@profile_option
@unlock_options
@click.pass_context
def show(ctx: click.Context, encounter: str) -> None:
    """A whole encounter as JSON: header, turns, all revisions, gaps, attestations."""
    from app.commands.records import show_encounter

    sys.exit(show_encounter(ctx.obj, credentials(ctx), encounter))


@records.command()
@click.argument("encounter")
@click.option("--draft", is_flag=True, help="Make a new machine draft, even if there is one.")
@click.option("--review", is_flag=True, help="Answer for the newest version as it stands.")
@click.option("--versions", is_flag=True, help="All versions, one JSON line each.")
@profile_option
@unlock_options
@click.pass_context
def summary(ctx: click.Context, encounter: str, draft: bool, review: bool, versions: bool) -> None:
    """The structured summary of an encounter as JSON; drafted from the turns if there is none."""
    from app.commands.summaries import print_summary

    sys.exit(
        print_summary(
            ctx.obj, credentials(ctx), encounter, draft=draft, review=review, versions=versions
        )
    )


@records.command()
@click.argument("encounter")
@click.option("--out", type=FOLDER, required=True, help="Folder for the PDF.")
@click.option("--sealed", is_flag=True, help="Encrypted with the profile's cipher (see unseal).")
@profile_option
@unlock_options
@click.pass_context
def export(ctx: click.Context, encounter: str, out: Path, sealed: bool) -> None:
    """The bilingual PDF of an encounter; prints its path."""
    from app.commands.records import export_pdf

    sys.exit(export_pdf(ctx.obj, credentials(ctx), encounter, out, sealed=sealed))


@records.command()
@click.argument("file", type=FILE)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True)
@profile_option
@unlock_options
@click.pass_context
def unseal(ctx: click.Context, file: Path, out: Path) -> None:
    """Open a sealed file of this profile."""
    from app.commands.records import unseal_file

    sys.exit(unseal_file(ctx.obj, credentials(ctx), file, out))


@records.command()
@profile_option
@unlock_options
@click.pass_context
def verify(ctx: click.Context) -> None:
    """Check file, audit log and every turn; status 1 when something is not as it was."""
    from app.commands.records import verify as run

    sys.exit(run(ctx.obj, credentials(ctx)))


@records.command()
@click.option("--encounter", default="", help="Only what concerns this encounter.")
@profile_option
@unlock_options
@click.pass_context
def audit(ctx: click.Context, encounter: str) -> None:
    """The audit log: one JSON line for each entry."""
    from app.commands.records import print_audit

    sys.exit(print_audit(ctx.obj, credentials(ctx), encounter))


@records.command()
@click.argument("folder", type=FOLDER)
@profile_option
@unlock_options
@click.pass_context
def backup(ctx: click.Context, folder: Path) -> None:
    """Copy the record into a new folder inside FOLDER while it is in use, and verify the copy."""
    from app.commands.records import back_up

    sys.exit(back_up(ctx.obj, credentials(ctx), folder))


@records.command()
@click.argument("backup_folder", type=FOLDER)
@profile_option
@unlock_options
@click.pass_context
def restore(ctx: click.Context, backup_folder: Path) -> None:
    """Put a backup into a profile that has no record."""
    from app.commands.records import restore as run

    sys.exit(run(ctx.obj, credentials(ctx), backup_folder))


@records.command()
@click.option("--dry-run", is_flag=True, help="Only say what is due.")
@profile_option
@unlock_options
@click.pass_context
def retain(ctx: click.Context, dry_run: bool) -> None:
    """Delete the encounters whose time is over by the profile's policy."""
    from app.commands.records import retain as run

    sys.exit(run(ctx.obj, credentials(ctx), dry_run=dry_run))
