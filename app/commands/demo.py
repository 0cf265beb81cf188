"""``yizhen demo``: the bundled consultation through the whole live path."""

from __future__ import annotations

import os
import time
from pathlib import Path

import click

from app.assets import assets_folder
from app.bootstrap import consultation, export_encounter
from app.commands.listen import recording
from app.commands.run_session import run_to_end
from app.commands.unlocking import Credentials, place_for_output
from app.commands.window import has_display, run_windows
from app.engine.client import EngineClient
from app.errors import AppError
from app.profile import Profile, open_profile
from app.records.access import Access
from app.records.users import Unlocked
from app.session.events import (
    AskedAgain,
    BackTranslated,
    ConfirmationAsked,
    EngineProgress,
    EngineRestarted,
    Held,
    Party,
    RedFlagged,
    Released,
    SessionEvent,
    Subtitle,
    Unprocessed,
)
from app.settings import Settings
from app.ui.keeper import Keeper

NAMES = {"hospital": "示范医院 Demonstration Hospital", "department": "全科 General Practice"}


def demo_audio() -> Path:
    """The bundled consultation. Raises AppError ``demo.no_audio``."""
    path = assets_folder() / "demo" / "consultation.flac"
    if not path.is_file():
        raise AppError("demo.no_audio", file=str(path))
    return path


def demo_folder(out: Path | None) -> Path:
    """Where this run writes: a new folder for each run, so that nothing is overwritten."""
    parent = out if out is not None else Path("yizhen-demo")
    folder = parent / time.strftime("%Y%m%d-%H%M%S")
    number = 1
    while folder.exists():
        number += 1
        folder = parent / f"{time.strftime('%Y%m%d-%H%M%S')}-{number}"
    folder.mkdir(parents=True)
    return folder.resolve()


def run_demo(
    folder: Path | None, credentials: Credentials, *, headless: bool, fast: bool, out: Path | None
) -> int:
    """Play the demonstration; in windows where there is a display. Prints the paths it wrote."""
    audio = demo_audio()
    profile = open_profile(folder)
    with place_for_output(demo_folder(out), credentials) as (place, unlocked):
        if not headless and os.environ.get("QT_QPA_PLATFORM") != "offscreen" and has_display():
            return _in_windows(profile, place, unlocked, audio, fast=fast)
        access = unlocked.require_access()
        return _at_terminal(profile, place, access, audio, fast=fast)


def _at_terminal(
    profile: Profile, place: Profile, access: Access, audio: Path, *, fast: bool
) -> int:
    engine = EngineClient()
    try:
        session, header = consultation(
            place,
            Settings(profile.settings),
            engine,
            recording(audio, "doctor,patient", realtime=not fast),
            "zh",
            "en",
            access,
            packs_of=profile,
            names=NAMES,
        )
        run_to_end(session, _print)
    finally:
        engine.close()
    path = export_encounter(place, access, header.id, place.folder)
    click.echo(f"\nrecord  {place.records}\npdf     {path}")
    return 0


def _in_windows(
    profile: Profile, place: Profile, unlocked: Unlocked, audio: Path, *, fast: bool
) -> int:
    keeper = Keeper(unlocked)
    # It plays by itself: nobody is there to unlock it again.
    keeper.lock_after_minutes = 0
    return run_windows(
        profile,
        place,
        keeper,
        Settings(None),
        lambda: recording(audio, "doctor,patient", realtime=not fast),
        NAMES,
        lambda path: click.echo(f"record  {place.records}\npdf     {path}"),
    )


def _print(event: SessionEvent) -> None:
    """What a person at a terminal wants to see of it."""
    match event:
        case EngineProgress(done=done, total=total, pack_id=pack):
            click.echo(f"loading {done}/{total} {pack}".rstrip(), err=True)
        case Subtitle():
            _print_turn(event)
        case Held(turn=turn):
            _print_turn(turn)
            click.echo(f"     ‖ held for the doctor: {', '.join(turn.critical)}")
        case Released(turn=number, what=what):
            click.echo(f"     ‖ {number}: {what.value}")
        case BackTranslated(turn=number, text=text) if text:
            click.echo(f"     ← {number}: {text}")
        case RedFlagged(flags=flags):
            click.echo(f"     ⚑ {', '.join(flag.concept for flag in flags)}")
        case ConfirmationAsked(turn=number, kind=kind, digits=digits):
            click.echo(f"     ☑ {number}: {' '.join((kind.value, *digits))}?")
        case AskedAgain(party=party, code=code):
            click.echo(f"     ↻ {party.value if party else '?'}: {code}")
        case Unprocessed(turn=turn, code=code):
            click.echo(f"{turn:3}. -- {code}")
        case EngineRestarted(code=code):
            click.echo(f"     (engine restarted: {code})", err=True)
        case _:
            pass


def _print_turn(turn: Subtitle) -> None:
    who = "医生" if turn.party is Party.CLINICIAN else "患者"
    marks = "".join(f"\n     ! {finding.message}" for finding in turn.findings)
    doubts = "".join(f"\n     ? {reason}" for reason in turn.confidence.reasons)
    note = f" ({turn.reason})" if turn.reason else ""
    click.echo(
        f"{turn.turn:3}. {who}{note}  {turn.text}\n"
        f"     → {turn.translation}   [{turn.lag_ms} ms]{marks}{doubts}"
    )
