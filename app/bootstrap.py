"""The composition root: the only place that builds the program's objects and connects them."""

from __future__ import annotations

import logging
import math
import os
import threading
import uuid
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from app import __version__
from app.engine.engine import Engine
from app.engine.protocol import LoadPack
from app.errors import AppError
from app.modelpacks.locate import (
    FoundPack,
    choose_recogniser,
    choose_translator,
    find_packs,
)
from app.modelpacks.manifest import Manifest, PackKind, read_manifest
from app.profile import Profile
from app.records.model import EncounterHeader, Party
from app.records.moment import utc_now
from app.session.devices import AudioDevices
from app.session.hold import HoldPolicy, kinds_from
from app.session.live import LiveSession, Plan
from app.session.sources import Microphone, Source, TwoChannel, system_monitor
from app.session.steps import Trust
from app.settings import Settings
from glossary.concepts import DATA, TermbaseError
from glossary.departments import Department, department
from glossary.termbase import Termbase, standard, version_of
from speech.endpointing import EndpointSettings
from speech.plausibility import PlausibilityLimits

log = logging.getLogger("yizhen.app")

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

    from app.records.access import Access
    from app.records.users import Unlocked
    from app.ui.desk import ConsultationDesk, Export, MakeSession
    from app.ui.keeper import Keeper
    from app.ui.widgets.turn_card import Style
    from app.ui.windows import Windows
    from glossary.overlay import Editor


def speech_pack(profile: Profile, settings: Settings, languages: set[str]) -> LoadPack:
    """The speech pack for these languages, as the settings choose it. Raises PackError."""
    wanted = settings.text("speech.pack")
    return _load(choose_recogniser(profile.folder, languages, wanted), settings)


def translation_pack(
    profile: Profile, settings: Settings, source_lang: str, target_lang: str
) -> LoadPack:
    """The translation pack for one direction, as the settings choose it. Raises PackError."""
    return _load(_translator(profile, settings, source_lang, target_lang), settings)


def consultation_packs(
    profile: Profile, settings: Settings, doctor_lang: str, patient_lang: str
) -> list[LoadPack]:
    """What a live consultation between two languages needs, speech first. Raises PackError.

    One translation pack, or one for each direction; the one that can do less comes last, because
    in the engine the last one loaded answers for its directions.
    """
    pair = (doctor_lang, patient_lang)
    found = {
        pack.folder: pack
        for source, target in (pair, pair[::-1])
        for pack in (_translator(profile, settings, source, target),)
    }
    wide_first = sorted(found.values(), key=lambda pack: -len(pack.directions))
    return [
        speech_pack(profile, settings, set(pair)),
        *(_load(pack, settings) for pack in wide_first),
    ]


def patient_languages(profile: Profile, doctor_lang: str) -> set[str]:
    """The languages a patient can have with the packs that are installed."""
    heard: set[str] = set()
    pairs: set[tuple[str, str]] = set()
    for pack in find_packs(profile.folder):
        if pack.manifest is None:
            continue
        if pack.manifest.kind is PackKind.SPEECH and doctor_lang in pack.manifest.languages:
            heard.update(pack.manifest.languages)
        pairs.update(pack.manifest.directions)
    translated = {b for a, b in pairs if a == doctor_lang and (b, a) in pairs}
    return (heard & translated) - {doctor_lang}


@cache
def audio_devices() -> AudioDevices:
    """The machine's inputs; one object for all, because PortAudio's state is one for all."""
    from app.session.devices import PortAudioDevices

    return PortAudioDevices()


def microphone_source(settings: Settings) -> Source:
    """The audio source that the settings name."""
    devices = audio_devices()
    name = settings.text("audio.device")
    match settings.text("audio.mode"):
        case "two_channels":
            parties = (Party.CLINICIAN, Party.PATIENT)
            return TwoChannel(Microphone(devices, name, channels=2, parties=parties))
        case "system_monitor":
            return system_monitor(devices, name)
        case _:
            return Microphone(devices, name)


