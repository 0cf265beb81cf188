"""The command line: what scripts, hospital IT and tests use.

Machine output goes to stdout, messages to stderr. Exit status 0, 1 when the world failed (one
line with its code), 2 for wrong usage. Each command imports what it needs when it is called.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from app import __version__
from app.commands.document_cli import document
from app.commands.options import FILE as _FILE
from app.commands.options import FOLDER as _FOLDER
from app.commands.options import credentials
from app.commands.options import profile_option as _profile_option
from app.commands.options import unlock_options as _unlock_options
from app.commands.records_cli import records
from app.commands.terms_cli import terms
from app.commands.users_cli import users
from app.errors import AppError


class _Group(click.Group):
    """Turns a failed world into one line on stderr and exit status 1."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except AppError as error:
            click.echo(f"yizhen: {_sentence(error)} ({error})", err=True)
            ctx.exit(1)


def _sentence(error: AppError) -> str:
    """What happened, in the words of the windows; the code and its details follow it."""
    from app.assets import assets_folder

    words = json.loads((assets_folder() / "translations" / "en.json").read_text(encoding="utf-8"))
    parts = error.code.split(".")
    keys = ["banner.what." + ".".join(parts[:count]) for count in range(len(parts), 0, -1)]
    found = next((words[key] for key in keys if "{" not in words.get(key, "{")), "")
    return str(found) or "something went wrong"


@click.group(cls=_Group, invoke_without_command=True)
@click.version_option(__version__, prog_name="yizhen")
@click.option("--profile", type=_FOLDER, help="Data folder (default: the user's data folder).")
@_unlock_options
@click.pass_context
def cli(ctx: click.Context, profile: Path | None) -> None:
    """Yizhen 译诊: offline bilingual consultations. Without a command it opens the app."""
    from app.commands.logs import start_logging

    ctx.obj = profile
    start_logging()
    if ctx.invoked_subcommand is None:
        from app.commands.window import open_app

        ctx.exit(open_app(profile, credentials(ctx)))


@cli.command()
@click.option("--headless", is_flag=True, help="No windows, even where there is a display.")
@click.option("--fast", is_flag=True, help="As fast as the models allow instead of real time.")
@click.option("--out", type=_FOLDER, help="Where the record and the PDF go.")
@_profile_option
@_unlock_options
@click.pass_context
def demo(ctx: click.Context, headless: bool, fast: bool, out: Path | None) -> None:
    """Play the bundled consultation through the whole live path."""
    from app.commands.demo import run_demo

    sys.exit(run_demo(ctx.obj, credentials(ctx), headless=headless, fast=fast, out=out))


@cli.command()
@click.argument("audio", type=_FILE)
@click.option("--doctor", default="zh", show_default=True, help="The doctor's language.")
@click.option("--patient", default="en", show_default=True, help="The patient's language.")
@click.option(
    "--channels",
    type=click.Choice(["doctor,patient", "patient,doctor"]),
    help="Who is on channel 1 and 2 of the recording.",
)
@click.option("--realtime", is_flag=True, help="At the speed of the recording.")
@click.option("--out", type=_FOLDER, help="Keep the record and write the PDF there.")
@_profile_option
@_unlock_options
@click.pass_context
def listen(ctx: click.Context, /, audio: Path, **options: Any) -> None:
    """Run the live session on a recording; one JSON event a line."""
    from app.commands.listen import run_listen

    sys.exit(run_listen(ctx.obj, credentials(ctx), audio, **options))


@cli.command()
@click.option("--from", "source", metavar="LANG", required=True)
@click.option("--to", "target", metavar="LANG", required=True)
@_profile_option
@click.pass_obj
def translate(profile: Path | None, source: str, target: str) -> None:
    """Translate standard input line by line into JSON lines."""
    from app.commands.translate import run_translate

    sys.exit(run_translate(profile, source, target))


@cli.command()
def check() -> None:
    """Check translations: JSON lines in, the same with findings out. Loads no model."""
    from app.commands.check import run_check

    sys.exit(run_check())


@cli.group()
def models() -> None:
    """Model packs."""


@models.command("list")
@_profile_option
@click.pass_obj
def models_list(profile: Path | None) -> None:
    """One JSON line for each installed pack."""
    from app.commands.models import list_packs

    sys.exit(list_packs(profile))


@models.command("verify")
@click.argument("folders", nargs=-1, type=_FOLDER)
@_profile_option
@click.pass_obj
def models_verify(profile: Path | None, folders: tuple[Path, ...]) -> None:
    """Check every file of the installed packs, or of the pack folders given."""
    from app.commands.models import verify_packs

    sys.exit(verify_packs(profile, folders))


@cli.command()
@click.option(
    "--own-record",
    is_flag=True,
    help="Verify the profile's record too, by the system's keyring (users selftest on).",
)
@_profile_option
@click.pass_obj
def selftest(profile: Path | None, own_record: bool) -> None:
    """What will run on this machine and how fast: hardware, audio, fonts, models."""
    from app.commands.selftest import run_selftest

    sys.exit(run_selftest(profile, own_record=own_record))


cli.add_command(document)
cli.add_command(records)
cli.add_command(terms)
cli.add_command(users)


def _later(name: str, group: click.Group) -> None:
    @group.command(
        name,
        context_settings={"ignore_unknown_options": True, "allow_extra_args": True},
        help="Not yet available in this version.",
    )
    @click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
    def command(arguments: tuple[str, ...]) -> None:
        raise AppError("cli.not_yet_available", command=name, version=__version__)


for _name in ("install", "recommend"):
    _later(_name, models)
