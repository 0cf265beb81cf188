"""Many exports at once, cancelled, failing, killed; and what a file of data holds."""

from __future__ import annotations

import base64
import io
import json
import re
import signal
import subprocess
import sys
import time
import zipfile
from dataclasses import asdict, fields, replace
from pathlib import Path

import pikepdf
import pytest

from app.documents.deidentify import Deidentify
from app.documents.export import ExportError, Format, Wish, make
from app.documents.export_many import export_many, put_plain
from app.documents.writers.jsonl import SCHEMA, encounter_jsonl
from app.profile import Profile
from app.records import users
from app.records.access import Access
from app.records.failures import RecordsError
from app.records.model import (
    AttestationRecord,
    ConfirmationRecord,
    EncounterHeader,
    EncounterRecord,
    GapRecord,
    HeaderChange,
    TeachBackRecord,
    TurnRecord,
)
from app.records.opening import enter_record
from app.records.reader import RecordReader
from app.records.store import RecordStore
from app.whole_file import PART_SUFFIX, Parts, write_whole
from tests.fakes.record_access import ADMINISTRATOR, CHEAP, CLINICIAN, OTHER_CLINICIAN, RECORDS
from tests.golden.sample_records import sample

ROOT = Path(__file__).resolve().parents[3]
DATA = Wish(Format.JSONL)
_BASE64 = re.compile(r'"data":\s*"([A-Za-z0-9+/=]{100,})"')


class Drawer:
    """Encounters by id; one of them cannot be read."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, object]]] = []

    def load_for_export(self, encounter_id: str, **details: object) -> EncounterRecord:
        self.asked.append((encounter_id, details))
        if encounter_id == "bad":
            raise RecordsError("records.not_permitted", id=encounter_id)
        record = sample("en")
        return replace(record, header=replace(record.header, id=f"{encounter_id}-0000"))


def test_each_becomes_a_file_and_progress_is_told(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    outcome = export_many(
        Drawer(), ["a", "b"], DATA, tmp_path, put_plain(), lambda d, t: told.append((d, t))
    )
    assert [one.path.name for one in outcome.written] == sorted(
        path.name for path in tmp_path.iterdir()
    )
    assert told == [(0, 2), (1, 2), (2, 2)]


def test_one_that_fails_does_not_keep_the_others(tmp_path: Path) -> None:
    outcome = export_many(Drawer(), ["a", "bad", "b"], DATA, tmp_path, put_plain())
    assert [one.encounter_id for one in outcome.written] == ["a", "b"]
    assert [(one.encounter_id, one.error.code) for one in outcome.failed] == [
        ("bad", "records.not_permitted")
    ]
    assert not outcome.cancelled


def test_cancelling_keeps_what_is_finished_and_says_what_is_left(tmp_path: Path) -> None:
    done = 0

    def progress(count: int, _total: int) -> None:
        nonlocal done
        done = count

    outcome = export_many(
        Drawer(), ["a", "b", "c"], DATA, tmp_path, put_plain(), progress, lambda: done == 1
    )
    assert ([one.encounter_id for one in outcome.written], outcome.left) == (["a"], ("b", "c"))
    assert len(list(tmp_path.iterdir())) == 1


def test_a_wish_that_makes_no_sense_asks_for_nothing(tmp_path: Path) -> None:
    drawer, wish = Drawer(), replace(DATA, password="eight signs")
    with pytest.raises(ExportError, match=r"export\.only_pdf"):
        export_many(drawer, ["a"], wish, tmp_path, put_plain())
    assert drawer.asked == []


def test_the_audit_hears_of_no_password_and_no_name() -> None:
    wish = Wish(password="eight signs", deidentify=Deidentify.PSEUDONYMS, secret=b"key")
    assert wish.details() == {"format": "pdf", "layout": "side-by-side",
                              "deidentify": "pseudonyms", "password": True}  # fmt: skip
    assert "eight" not in repr(wish)


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    outcome = export_many(Drawer(), ["a"], DATA, tmp_path / "file", put_plain())
    assert outcome.failed[0].error.code == "export.cannot_write"


@pytest.mark.parametrize(
    ("access", "code"),
    [(CLINICIAN, ""), (RECORDS, ""), (OTHER_CLINICIAN, "records.not_permitted"),
     (ADMINISTRATOR, "records.not_permitted")],
)  # fmt: skip
def test_the_store_decides_who_exports(tmp_path: Path, access: Access, code: str) -> None:
    path = tmp_path / "records.db"
    record = sample("en")
    with RecordStore.open(path, CLINICIAN) as store:
        store.start_encounter(record.header)
    out = tmp_path / "out"
    with RecordReader.open(path, access) as reader:
        outcome = export_many(reader, [record.header.id], DATA, out, put_plain())
    assert [one.error.code for one in outcome.failed] == ([code] if code else [])
    assert out.exists() == (not code)


def test_json_lines_hold_the_whole_record() -> None:
    changed = HeaderChange("department", "内科", "呼吸科", "2026-11-21T02:00:00.000Z", "zhao",
                           "records", "as in the list")  # fmt: skip
    record = replace(sample("ar"), header_changes=(changed,))
    lines = [json.loads(line) for line in encounter_jsonl(record).decode().splitlines()]
    assert lines[0]["schema"] == SCHEMA
    kinds = [line.pop("type") for line in lines]
    newest = [line.pop("newest") for line in lines if "newest" in line]
    assert newest == [one in record.turns for one in record.revisions]
    expected = [
        {"schema": SCHEMA, **asdict(record.header)},
        *map(asdict, record.header_changes),
        *map(asdict, record.revisions),
        *map(asdict, record.gaps),
        *map(asdict, record.attestations),
        *map(asdict, record.confirmations),
        *map(asdict, record.teach_backs),
    ]
    assert lines == json.loads(json.dumps(expected))
    assert list(dict.fromkeys(kinds)) == [
        "encounter", "header_change", "turn", "gap", "attestation", "confirmation", "teach_back"
    ]  # fmt: skip


def test_every_field_of_json_lines_is_documented() -> None:
    page = (ROOT / "docs" / "export-formats.md").read_text("utf-8")
    told = set(re.findall(r"`(\w+)`", page))
    for kind in (EncounterHeader, HeaderChange, TurnRecord, GapRecord, AttestationRecord,
                 ConfirmationRecord, TeachBackRecord):  # fmt: skip
        assert {field.name for field in fields(kind)} - told == set(), kind.__name__
    assert SCHEMA in page


def test_file_names_tell_kinds_and_nobodys_name() -> None:
    record = sample("en")
    wish = replace(DATA, deidentify=Deidentify.LEFT_OUT, secret=b"key")
    name = make(record, wish).name
    assert re.fullmatch(r"consultation-\d{8}-\d{4}-[0-9a-f]{8}-deidentified\.jsonl", name)
    assert record.header.id[:8] not in name


WRITER = """
import sys
from pathlib import Path
from app.whole_file import PART_SUFFIX, Parts, write_whole
folder = Path(sys.argv[1])
for number in range(10**6):
    sign = b"%07d" % number
    write_whole(folder / "out" / "record.pdf", sign * 300_000, Parts(folder / "parts"))
    print(number, flush=True)
