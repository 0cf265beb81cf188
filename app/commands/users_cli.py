"""``yizhen users``: who may open the record."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from app.commands.options import FILE, credentials, profile_option, unlock_options

_ROLES = click.Choice(["clinician", "records", "administrator"])
_NEW = click.option(
    "--new-passphrase-file", "new", type=FILE,
    help="File with the new passphrase (otherwise YIZHEN_NEW_PASSPHRASE).",
)  # fmt: skip


@click.group()
def users() -> None:
    """Users, passphrases, the recovery key, and what an administrator decides."""


@users.command()
@click.option("--role", type=click.Choice(["clinician", "records"]), default="clinician")
@click.option("--hash", "digest", type=click.Choice(["sha256", "sm3"]), default="sha256")
@click.option("--cipher", type=click.Choice(["aes-256-gcm", "sm4-gcm"]), default="aes-256-gcm")
@click.option("--recovery-pdf", type=click.Path(dir_okay=False, path_type=Path))
@profile_option
@unlock_options
@click.pass_context
def init(
    ctx: click.Context, role: str, digest: str, cipher: str, recovery_pdf: Path | None
) -> None:
    """Make a profile's first user (--user), with its passphrase.

    --hash and --cipher choose the national algorithms SM3 and SM4 for the audit log and for
    exported files.
    """
    from app.commands.users import make_profile

    sys.exit(make_profile(ctx.obj, credentials(ctx), role, digest, cipher, recovery_pdf))


@users.command("list")
@profile_option
@click.pass_context
def list_(ctx: click.Context) -> None:
    """One JSON line for each user. Needs no passphrase."""
    from app.commands.users import list_users

    sys.exit(list_users(ctx.obj))


@users.command()
@click.argument("name")
@click.option("--role", type=_ROLES, required=True)
@_NEW
@profile_option
@unlock_options
@click.pass_context
def add(ctx: click.Context, name: str, role: str, new: Path | None) -> None:
    """Enter a user with a first passphrase; they wait until a key holder admits them."""
    from app.commands.users import add as run

    sys.exit(run(ctx.obj, credentials(ctx), name, role, new))


@users.command()
@click.argument("name")
@profile_option
@unlock_options
@click.pass_context
def admit(ctx: click.Context, name: str) -> None:
    """Give the data key to a user whom an administrator has entered."""
    from app.commands.users import admit as run

    sys.exit(run(ctx.obj, credentials(ctx), name))


@users.command()
@click.argument("name")
@profile_option
@unlock_options
@click.pass_context
def remove(ctx: click.Context, name: str) -> None:
    """Take a user's key away."""
    from app.commands.users import remove as run

    sys.exit(run(ctx.obj, credentials(ctx), name))


@users.command()
@_NEW
@profile_option
@unlock_options
@click.pass_context
def passphrase(ctx: click.Context, new: Path | None) -> None:
    """Change one's own passphrase."""
    from app.commands.users import change_passphrase

    sys.exit(change_passphrase(ctx.obj, credentials(ctx), new))


@users.command("recovery-key")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True)
@profile_option
@unlock_options
@click.pass_context
def recovery_key(ctx: click.Context, out: Path) -> None:
    """Make a new recovery key and write it as a PDF; the one before opens nothing any more."""
    from app.commands.users import new_recovery_key

    sys.exit(new_recovery_key(ctx.obj, credentials(ctx), out))


@users.command()
@click.argument("state", type=click.Choice(["on", "off"]))
@profile_option
@unlock_options
@click.pass_context
def selftest(ctx: click.Context, state: str) -> None:
    """Let the unattended self-test verify the record, by the system's keyring; off by default."""
    from app.commands.users import set_selftest

    sys.exit(set_selftest(ctx.obj, credentials(ctx), on=state == "on"))


@users.command("rotate-key")
@click.option("--ask", is_flag=True, help="As an administrator: ask the key holders to do it.")
@profile_option
@unlock_options
@click.pass_context
def rotate_key(ctx: click.Context, ask: bool) -> None:
    """Give the profile a new data key: record and kept sound are encrypted anew.

    No other program may use the profile meanwhile. Passphrases and the recovery key stay good.
    """
    from app.commands.users import rotate_key as run

    sys.exit(run(ctx.obj, credentials(ctx), ask=ask))


@users.command()
@click.argument("name")
@click.option("--recovery-file", type=FILE, required=True, help="File with the recovery key.")
@_NEW
@profile_option
@click.pass_context
def recover(ctx: click.Context, name: str, recovery_file: Path, new: Path | None) -> None:
    """Give NAME a new passphrase with the recovery key."""
    from app.commands.users import recover as run

    sys.exit(run(ctx.obj, name, recovery_file, new))


@users.command()
@click.option("--keep-days", type=click.IntRange(0), help="Encounters older are due; 0: never.")
@click.option("--keep-sound-days", type=click.IntRange(0), help="0: as long as the encounter.")
@click.option("--lock-after-minutes", type=click.IntRange(0, 600), help="0: never.")
@profile_option
@unlock_options
@click.pass_context
def policy(ctx: click.Context, /, **changes: int | None) -> None:
    """Show, or as an administrator set, what holds for the whole profile."""
    from app.commands.users import set_policy

    sys.exit(set_policy(ctx.obj, credentials(ctx), changes))
