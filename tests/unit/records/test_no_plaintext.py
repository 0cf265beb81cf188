"""Whoever copies the folder, while it is in use or after, reads nothing that was said."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest

from app.profile import Profile
from app.records import backup as backups
from app.records import rotation, users
from app.records.model import AttestationRecord, Attested, FindingRecord, GapRecord, Sound
from app.records.opening import enter_record
from app.records.running import RunningMark
from app.records.search import Query
from app.records.store import RecordReader, RecordStore
from tests.fakes.record_access import CHEAP
from tests.unit.records.samples import FULL_TURN, HEADER, turn

GOOD = "correct horse battery"
SOUND = Sound(bytes(range(256)) * 200, 16_000)
WORDS = (
    FULL_TURN.text, FULL_TURN.translation, HEADER.hospital, HEADER.doctor_name, "MERGATROYD",
    "咯血三天", "haemoptysis",
)  # fmt: skip


def everything(*folders: Path) -> bytes:
    return b"".join(
        file.read_bytes() for folder in folders for file in folder.rglob("*") if file.is_file()
    )


def test_no_word_is_in_any_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    monkeypatch.setenv("SQLITE_TMPDIR", str(temporary))
    place = Profile(tmp_path / "profile")
    wang, _ = users.create_profile(place.keys, "wang", GOOD, cost=CHEAP)
    enter_record(place.records, wang).mark.close()
    seen = b""
    with RecordStore.open(place.records, wang.require_access()) as store:
        store.start_encounter(replace(HEADER, consent_recording_at=HEADER.started_at))
        store.add_turn("e-1", FULL_TURN)
        store.keep_sound("e-1", 1, SOUND)
        store.update_header("e-1", patient_name="MERGATROYD")
        for number in range(2, 80):
            store.add_turn(
                "e-1", turn(number, text="咯血三天" * 40, translation="haemoptysis" * 40)
            )
        found = (FindingRecord("number", "number.changed:38.9>39.8"),)
        store.add_deed("e-1", AttestationRecord(1, 1, Attested.NOT_SENT, "doctor", 5, found))
        store.add_gap("e-1", GapRecord("audio_gap", "capture.overflow", 10, 20))
        # A sort that is too large for the cache must not spill into a file.
        store._database.execute("PRAGMA cache_size = 10")
        store._database.execute("SELECT text FROM revisions ORDER BY translation, text").fetchall()
        seen += everything(tmp_path)
        with RecordReader.open(place.records, wang.require_access()) as reader:
            (hit,) = reader.find(Query(words="咯血三天")).found
            assert len(hit.hits) == 78
            assert reader.load_sound("e-1", 1) == SOUND
        backups.back_up(place, wang, tmp_path / "disk")
        seen += everything(tmp_path)
    with RunningMark(place.records) as mark:

        def watch(_done: int, _total: int) -> None:
            nonlocal seen
            seen += everything(place.folder)

        rotated = rotation.rotate(place.records, wang, mark, watch).unlocked
    seen += everything(tmp_path)
    assert len(seen) > 500_000
    for word in WORDS:
        for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
            assert word.encode(encoding) not in seen
        assert word not in caplog.text
    assert GOOD.encode() not in seen
    assert SOUND.pcm[1_000:1_100] not in seen
    for who in (wang, rotated):
        assert who.require_access().key.secret not in seen
        assert who.require_access().key.secret.hex().encode() not in seen