"""


def test_killed_at_any_moment_the_name_holds_a_whole_file(tmp_path: Path) -> None:
    target = tmp_path / "out" / "record.pdf"
    removed = 0
    for place in range(12):
        child = subprocess.Popen(
            [sys.executable, "-c", WRITER, tmp_path], cwd=ROOT, stdout=subprocess.PIPE
        )
        assert child.stdout is not None
        child.stdout.readline()
        # Not to wait for something, but to strike at another moment each time.
        time.sleep(place * 0.0021)
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
        data = target.read_bytes()
        assert data == data[:7] * 300_000
        removed += Parts(tmp_path / "parts").remove_left()
        assert [path.name for path in target.parent.iterdir()] == ["record.pdf"]
        assert list((tmp_path / "parts").iterdir()) == []
    assert removed > 0, "no kill struck while a file was being written"


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "record.pdf"
    write_whole(target, b"old")
    target.parent.chmod(0o700)
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError, match="folder"):
        write_whole(tmp_path / "folder", b"new")
    assert target.read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder", "record.pdf"]
    assert target.stat().st_mode & 0o077 == 0


def test_only_our_own_parts_are_removed(tmp_path: Path) -> None:
    parts = Parts(tmp_path / "parts")
    precious = tmp_path / "precious.txt"
    precious.write_text("x")
    with parts.noted(precious):
        assert parts.remove_left() == 0
    assert precious.exists()


def test_the_next_start_removes_what_a_crash_left(tmp_path: Path) -> None:
    profile = Profile(tmp_path / "profile")
    unlocked, _ = users.create_profile(profile.keys, "wang", "correct horse", cost=CHEAP)
    with RecordStore.open(profile.records, unlocked.require_access()):
        pass
    left = tmp_path / "out" / f".yizhen-0{PART_SUFFIX}"
    left.parent.mkdir()
    left.write_text("half a record")
    note = profile.parts / "part-1"
    note.parent.mkdir()
    note.write_text(str(left), encoding="utf-8")
    enter_record(profile.records, unlocked).mark.close()
    assert not left.exists()
    assert not note.exists()


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("kind", list(Format))
def test_no_format_tells_who_the_patient_is(kind: Format) -> None:
    record = sample("en")
    head = replace(record.header, patient_birth_date="1980-03-04", patient_document="E12345678",
                   patient_name_local="詹姆斯·史密斯")  # fmt: skip
    wish = Wish(kind, deidentify=Deidentify.PSEUDONYMS, secret=b"key")
    made = make(replace(record, header=head), wish)
    for text in _texts(made.data, kind):
        for part in ("Smith", "James", "史密斯", "1980-03-04", "E12345678", "A-204-118",
                     head.id, head.id[:8]):  # fmt: skip
            assert part not in text, (kind, part)


def _texts(data: bytes, kind: Format) -> list[str]:
    """All words of a file, attachments too."""
    if kind is Format.DOCX:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return [package.read(name).decode("utf-8", "replace") for name in package.namelist()]
    if kind is Format.PDF:
        said = ["pdftotext", "-raw", "-", "-"]
        shown = subprocess.run(said, input=data, capture_output=True, check=True).stdout.decode()
        with pikepdf.open(io.BytesIO(data)) as pdf:
            inside = [pdf.attachments[name].get_file().read_bytes() for name in pdf.attachments]
            return [shown, str(dict(pdf.docinfo)), *(each.decode() for each in inside)]
    text = data.decode()
    if kind is Format.FHIR:
        inside = [base64.b64decode(found) for found in _BASE64.findall(text)]
        pdfs = [each for each in inside if each.startswith(b"%PDF")]
        assert pdfs, "the PDF is inside"
        text += "".join(each.decode("utf-8", "replace") for each in inside if each not in pdfs)
        text += "".join(part for each in pdfs for part in _texts(each, Format.PDF))
    return [text]