def consultation(
    profile: Profile,
    settings: Settings,
    engine: Engine,
    source: Source,
    doctor_lang: str,
    patient_lang: str,
    access: Access,
    *,
    packs_of: Profile | None = None,
    consent_given: bool = False,
    sound_agreed: bool = False,
    names: Mapping[str, str] | None = None,
) -> tuple[LiveSession, EncounterHeader]:
    """A new live consultation and the header it is recorded under. Raises PackError.

    It is recorded in ``profile`` under ``access``; the packs come from ``packs_of`` if that is
    given. ``names`` are further fields of the header (hospital, department, people). The sound is
    kept where the settings want it and the patient has agreed to that, too.
    """
    from app.records.store import RecordStore

    overlay = (packs_of or profile).terms
    # Fixed for this consultation: the record names the version that its terms are from.
    termbase = cache(lambda: _termbase(overlay))
    packs = consultation_packs(packs_of or profile, settings, doctor_lang, patient_lang)
    manifests = [read_manifest(Path(pack.folder)) for pack in packs]
    fields = {
        "hospital": settings.text("hospital.name"),
        "department": settings.text("hospital.department"),
        "doctor_name": settings.text("hospital.doctor"),
    }
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    if sound_agreed:
        fields["consent_recording_at"] = now
    if consent_given:
        # What the patient agrees to says that a computer translates.
        fields["consent_translation_at"] = now
    fields |= dict(names or {})
    head = EncounterHeader(
        id=str(uuid.uuid4()),
        started_at=now,
        consent_at=now if consent_given else "",
        doctor_lang=doctor_lang,
        patient_lang=patient_lang,
        app_version=__version__,
        packs={manifest.id: manifest.version for manifest in manifests},
        termbase_version=version_of(DATA, overlay),
        **fields,
    )
    place = department(head.department)
    window_ms = int(manifests[0].window_seconds * 1000)
    endpoints = EndpointSettings(
        end_silence_ms=settings.number("audio.end_of_speech_ms"),
        # Room for the silence that the recogniser adds behind a fitted utterance.
        max_ms=min(20_000, window_ms - 400),
    )
    plan = Plan(
        head,
        tuple(packs),
        endpoints,
        _trust(*manifests),
        HoldPolicy(kinds_from(settings.text("safety.hold_kinds"))),
        settings.flag("safety.ask_patient"),
        access.actor.name,
        keep_sound=settings.flag("audio.keep") and bool(head.consent_recording_at),
    )
    session = LiveSession(
        plan,
        engine,
        source,
        lambda: RecordStore.open(profile.records, access),
        find_terms=lambda text, heard, wanted: termbase().find(text, heard, wanted, place.domains),
        hot_words=lambda: _hot_words(termbase(), manifests[0], place, doctor_lang, patient_lang),
    )
    # Without its cache the termbase takes seconds: not at the first sentence, and not here.
    langs = (doctor_lang, patient_lang)
    threading.Thread(
        target=lambda: termbase().prepare(*langs), name="termbase", daemon=True
    ).start()
    return session, head


def _termbase(overlay: Path) -> Termbase:
    """The shipped termbase with the hospital's layer; without it where that is damaged.

    A consultation must go on; the glossary window and the commands say what is wrong with it.
    """
    try:
        return standard(overlay)
    except TermbaseError as error:
        log.error("the hospital's terms are not used: %s", error)
        return standard()


def _hot_words(
    termbase: Termbase, speech: Manifest, place: Department, *langs: str
) -> tuple[str, ...]:
    """What is often said in this department, for packs that were trained to be hinted."""
    if not speech.options.get("hot_words", False):
        return ()
    return tuple(
        word
        for lang in langs
        for word in termbase.hot_words(lang, place.domains, first=place.expect)
    )


def _trust(speech: Manifest, *translation: Manifest) -> Trust:
    """How sure these packs must be of themselves, as their manifests say."""
    standard, options = PlausibilityLimits(), speech.options
    limits = replace(
        standard,
        min_avg_logprob=float(options.get("min_avg_logprob", standard.min_avg_logprob)),
        very_low_avg_logprob=float(
            options.get("very_low_avg_logprob", standard.very_low_avg_logprob)
        ),
    )
    scores = {
        direction: float(manifest.options.get("min_score", -math.inf))
        for manifest in translation
        for direction in manifest.directions
    }
    return Trust(limits, scores)


def export_encounter(profile: Profile, access: Access, encounter_id: str, folder: Path) -> Path:
    """Write the bilingual PDF of an encounter into ``folder`` and return its path.

    Reads the record on a connection of its own, so it may run in any thread. Raises AppError.
    """
    from app.exports import Choice, export_one

    headless_gui()
    return export_one(profile, access, encounter_id, Choice(folder))


def headless_gui() -> None:
    """Text layout needs a Qt application; make one without a screen if there is none."""
    from PySide6.QtGui import QGuiApplication

    global _gui
    if QGuiApplication.instance() is None:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        _gui = QGuiApplication(["yizhen"])


_gui: object = None
"""Keeps the headless application alive."""


def open_windows(
    settings: Settings,
    place: Profile,
    languages: set[str],
    make_session: MakeSession,
    export: Export,
) -> tuple[QApplication, Windows, ConsultationDesk]:
    """The Qt application with its windows and desk; nothing is shown and no model loaded yet."""
    from app.ui.application import create_application
    from app.ui.desk import ConsultationDesk
    from app.ui.resources import translations_folder
    from app.ui.texts import Texts, load_catalogues
    from app.ui.ui_settings import ProfileSettings
    from app.ui.windows import Windows

    app = create_application(["yizhen"], settings.text("ui.language"), settings.text("ui.theme"))
    windows = Windows(
        ProfileSettings(settings, str(place.folder)),
        Texts(load_catalogues(translations_folder()), settings.text("ui.language")),
        frozenset(languages),
        MicrophoneChoices(audio_devices()),
    )
    desk = ConsultationDesk(windows, make_session, export, app)
    return app, windows, desk


