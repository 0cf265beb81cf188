"""``yizhen records``: the encrypted record from the command line."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from app.commands.options import FILE, FOLDER, credentials, profile_option, unlock_options

FORMATS = ("pdf", "docx", "jsonl", "fhir")
LAYOUTS = ("side-by-side", "interleaved", "one-language", "patient-copy")
DEIDENTIFY = ("no", "left-out", "pseudonyms")
"""As in `app.documents.export`, which is too heavy to be imported for a help text; a test compares
them."""
_DAY = click.DateTime(formats=["%Y-%m-%d"])


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
@click.option("--limit", type=click.IntRange(1), default=200, show_default=True)
@profile_option
@unlock_options
@click.pass_context
def search(ctx: click.Context, words: str, limit: int) -> None:
    """One JSON line for each turn that has WORDS in either language, the newest first.

    Searched by the index that the records window uses: whole words, the beginning of the last
    one, and any signs of Chinese.
    """
    from app.commands.records import search_turns
    from app.records.search import Query

    sys.exit(search_turns(ctx.obj, credentials(ctx), Query(words=words, limit=limit)))


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
@click.argument("encounters", nargs=-1, metavar="[ENCOUNTER]...")
@click.option("--out", type=FOLDER, required=True, help="Folder for the files.")
@click.option("--all", "every", is_flag=True, help="Every encounter that you may export.")
@click.option("--since", type=_DAY, help="Those that began on this day or later.")
@click.option("--until", type=_DAY, help="Those that began on this day or earlier.")
@click.option("--format", "format_", type=click.Choice(FORMATS), default="pdf", show_default=True)
@click.option(
    "--layout",
    type=click.Choice(LAYOUTS),
    default=LAYOUTS[0],
    show_default=True,
    help="Of PDF and DOCX. patient-copy: the patient's language, plain words, no findings.",
)
@click.option(
    "--language",
    default="",
    metavar="doctor|patient|CODE",
    help="Of the layout one-language (otherwise the doctor's).",
)
@click.option(
    "--deidentify",
    type=click.Choice(DEIDENTIFY),
    default="no",
    show_default=True,
    help="Leave out who the patient is, or put stable pseudonyms in its place.",
)
@click.option("--show-replaced", is_flag=True, help="Tell on stderr the words that were replaced.")
@click.option("--protect", is_flag=True, help="PDF with a password, AES-256 (YIZHEN_PDF_PASSWORD).")
@click.option("--password-file", type=FILE, help="The same, the password from a file.")
@click.option(
    "--sign", "certificate", type=FILE, metavar="FILE.p12", help="PDF signed with this certificate."
)
@click.option(
    "--sign-password-file", type=FILE, help="Its password (otherwise YIZHEN_SIGN_PASSWORD)."
)
@click.option("--sealed", is_flag=True, help="Encrypted with the profile's cipher (see unseal).")
@profile_option
@unlock_options
@click.pass_context
def export(ctx: click.Context, /, format_: str, sign_password_file: Path | None,
           since: datetime | None, until: datetime | None, **options: Any) -> None:  # fmt: skip
    """Documents about encounters; prints their paths. Finished files stay after Ctrl+C."""
    from app.commands.export import ExportOptions, run_export

    if not (options["encounters"] or options["every"] or since or until):
        raise click.UsageError("say which encounters: their ids, --since, --until or --all")
    wanted = ExportOptions(
        format=format_,
        certificate_password_file=sign_password_file,
        since=since.date().isoformat() if since else "",
        until=until.date().isoformat() if until else "",
        **options,
    )
    sys.exit(run_export(ctx.obj, credentials(ctx), wanted))


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
@click.option("--pdf", type=FILE, help="Check the signatures of this exported PDF instead.")
@click.option(
    "--trust",
    type=FILE,
    multiple=True,
    metavar="CERTIFICATE",
    help="With --pdf: a certificate to trust, besides those in the profile's folder trusted/.",
)
@click.option("--password-file", type=FILE, help="With --pdf: what opens it.")
@profile_option
@unlock_options
@click.pass_context
def verify(
    ctx: click.Context, pdf: Path | None, trust: tuple[Path, ...], password_file: Path | None
) -> None:
    """Check file, audit log and every turn; status 1 when something is not as it was."""
    if pdf is not None:
        from app.commands.export import verify_pdf

        sys.exit(verify_pdf(ctx.obj, pdf, trust, password_file))
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


@records.command("remove-sound")
@click.argument("encounter")
@click.option("--reason", required=True, help="Goes on record.")
@profile_option
@unlock_options
@click.pass_context
def remove_sound(ctx: click.Context, encounter: str, reason: str) -> None:
    """Erase the kept sound of ENCOUNTER; its words stay."""
    from app.commands.records import remove_sound as run

    sys.exit(run(ctx.obj, credentials(ctx), encounter, reason))
