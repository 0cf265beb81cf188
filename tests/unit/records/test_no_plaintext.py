"""Whoever copies the folder, while it is in use or after, reads nothing that was said."""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import pytest

from app.documents.case import Tools, bring_in
from app.documents.export import Format, Wish
from app.documents.export_many import export_many, put_plain
from app.profile import Profile
from app.records import backup as backups
from app.records import rotation, users
from app.records.document_store import DocumentStore
from app.records.documents import BlockText, Edit
from app.records.model import AttestationRecord, Attested, FindingRecord, GapRecord, Sound
from app.records.opening import enter_record
from app.records.running import RunningMark
from app.records.search import Query
from app.records.store import RecordReader, RecordStore
from app.records.summary_model import Made, Section, SummaryLine
from app.whole_file import Parts
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


CUT_OFF = """
import os, signal, sys
from pathlib import Path
from app.documents.export import Format, Wish
from app.documents.export_many import export_many, put_plain
from app.records import users
from app.records.reader import RecordReader
from app.profile import Profile
from app.whole_file import Parts
place = Profile(Path(sys.argv[1]))
access = users.unlock(place.keys, "wang", sys.argv[3]).require_access()
# Killed when everything is written and has not got its name yet.
Path.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
with RecordReader.open(place.records, access) as reader:
    export_many(reader, ["e-1"], Wish(Format.JSONL), Path(sys.argv[2]),
                put_plain(Parts(place.parts)))
"""


def test_no_word_is_left_by_corrections_documents_and_exports_that_are_cut_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    temporary, out = tmp_path / "inside" / "temporary", tmp_path / "out"
    temporary.mkdir(parents=True)
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    monkeypatch.setenv("TMPDIR", str(temporary))
    place = Profile(tmp_path / "inside" / "profile")
    wang, _ = users.create_profile(place.keys, "wang", GOOD, cost=CHEAP)
    enter_record(place.records, wang).mark.close()
    letter = tmp_path / "letter.txt"
    letter.write_text("出院小结：咯血三天。\n", encoding="utf-8")
    with DocumentStore.open(place.records, wang.require_access()) as store:
        for which in ("e-1", "e-2"):
            store.start_encounter(replace(HEADER, id=which))
            store.add_turn(which, FULL_TURN)
        lines = [SummaryLine(Section.PLAN, "咯血三天", "haemoptysis", (1,))]
        store.add_summary("e-1", Made.DRAFT, lines)
        store.add_summary("e-1", Made.EDITED, [replace(lines[0], text="咯血三天，复诊")])
        store.update_header("e-1", reason="as the passport says", patient_name="MERGATROYD")

        def again() -> DocumentStore:
            return DocumentStore.open(place.records, wang.require_access())

        tools = Tools(lambda _source, _target: lambda *_: (), lambda *_: nullcontext(None))  # type: ignore[arg-type, return-value]
        document, new = bring_in(again, letter, "zh", "en", tools)
        assert new
        store.add_translations(document, [BlockText(0, 1, "haemoptysis", "translated")])
        store.edit(document, [Edit(0, 1, "haemoptysis for three days")])
        # Somebody stops the export after the first file; the others are not begun.
        done: list[int] = []
        outcome = export_many(
            store, ["e-1", "e-2"], Wish(Format.JSONL), out, put_plain(Parts(place.parts)),
            lambda count, _total: done.append(count), lambda: bool(done) and done[-1] == 1,
        )  # fmt: skip
        assert outcome.left == ("e-2",)
        seen = everything(tmp_path / "inside")
    child = subprocess.run(
        [sys.executable, "-c", CUT_OFF, place.folder, tmp_path / "cut-off", GOOD],
        cwd=Path(__file__).resolve().parents[3], check=False, timeout=120,
    )  # fmt: skip
    assert child.returncode == -signal.SIGKILL
    (part,) = (tmp_path / "cut-off").iterdir()
    assert "咯血三天" in part.read_text("utf-8"), "what was killed had been the export"
    seen += everything(tmp_path / "inside")
    enter_record(place.records, wang).mark.close()
    Parts(place.parts).remove_left()
    assert list((tmp_path / "cut-off").iterdir()) == []
    seen += everything(tmp_path / "inside")
    for word in (*WORDS, "出院小结"):
        for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
            assert word.encode(encoding) not in seen, word
        assert word not in caplog.text
