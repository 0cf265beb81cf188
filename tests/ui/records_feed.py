"""A record to look at in the records window, and pictures of the window.

``python -m tests.ui.records_feed FOLDER`` takes the pictures.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QApplication

from app.errors import AppError
from app.profile import Profile
from app.records.access import Access
from app.records.model import (
    AttestationRecord,
    Attested,
    EncounterHeader,
    FindingRecord,
    GapRecord,
    Party,
    Sound,
    TermRecord,
    TurnRecord,
)
from app.records.states import State
from app.records.store import RecordStore
from app.ui.application import create_application
from app.ui.export_opener import export_port
from app.ui.fonts import FontBook
from app.ui.records_source import RecordsSource
from app.ui.records_window import RecordsWindow
from app.ui.resources import translations_folder
from app.ui.settings_port import MemorySettings
from app.ui.texts import Texts, load_catalogues
from app.ui.theme import theme
from app.ui.widgets.look import Style
from tests.fakes.fake_speaker import FakeSpeaker
from tests.fakes.record_access import CLINICIAN, RECORDS

EN = EncounterHeader(
    id="e-en", started_at="2026-11-21T01:02:03.000Z", doctor_lang="zh", patient_lang="en",
    hospital="市第一医院", department="心内科", doctor_name="王医生", patient_name="MILLER, JANE",
    patient_number="X1234567", consent_at="2026-11-21T01:02:00.000Z",
    consent_recording_at="2026-11-21T01:02:00.000Z",
)  # fmt: skip
AR = replace(EN, id="e-ar", started_at="2026-11-22T02:00:00.000Z", patient_lang="ar",
             patient_name="ALI, AHMED", patient_name_local="أحمد علي", patient_number="",
             consent_at="", consent_recording_at="")  # fmt: skip


def turn(number: int, party: Party, text: str, translation: str, lang: str) -> TurnRecord:
    """A turn between the doctor and a patient who speaks ``lang``."""
    source, target = ("zh", lang) if party is Party.CLINICIAN else (lang, "zh")
    start_ms = number * 9_000
    return TurnRecord(number, 1, party, source, text, target, translation, True, start_ms,
                      start_ms + 4_000)  # fmt: skip


SOUND = Sound(bytes(range(256)) * 500, 16_000)
"""Four seconds."""

D, P = Party.CLINICIAN, Party.PATIENT
TURNS_EN = (
    turn(1, D, "您哪里不舒服？", "What brings you here today?", "en"),
    replace(turn(2, P, "I have had chest pain for three days.", "我胸痛三天了。", "en"),
            terms=(TermRecord("chest-pain", 11, 21, "chest pain", "胸痛"),)),
    turn(3, D, "以前有心脏病吗？吃什么药？", "Any heart disease before? Which medicines?", "en"),
    replace(turn(4, P, "I take fifteen milligrams of warfarin.", "我每天吃50毫克华法林。", "en"),
            findings=(FindingRecord("dose", "dose.changed:15 mg>50 mg", (7, 25), (4, 8)),),
            confidence="doubt"),
    turn(5, D, "先做心电图，再抽血。", "First an ECG, then a blood test.", "en"),
)  # fmt: skip
TURNS_AR = (
    turn(1, P, "عندي ألم في الصدر وضغطي 140/90 mmHg", "我胸痛，血压 140/90 mmHg。", "ar"),
    turn(2, D, "别紧张，我先给您检查。", "لا تقلق، سأفحصك أولاً.", "ar"),
)


def fill(path: Path) -> None:
    """Two encounters: one corrected and reviewed, one still a draft."""
    with RecordStore.open(path, CLINICIAN) as store:
        for header, turns in ((EN, TURNS_EN), (AR, TURNS_AR)):
            store.start_encounter(header)
            for each in turns:
                store.add_turn(header.id, each)
                if header is EN and each.turn in (2, 4):
                    store.keep_sound(header.id, each.turn, SOUND)
            store.end_encounter(header.id, header.started_at.replace(":0", ":2", 1))
        deed = AttestationRecord(5, 1, Attested.SENT_AS_IS, "王医生", 4_000)
        store.add_deed("e-en", deed)
        store.add_gap("e-en", GapRecord("audio_gap", "audio.overflow", 40_000, 2_400))
    with RecordStore.open(path, RECORDS) as store:
        two = TURNS_EN[1]
        store.add_turn("e-en", replace(two, revision=2, translation="我胸口痛了三天。",
                                       reason="与录音核对"))  # fmt: skip
        store.set_state("e-ar", State.REVIEWED)


def style(code: str = "zh", look: str = "light") -> Style:
    """The look of the window."""
    return Style(theme(look), Texts(load_catalogues(translations_folder()), code), FontBook())


def source(
    path: Path, access: Access = RECORDS, speaker: FakeSpeaker | None = None
) -> RecordsSource:
    """The record as this user."""

    exports = export_port(Profile(path.parent), MemorySettings(), lambda: access)
    heard = speaker or FakeSpeaker()
    return RecordsSource(path, lambda: access, access.actor, exports, speaker=heard)


def wait_until(true: Callable[[], object], seconds: float = 60) -> None:
    """Run Qt's events until something is so."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise TimeoutError
        QApplication.processEvents()
        time.sleep(0.01)


def shoot(out: Path, path: Path, code: str, look: str) -> None:
    """Pictures in one language and theme."""
    create_application(["yizhen"], code, look)
    speaker = FakeSpeaker()
    window = RecordsWindow(style(code, look), source(path, speaker=speaker))
    window.show()
    wait_until(lambda: not window.busy)

    def keep(name: str) -> None:
        for _ in range(5):
            QApplication.processEvents()
        window.grab().save(str(out / f"records-{name}-{code}-{look}.png"))

    keep("start")
    window.filters.search.setText("胸")
    window.filters.changed.emit()
    wait_until(lambda: not window.busy)
    window.results.list.go_to(1)
    wait_until(lambda: not window.busy)
    keep("found")
    window.pane.go_to_turn(2)
    window.act("play")
    wait_until(lambda: not window.busy)
    speaker.pull(24_000)
    window.sound.tick()
    keep("playing")
    speaker.pull(40_000)
    window.sound.tick()
    window.pane.go_to_turn(4)
    window.act("correct")
    assert window.dialog is not None
    window.dialog.grab().save(str(out / f"records-correct-{code}-{look}.png"))
    window.dialog.reject()
    window.act("header")
    header = window.header_dialog
    assert header is not None
    header.set_text("patient_name", "MILLER, JANET")
    header.reason.setText("与护照核对")
    header.show()
    QApplication.processEvents()
    header.grab().save(str(out / f"records-header-{code}-{look}.png"))
    header.save.click()
    wait_until(lambda: not window.busy)
    keep("header-corrected")
    window.act("header")
    header = window.header_dialog
    header.set_text("patient_document", "12")
    QApplication.processEvents()
    header.grab().save(str(out / f"records-header-again-{code}-{look}.png"))
    header.reject()
    window.filters.search.setText("没有的词")
    window.filters.changed.emit()
    wait_until(lambda: not window.busy)
    keep("empty")
    window._search_failed(AppError("records.not_permitted"))
    window.filters.period.setCurrentIndex(5)
    keep("failed")
    window.close()


def main() -> None:
    """Take the pictures."""
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    path = Path(tempfile.mkdtemp()) / "records.db"
    app = create_application(["yizhen"])
    fill(path)
    shoot(out, path, "zh", "light")
    shoot(out, path, "en", "dark")
    app.quit()


if __name__ == "__main__":
    main()
