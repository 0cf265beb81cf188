"""``yizhen listen``: the live session on a recording, one JSON event a line."""

from __future__ import annotations

import json
from contextlib import ExitStack
from pathlib import Path

import click

from app.bootstrap import consultation, export_encounter
from app.commands.event_json import event_json
from app.commands.run_session import run_to_end
from app.commands.unlocking import Credentials, place_for_listening, place_for_output
from app.engine.client import EngineClient
from app.profile import open_profile
from app.records.model import Party
from app.session.events import SessionEvent
from app.session.sources import AudioFile, Source, TwoChannel
from app.settings import Settings


def recording(path: Path, channels: str | None, *, realtime: bool) -> Source:
    """The recording as a source; ``channels`` names the parties of channel 1 and 2."""
    source = AudioFile(path, realtime=realtime)
    if channels is None:
        return source
    first, second = (Party(name) for name in channels.split(","))
    return TwoChannel(source, (first, second))


def run_listen(
    folder: Path | None,
    credentials: Credentials,
    audio: Path,
    *,
    doctor: str,
    patient: str,
    channels: str | None,
    realtime: bool,
    out: Path | None,
) -> int:
    """Print the events of the session. With ``out`` the record and the PDF are written there,
    otherwise the encounter goes into the profile's record."""
    profile = open_profile(folder)
    settings = Settings(profile.settings)

    def show(event: SessionEvent) -> None:
        line = event_json(event)
        if line is not None:
            click.echo(json.dumps(line, ensure_ascii=False))

    with ExitStack() as stack:
        if out is None:
            place, unlocked = stack.enter_context(place_for_listening(profile, credentials))
        else:
            out.mkdir(parents=True, exist_ok=True)
            output = place_for_output(out.resolve(), credentials)
            place, unlocked = stack.enter_context(output)
        access = unlocked.require_access()
        engine = EngineClient()
        stack.callback(engine.close)
        session, header = consultation(
            place,
            settings,
            engine,
            recording(audio, channels, realtime=realtime),
            doctor,
            patient,
            access,
            packs_of=profile,
        )
        run_to_end(session, show)
        if out is not None:
            path = export_encounter(place, access, header.id, out)
            click.echo(f"yizhen: {path}", err=True)
    return 0
