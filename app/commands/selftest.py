"""``yizhen selftest``: what will run on this machine, and how fast."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from app import __version__
from app.assets import assets_folder
from app.bootstrap import consultation_packs
from app.commands.demo import demo_audio
from app.engine.client import EngineClient
from app.errors import AppError
from app.fonts import missing_files
from app.modelpacks.locate import find_packs
from app.modelpacks.verify import verify
from app.profile import Profile, open_profile
from app.records.model import EncounterHeader
from app.records.moment import utc_now
from app.settings import Settings
from speech.types import SAMPLE_RATE, Hints

_AUDIO_SECONDS = 6
_SENTENCE = {"zh": "您从什么时候开始发烧？", "en": "When did the fever start?"}


def run_selftest(folder: Path | None, *, own_record: bool = False) -> int:
    """Print one line a part: ok, warning or failed. Returns 1 when something failed.

    ``own_record``: verify the profile's record too, with the system's keyring.
    """
    profile = open_profile(folder)
    settings = Settings(profile.settings)
    click.echo(f"yizhen {__version__}, profile {profile.folder}")
    parts: list[tuple[str, Callable[[], str]]] = [
        ("machine", _machine),
        ("fonts", _fonts),
        ("models", lambda: _models(profile)),
        ("engine", lambda: _engine(profile, settings)),
        ("record", lambda: _record(profile)),
        ("audio", _audio),
    ]
    if own_record:
        parts.append(("verify", lambda: _own_record(profile)))
    return max([_report(name, work) for name, work in parts])


def _report(name: str, work: Callable[[], str]) -> int:
    try:
        click.echo(f"{name:8} ok      {work()}")
    except AppError as error:
        # No microphone is a matter of plugging one in; everything else stops a consultation.
        soft = error.code.startswith("audio.")
        click.echo(f"{name:8} {'warning' if soft else 'FAILED '} {error}")
        return 0 if soft else 1
    return 0


def _machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{platform.system()} {platform.machine()}, {cores} cores, {memory:.0f} GiB"


def _fonts() -> str:
    missing = missing_files(assets_folder() / "fonts")
    if missing:
        raise AppError("fonts.missing", files=", ".join(missing))
    return "all there"


def _models(profile: Profile) -> str:
    names = []
    for pack in find_packs(profile.folder):
        if pack.error is not None:
            raise pack.error
        manifest = verify(pack.folder)
        names.append(f"{manifest.id} {manifest.version}")
    if not names:
        raise AppError("pack.none_installed")
    return ", ".join(names)


def _engine(profile: Profile, settings: Settings) -> str:
    """Load the packs in a child and time one utterance of the demonstration."""
    import numpy as np
    import soundfile

    engine = EngineClient()
    try:
        started = time.perf_counter()
        engine.load(consultation_packs(profile, settings, "zh", "en"))
        loaded = time.perf_counter() - started
        samples, rate = soundfile.read(
            demo_audio(), frames=_AUDIO_SECONDS * SAMPLE_RATE, dtype="int16", always_2d=True
        )
        assert rate == SAMPLE_RATE
        pcm = np.ascontiguousarray(samples[:, 0]).tobytes()
        heard = engine.recognise(pcm, Hints({"zh": 0.5, "en": 0.5}))
        said = engine.translate(_SENTENCE["zh"], "zh", "en")
        memory = engine.ping().resident_bytes / 2**20
    finally:
        engine.close()
    return (
        f"loaded in {loaded:.1f} s, {memory:.0f} MiB; {_AUDIO_SECONDS} s of audio in "
        f"{heard.compute_ms:.0f} ms, a sentence translated in {said.compute_ms:.0f} ms"
    )


def _record(profile: Profile) -> str:
    """Encrypt, write, read and verify a record that is thrown away, and time a passphrase."""
    from app.records import users
    from app.records.reader import RecordReader
    from app.records.store import RecordStore
    from app.records.verify import verify_record

    with TemporaryDirectory(prefix=".selftest-", dir=profile.folder) as folder:
        place = Profile(Path(folder))
        started = time.perf_counter()
        unlocked, _ = users.create_profile(
            place.keys, "selftest", users.recovery_code(), recovery=False
        )
        seconds = time.perf_counter() - started
        access = unlocked.require_access()
        with RecordStore.open(place.records, access) as store:
            store.start_encounter(EncounterHeader("selftest", utc_now(), "zh", "en"))
        with RecordReader.open(place.records, access) as reader:
            reader.load("selftest")
        if problems := verify_record(place.records, access).problems:
            raise AppError("records.damaged", part=problems[0].part, what=problems[0].what)
    held = "users in " + profile.keys.name if profile.keys.exists() else "no users yet"
    return f"encrypted, written, verified; a passphrase costs {seconds:.1f} s; {held}"


def _own_record(profile: Profile) -> str:
    """Verify what is in the profile, unattended: see `app.records.os_keyring`."""
    from app.records import keys, os_keyring, users
    from app.records.running import RunningMark
    from app.records.store import RecordStore
    from app.records.verify import verify_record

    secret = os_keyring.find(keys.read_keys(profile.keys).profile_id)
    unlocked = users.unlock(profile.keys, users.SELFTEST_NAME, secret)
    access = unlocked.require_access()
    # Not entered as people do: what happened since last time is theirs to hear.
    with RunningMark(profile.records) as mark:
        mark.share()
        report = verify_record(profile.records, access)
        if report.problems:
            found = report.problems[0]
            raise AppError("records.damaged", part=found.part, what=found.what, where=found.where)
        with RecordStore.open(profile.records, access) as store:
            store.note_verified(report.entries, 0)
    return f"{report.encounters} encounters, {report.turns} turns, {report.entries} entries"


def _audio() -> str:
    from app.session.devices import PortAudioDevices

    inputs = PortAudioDevices().inputs()
    if not inputs:
        raise AppError("audio.no_device")
    return ", ".join(device.name for device in inputs)