def unlock_at_window(place: Profile, settings: Settings) -> Unlocked | None:
    """Ask for a passphrase in a window, or make the first user; None when somebody leaves."""
    from app.documents.writers.recovery_pdf import write_recovery_pdf
    from app.records import keys, users
    from app.records.access import Role
    from app.ui.first_run_dialog import FirstRunDialog
    from app.ui.unlock_dialog import UnlockDialog

    style = _dialog_style(settings)
    found: list[Unlocked] = []
    if not place.keys.exists():
        first = FirstRunDialog(
            style,
            lambda name, role, secret: users.create_profile(place.keys, name, secret, Role(role)),
            lambda code, path: write_recovery_pdf(code, utc_now(), str(place.folder), path),
            place.records.exists(),
        )
        first.worked.connect(lambda made: found.append(made[0]))
        first.exec()
        return found[0] if found else None
    names = [member.name for member in keys.read_keys(place.keys).people]
    dialog = UnlockDialog(
        style,
        names,
        lambda name, secret: users.unlock(place.keys, name, secret),
        lambda name, code, secret: users.recover(place.keys, code, name, secret),
    )
    dialog.worked.connect(found.append)
    dialog.worked.connect(dialog.accept)
    dialog.exec()
    return found[0] if found else None


def manage_users(keeper: Keeper, settings: Settings) -> int:
    """What an administrator sees, who has no record to open: the users, and the glossary."""
    from app.terms import open_book
    from app.ui.glossary_opener import keeper_editor
    from app.ui.glossary_window import GlossaryWindow
    from app.ui.users_dialog import UsersDialog

    style, profile = _dialog_style(settings), Profile(keeper.keys_path.parent)

    def glossary(parent: QWidget) -> None:
        book = open_book(profile, keeper_editor(profile, keeper))
        GlossaryWindow(style, book, profile.terms, parent=parent).show()

    UsersDialog(style, keeper, glossary=glossary).exec()
    return 0


def edit_glossary(profile: Profile, editor: Editor, access: Access | None) -> int:
    """The glossary window by itself, until it is closed. Raises TermsError.

    With ``access`` to the record, words of corrected turns are shown as well.
    """
    from app.terms import open_book
    from app.ui.application import create_application
    from app.ui.glossary_review import RecordTerms
    from app.ui.glossary_window import GlossaryWindow

    settings = Settings(profile.settings)
    style = _dialog_style(settings)
    turns = RecordTerms(profile.records, lambda: access) if access is not None else None
    window = GlossaryWindow(style, open_book(profile, editor), profile.terms, turns)
    app = create_application(["yizhen"], style.texts.code, style.theme.name, style.theme.scale)
    app.setQuitOnLastWindowClosed(True)
    window.show()
    return app.exec()


def _dialog_style(settings: Settings) -> Style:
    from app.ui.application import create_application
    from app.ui.fonts import FontBook
    from app.ui.resources import translations_folder
    from app.ui.texts import Texts, load_catalogues
    from app.ui.theme import theme
    from app.ui.widgets.turn_card import Style

    language, look = settings.text("ui.language"), settings.text("ui.theme")
    create_application(["yizhen"], language, look)
    texts = Texts(load_catalogues(translations_folder()), language)
    return Style(theme(look, float(str(settings.get("ui.font_scale")))), texts, FontBook())


def play(windows: Windows, desk: ConsultationDesk, exported: Callable[[str], None]) -> None:
    """Let the consultation play by itself."""
    from app.ui.autoplay import Autoplay

    Autoplay(windows, desk, exported).begin()


class MicrophoneChoices:
    """Inputs for the settings window: name for the settings, name for people.

    Looking for devices can take tenths of a second, so a thread does it; a call gives what was
    found last and has it looked up again for the next time.
    """

    def __init__(self, devices: AudioDevices) -> None:
        self._devices = devices
        self._known: list[tuple[str, str]] = []
        self._look()

    def __call__(self) -> list[tuple[str, str]]:
        known = self._known
        self._look()
        return known

    def _look(self) -> None:
        threading.Thread(target=self._find, name="devices", daemon=True).start()

    def _find(self) -> None:
        try:
            self._known = [(found.name, found.name) for found in self._devices.inputs()]
        except AppError as error:
            # No audio system: the list is empty, and starting a consultation says why.
            log.info("devices: %s", error.code)
            self._known = []


def _translator(
    profile: Profile, settings: Settings, source_lang: str, target_lang: str
) -> FoundPack:
    wanted = settings.text("translation.pack")
    return choose_translator(profile.folder, source_lang, target_lang, wanted)


def _load(pack: FoundPack, settings: Settings) -> LoadPack:
    threads = settings.number("engine.threads") or max(1, _cores())
    return LoadPack(str(Path(pack.folder)), settings.text("engine.compute_type"), threads)


def _cores() -> int:
    """Cores this process may use: hyper-threads count, CTranslate2 gains little beyond them."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
