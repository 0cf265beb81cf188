"""`yizhen document new` and `verify`, as scripts call them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import cli
from app.commands import document_cli
from app.documents.readers.docx import read_docx
from app.documents.templates.kinds import KINDS
from app.records import keys, users
from app.records.model import AttestationRecord, Attested, Party
from app.records.store import RecordStore
from app.records.summary_model import Made, Section, SummaryLine
from tests.fakes.record_access import CHEAP
from tests.unit.records.samples import FULL_TURN, HEADER

GOOD = "correct horse battery"


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "STANDARD_COST", CHEAP)
    for name in ("YIZHEN_PASSPHRASE", "YIZHEN_USER", "YIZHEN_SIGN_PASSWORD"):
        monkeypatch.delenv(name, raising=False)


def run(profile: Path, *arguments: str) -> Result:
    environment = {"YIZHEN_PASSPHRASE": GOOD}
    return CliRunner().invoke(cli, ["document", *arguments, "--profile", str(profile)],
                              env=environment)  # fmt: skip


def verdict(profile: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["document", *arguments])


def made(result: Result) -> tuple[Path, str]:
    assert result.exit_code == 0, result.output
    path, code = result.stdout.split()
    return Path(path), code


def test_kinds_of_the_command_are_the_forms_there_are() -> None:
    assert document_cli.KINDS == KINDS


def test_a_blank_form_with_an_entry_and_its_verification(tmp_path: Path) -> None:
    path, code = made(
        run(tmp_path, "new", "sick_note", "--to", "ru", "--out", str(tmp_path / "a.docx"),
            "--set", "rest_days=7", "--set", "diagnosis=肺炎|Пневмония")
    )  # fmt: skip
    texts = [block.text for block in read_docx(path.read_bytes()).blocks]
    assert {"7", "肺炎", "Пневмония"} <= set(texts)
    assert any("ЧЕРНОВИК" in text for text in texts), "nobody has confirmed the entries"
    for arguments in (("verify", str(path), code), ("--verify", str(path), code.lower())):
        result = verdict(tmp_path, *arguments)
        assert (result.exit_code, result.stdout) == (0, "valid\n")
    wrong = verdict(tmp_path, "verify", str(path), "0000-0000-0000-0000")
    assert (wrong.exit_code, wrong.stdout) == (1, "wrong_code\n")
    unknown = run(tmp_path, "new", "sick_note", "--out", str(path), "--set", "rust=7")
    assert unknown.exit_code == 1
    assert "document.slot_unknown" in unknown.stderr


def test_a_form_from_a_consultation_has_what_was_reviewed(tmp_path: Path) -> None:
    folder = tmp_path / "profile"
    unlocked, _ = users.create_profile(folder / "keys.json", "wang", GOOD)
    lines = [SummaryLine(Section.COMPLAINT, "胸痛3天", "Chest pain for 3 days")]
    with RecordStore.open(folder / "records.db", unlocked.require_access()) as store:
        store.start_encounter(replace(HEADER, patient_name="IVANOVA, ANNA"))
        store.add_turn("e-1", FULL_TURN)
        store.end_encounter("e-1")
        store.add_summary("e-1", Made.DRAFT, lines)
        arguments = ("new", "referral_letter", "--encounter", "e-1", "--out")
        path, _ = made(run(folder, *arguments, str(tmp_path / "a.docx")))
        texts = [block.text for block in read_docx(path.read_bytes()).blocks]
        assert "Chest pain for 3 days" not in texts, "nobody has reviewed it"
        assert "IVANOVA, ANNA" in texts
        store.add_summary("e-1", Made.REVIEWED, lines)
    path, code = made(run(folder, *arguments, str(tmp_path / "b.pdf")))
    assert verdict(tmp_path, "verify", str(path), code).stdout == "valid\n"
    data = path.read_bytes()
    # The pages are packed: what they draw is changed by putting another page in.
    import pikepdf

    with pikepdf.open(path) as opened:
        opened.add_blank_page()
        opened.save(tmp_path / "c.pdf")
    assert verdict(tmp_path, "verify", str(tmp_path / "c.pdf"), code).stdout == "changed\n"
    assert path.read_bytes() == data


def test_a_form_tells_how_much_the_patient_was_never_told(tmp_path: Path) -> None:
    folder = tmp_path / "profile"
    unlocked, _ = users.create_profile(folder / "keys.json", "wang", GOOD)
    lines = [
        SummaryLine(Section.COMPLAINT, "胸痛", "Chest pain"),
        SummaryLine(Section.PLAN, "停药", "Stop the medicine", (1,), own=True),
    ]
    with RecordStore.open(folder / "records.db", unlocked.require_access()) as store:
        store.start_encounter(HEADER)
        store.add_turn("e-1", replace(FULL_TURN, party=Party.CLINICIAN, held=("negation",)))
        store.add_deed("e-1", AttestationRecord(1, 1, Attested.NOT_SENT, "wang", 3000))
        store.end_encounter("e-1")
        store.add_summary("e-1", Made.REVIEWED, lines)
    out = str(tmp_path / "a.docx")
    result = run(folder, "new", "referral_letter", "--encounter", "e-1", "--out", out)
    texts = [block.text for block in read_docx(made(result)[0].read_bytes()).blocks]
    assert "Chest pain" in texts
    assert "Stop the medicine" not in texts
    assert "lines of the summary left out: 1" in result.stderr
