"""Options that many commands share: which profile, and who is there.

They may stand before or after the command's name; what was said lies in click's context.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from app.commands.unlocking import Credentials

FOLDER = click.Path(file_okay=False, path_type=Path)
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)

_META = "yizhen."
"""Begins the names of what the options have put into the context."""


def profile_option(command: Any) -> Any:
    """``--profile`` may stand before or after the command's name."""

    def remember(ctx: click.Context, _parameter: click.Parameter, value: Path | None) -> None:
        if value is not None:
            ctx.obj = value

    return click.option(
        "--profile", type=FOLDER, callback=remember, expose_value=False, help="Data folder."
    )(command)


def unlock_options(command: Any) -> Any:
    """``--user`` and ``--passphrase-file``, for commands that open the record."""
    for option in (
        click.option(
            "--passphrase-file", type=FILE, callback=_remember, expose_value=False,
            help="File with the passphrase (otherwise YIZHEN_PASSPHRASE).",
        ),
        click.option(
            "--user", callback=_remember, expose_value=False,
            help="Who opens the record (otherwise YIZHEN_USER, or the only user there is).",
        ),
    ):  # fmt: skip
        command = option(command)
    return command


def credentials(ctx: click.Context) -> Credentials:
    """Who is there, as the options say it."""
    from app.commands.unlocking import Credentials

    return Credentials(ctx.meta.get(_META + "passphrase_file"), ctx.meta.get(_META + "user", ""))


def _remember(ctx: click.Context, parameter: click.Parameter, value: object) -> None:
    if value is not None:
        ctx.meta[_META + str(parameter.name)] = value
