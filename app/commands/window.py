"""The app itself: windows first, models afterwards."""

from __future__ import annotations

import logging
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from app.bootstrap import (
    consultation,
    consultation_packs,
    export_encounter,
    manage_users,
    microphone_source,
    open_windows,
    patient_languages,
    play,
    unlock_at_window,
)
from app.bootstrap_documents import add_documents
from app.bootstrap_openers import (
    add_exports,
    add_glossary,
    add_intake,
    add_records,
    guard,
)
from app.commands.unlocking import Credentials, unlock_profile
from app.engine.client import EngineClient
from app.engine.engine import Engine
from app.errors import AppError
from app.profile import Profile, open_profile
from app.records.opening import Welcome, enter_record
from app.session.events import EngineProgress
from app.session.live import LiveSession
from app.session.sources import Source
from app.settings import Settings
from app.ui.keeper import Keeper
from app.ui.view_state import Consent

if TYPE_CHECKING:
    from app.ui.windows import Windows

log = logging.getLogger("yizhen.app")

DOCTOR_LANG = "zh"


def has_display() -> bool:
    """Whether windows can be opened here."""
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def open_app(folder: Path | None, credentials: Credentials) -> int:
    """Open the windows and run until they are closed. Raises AppError ``window.no_display``."""
    if not has_display():
        raise AppError("window.no_display")
    profile = open_profile(folder)
    settings = Settings(profile.settings)
    if credentials.given() is not None:
        unlocked = unlock_profile(profile, credentials)
    else:
        asked = unlock_at_window(profile, settings)
        if asked is None:
            return 0
        unlocked = asked
    welcome = enter_record(profile.records, unlocked)
    with welcome.mark:
        keeper = Keeper(unlocked, welcome.mark)
        if unlocked.access is None:
            return manage_users(keeper, settings)
        return run_windows(
            profile,
            profile,
            keeper,
            settings,
            lambda: microphone_source(settings),
            welcome=welcome,
        )


def run_windows(
    profile: Profile,
    place: Profile,
    keeper: Keeper,
    settings: Settings,
    make_source: Callable[[], Source],
    names: dict[str, str] | None = None,
    exported: Callable[[str], None] | None = None,
    welcome: Welcome | None = None,
) -> int:
    """Open the windows over ``make_source``; encounters are recorded in ``place``.

    With ``exported`` the consultation plays by itself and ``exported`` gets the document's path.
    """
    engine = EngineClient()

    def export(encounter: str) -> Path:
        return export_encounter(place, keeper.access(), encounter, place.exports)

    def intake() -> dict[str, str]:
        return opener.values

    app, windows, desk = open_windows(
        settings,
        place,
        patient_languages(profile, DOCTOR_LANG),
        _session_maker(
            profile, place, keeper, settings, engine, make_source,
            lambda: {**(names or {}), **intake()},
        ),
        export,
    )  # fmt: skip
    opener = add_intake(windows, desk, place, settings, keeper)
    guard(windows, keeper)
    add_glossary(windows, profile, keeper)
    exports = add_exports(windows, desk, place, settings, keeper)
    add_records(windows, place, settings, keeper, exports)
    add_documents(windows, desk, profile, place, keeper, settings, engine)
    windows.show()
    desk.prepare()
    if welcome is not None:
        _tell(windows, welcome)
    if exported is not None:
        play(windows, desk, exported)
    try:
        return app.exec()
    finally:
        engine.close()


def _tell(windows: Windows, welcome: Welcome) -> None:
    """What was found at the start; the last, which is shown first, is the most important."""
    if welcome.waiting:
        windows.show_notice("opened.waiting", names=", ".join(welcome.waiting))
    if welcome.failed_unlocks:
        windows.show_notice("opened.failed", count=str(welcome.failed_unlocks))
    if welcome.recovered:
        turns = sum(found.turns for found in welcome.recovered)
        unsent = sum(found.unsent for found in welcome.recovered)
        code = "opened.recovered.unsent" if unsent else "opened.recovered"
        windows.show_notice(code, turns=str(turns), unsent=str(unsent))


def _session_maker(
    profile: Profile,
    place: Profile,
    keeper: Keeper,
    settings: Settings,
    engine: Engine,
    make_source: Callable[[], Source],
    names: Callable[[], dict[str, str]],
) -> Callable[[str, Consent], tuple[LiveSession, str]]:
    def make(patient_lang: str, consent: Consent) -> tuple[LiveSession, str]:
        session, header = consultation(
            place,
            settings,
            engine,
            make_source(),
            DOCTOR_LANG,
            patient_lang,
            keeper.access(),
            packs_of=profile,
            consent_given=consent is not Consent.NONE,
            sound_agreed=consent is Consent.WITH_SOUND,
            names=names(),
        )
        if not consent:
            _load_ahead(session, profile, settings, engine, patient_lang)
        return session, header.id

    return make


def _load_ahead(
    session: LiveSession, profile: Profile, settings: Settings, engine: Engine, patient_lang: str
) -> None:
    """Load the models while the doctor still talks with the patient about consent."""

    def load() -> None:
        try:
            packs = consultation_packs(profile, settings, DOCTOR_LANG, patient_lang)
            engine.load(
                packs,
                lambda done, total, pack: session.events.put(EngineProgress(done, total, pack)),
            )
        except AppError as error:
            # The start of the consultation meets the same error and shows it.
            log.error("loading ahead: %s", error.code)

    threading.Thread(target=load, name="load-ahead", daemon=True).start()
