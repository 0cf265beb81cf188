"""The desk: windows, real session, real engine child, real record and PDF, played to the end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile
from pytestqt.qtbot import QtBot

from app.bootstrap import consultation, export_encounter
from app.commands.demo import demo_audio
from app.commands.listen import recording
from app.engine.client import EngineClient
from app.errors import AppError
from app.profile import Profile
from app.records.reader import RecordReader
from app.session.live import LiveSession
from app.settings import Settings
from app.ui.autoplay import Autoplay
from app.ui.desk import ConsultationDesk
from app.ui.resources import translations_folder
from app.ui.settings_port import MemorySettings
from app.ui.texts import Texts, load_catalogues
from app.ui.view_state import Consent
from app.ui.windows import Windows
from tests.fakes.record_access import ACCESS

FIRST_TURNS_S = 8.5


@pytest.fixture
def windows(qtbot: QtBot) -> Iterator[Windows]:
    texts = Texts(load_catalogues(translations_folder()), "zh")
    made = Windows(MemorySettings(), texts, frozenset({"en"}))
    made.show()
    qtbot.waitExposed(made.doctor)
    yield made
    made.close_all()
    made.patient.deleteLater()
    made.doctor.deleteLater()


@pytest.fixture
def engine() -> Iterator[EngineClient]:
    client = EngineClient()
    yield client
    client.close()


@pytest.mark.packs
@pytest.mark.slow
def test_a_consultation_from_the_first_button_to_the_pdf(
    qtbot: QtBot, windows: Windows, engine: EngineClient, tmp_path: Path
) -> None:
    samples, rate = soundfile.read(demo_audio(), frames=int(FIRST_TURNS_S * 16_000), dtype="int16")
    audio = tmp_path / "two turns.wav"
    soundfile.write(audio, np.vstack([samples, np.zeros((rate, 2), np.int16)]), rate)
    place = Profile(tmp_path)
    made: list[str] = []

    def make(lang: str, consent: Consent) -> tuple[LiveSession, str]:
        source = recording(audio, "doctor,patient", realtime=False)
        session, header = consultation(
            place,
            Settings(None),
            engine,
            source,
            "zh",
            lang,
            ACCESS,
            consent_given=consent is not Consent.NONE,
        )
        made.append(header.id)
        return session, header.id

    desk = ConsultationDesk(
        windows,
        make,
        lambda encounter: export_encounter(place, ACCESS, encounter, tmp_path),
        windows,
    )
    desk.prepare()
    with qtbot.waitSignal(desk.exported, timeout=90_000) as exported:
        Autoplay(windows, desk, lambda _: None).begin()
    assert Path(str(exported.args[0] if exported.args else "")).stat().st_size > 10_000
    assert not desk.running
    lines = windows.bridge.state.patient.lines
    with RecordReader.open(place.records, ACCESS) as records:
        record = records.load(made[-1])
    assert record.header.consent_at
    assert record.header.ended_at
    assert [turn.turn for turn in record.turns] == [1, 2]
    # A turn that was held and never sent is on record and was not shown.
    assert len(lines) == sum(not turn.held for turn in record.turns) >= 1
    # Closing now has nothing to wait for.
    with qtbot.waitSignal(desk.closed, timeout=5_000):
        windows.doctor.close()


def test_a_missing_pack_is_said_and_nothing_starts(qtbot: QtBot, windows: Windows) -> None:
    def make(lang: str, consent: Consent) -> tuple[LiveSession, str]:
        raise AppError("pack.none_for", kind="speech", languages=f"{lang},zh")

    desk = ConsultationDesk(windows, make, lambda _: Path("never"), windows)
    desk.prepare()
    banner = windows.bridge.state.doctor.banner
    assert banner is not None
    assert banner.code == "pack.none_for"
    windows.doctor.start_pressed.emit()
    windows.patient.agreed.emit()
    assert not desk.running
    with qtbot.waitSignal(desk.closed, timeout=5_000):
        windows.doctor.close()


def test_a_failed_export_is_told_in_the_window(
    qtbot: QtBot, windows: Windows, engine: EngineClient, tmp_path: Path
) -> None:
    place = Profile(tmp_path)

    def make(lang: str, consent: Consent) -> tuple[LiveSession, str]:
        source = recording(demo_audio(), "doctor,patient", realtime=False)
        session, header = consultation(place, Settings(None), engine, source, "zh", lang, ACCESS)
        return session, header.id

    desk = ConsultationDesk(
        windows,
        make,
        lambda encounter: export_encounter(place, ACCESS, encounter, tmp_path),
        windows,
    )
    desk.prepare()
    windows.export_requested.emit()

    def told() -> None:
        banner = windows.bridge.state.doctor.banner
        assert banner is not None
        assert banner.code.startswith("records.")

    qtbot.waitUntil(told, timeout=20_000)
    with qtbot.waitSignal(desk.closed, timeout=5_000):
        windows.doctor.close()
