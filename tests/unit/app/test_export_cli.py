"""`yizhen records export` and `records verify --pdf`, as scripts call them."""

from __future__ import annotations

import io
import json
import subprocess
from dataclasses import replace
from pathlib import Path

import docx
import pikepdf
import pytest
from click.testing import CliRunner, Result

from app.cli import cli
from app.commands.records_cli import DEIDENTIFY, FORMATS, LAYOUTS
from app.documents.deidentify import Deidentify
from app.documents.export import WRITERS, Format
from app.documents.writers.layouts import Layout
from app.records import keys, users
from app.records.store import RecordStore
from tests.fakes.certificates import PASSWORD, Authority
from tests.fakes.record_access import CHEAP
from tests.golden.sample_records import header, turn

GOOD = "correct horse battery"
LOCK = "eight signs and more"


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passphrases that cost nothing: each command would take half a second otherwise."""
    monkeypatch.setattr(keys, "STANDARD_COST", CHEAP)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exports") / "profile"
    unlocked, _ = users.create_profile(folder / "keys.json", "wang", GOOD, cost=CHEAP)
    with RecordStore.open(folder / "records.db", unlocked.require_access()) as store:
        for place, lang in enumerate(("en", "ar")):
            head = replace(
                header(lang),
                id=f"e-{lang}",
                started_at=f"2026-11-2{place}T03:00:00.000Z",
                patient_name={"en": "SMITH, JAMES", "ar": "HASSAN, AHMED"}[lang],
                patient_name_local=header(lang).patient_name,
            )
            store.start_encounter(head)
            for number in (1, 2):
                store.add_turn(head.id, turn(lang, number, number - 1))
            store.end_encounter(head.id)
    return folder


def run(profile: Path, *arguments: str | Path, **env: str) -> Result:
    environment = {"YIZHEN_PASSPHRASE": GOOD, "YIZHEN_USER": "", "YIZHEN_PDF_PASSWORD": "",
                   "YIZHEN_SIGN_PASSWORD": ""} | env  # fmt: skip
    words = [str(argument) for argument in arguments]
    return CliRunner().invoke(cli, ["records", *words, "--profile", str(profile)], env=environment)


def export(profile: Path, out: Path, *arguments: str | Path, **env: str) -> list[Path]:
    result = run(profile, "export", *arguments, "--out", out, **env)
    assert result.exit_code == 0, result.stderr
    return [Path(line) for line in result.stdout.splitlines()]


def text_of(pdf: Path, *options: str) -> str:
    done = subprocess.run(
        ["pdftotext", "-raw", *options, pdf, "-"], capture_output=True, check=True
    )
    return done.stdout.decode()


def test_the_options_are_those_of_the_exporter() -> None:
    assert set(FORMATS) == {one.value for one in Format}
    assert set(LAYOUTS) == {one.value for one in Layout}
    assert set(DEIDENTIFY) == {one.value for one in Deidentify}
    assert set(WRITERS) == set(Format)


def test_every_encounter_at_once_and_by_day(filled: Path, tmp_path: Path) -> None:
    assert len(export(filled, tmp_path / "all", "--all", "--format", "jsonl")) == 2
    (one,) = export(filled, tmp_path / "day", "--since", "2026-11-21", "--format", "jsonl")
    assert json.loads(one.read_text("utf-8").splitlines()[0])["id"] == "e-ar"
    nobody = run(filled, "export", "--out", tmp_path)
    assert nobody.exit_code == 2
    assert "say which encounters" in nobody.stderr


def test_a_patients_copy(filled: Path, tmp_path: Path) -> None:
    (pdf,) = export(filled, tmp_path, "e-en", "--layout", "patient-copy")
    text = text_of(pdf)
    assert "Your consultation" in text
    assert "What is bothering you today?" in text
    assert "您" not in text
    assert "今天" not in text


def test_a_docx_in_one_language(filled: Path, tmp_path: Path) -> None:
    arguments = ("e-ar", "--format", "docx", "--layout", "one-language", "--language", "patient")
    (file,) = export(filled, tmp_path, *arguments)
    document = docx.Document(io.BytesIO(file.read_bytes()))
    cells = [cell.text for row in document.tables[1].rows for cell in row.cells]
    assert any("تفضل بالجلوس" in text for text in cells)
    assert not any("请坐" in text for text in cells)
    failed = run(filled, "export", *arguments[:-1], "ru", "--out", tmp_path)
    assert failed.exit_code == 1
    assert "(export.language" in failed.stderr


def test_signed_and_protected_and_checked(filled: Path, tmp_path: Path) -> None:
    authority, stranger = Authority.make(tmp_path), Authority.make(tmp_path, "Stranger")
    person = authority.person(tmp_path, "王丽华")
    env = {"YIZHEN_PDF_PASSWORD": LOCK, "YIZHEN_SIGN_PASSWORD": PASSWORD}
    (pdf,) = export(filled, tmp_path, "e-en", "--protect", "--sign", person, **env)
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(pdf)
    with pikepdf.open(pdf, password=LOCK) as opened:
        assert (opened.encryption.R, opened.encryption.bits) == (6, 256)
        assert "record.json" in opened.attachments

    def verdict(*arguments: str | Path) -> tuple[int, str, str]:
        result = run(filled, "verify", "--pdf", pdf, *arguments, YIZHEN_PDF_PASSWORD=LOCK)
        return result.exit_code, json.loads(result.stdout)["verdict"], result.stderr

    assert verdict("--trust", authority.pem)[:2] == (0, "valid")
    code, said, why = verdict("--trust", stranger.pem)
    assert (code, said) == (1, "untrusted")
    assert "no trusted certificate vouches for that name" in why
    (filled / "trusted").mkdir(exist_ok=True)
    trusted = filled / "trusted" / "ca.pem"
    trusted.write_bytes(authority.pem.read_bytes())
    assert verdict()[:2] == (0, "valid")
    trusted.unlink()
    data = bytearray(pdf.read_bytes())
    data[data.index(b"/Parent") + 1] ^= 1
    pdf.write_bytes(data)
    assert verdict("--trust", authority.pem)[:2] == (1, "changed")


def test_an_unsigned_pdf_and_no_pdf(filled: Path, tmp_path: Path) -> None:
    (pdf,) = export(filled, tmp_path, "e-en")
    result = run(filled, "verify", "--pdf", pdf)
    assert (result.exit_code, json.loads(result.stdout)["verdict"]) == (1, "unsigned")
    wrong = tmp_path / "text.pdf"
    wrong.write_text("no")
    assert "(signature.not_a_pdf" in run(filled, "verify", "--pdf", wrong).stderr


@pytest.mark.parametrize(
    ("arguments", "env", "code"),
    [
        (("--protect",), {}, "export.password_missing"),
        (("--protect",), {"YIZHEN_PDF_PASSWORD": "short"}, "export.password_short"),
        (("--protect", "--format", "docx"), {"YIZHEN_PDF_PASSWORD": LOCK}, "export.only_pdf"),
        (("--layout", "patient-copy", "--format", "jsonl"), {}, "export.layout_of_data"),
        (("--sign", "CERT"), {"YIZHEN_SIGN_PASSWORD": "wrong"}, "sign.cannot_open"),
        (("--sign", "OVER"), {"YIZHEN_SIGN_PASSWORD": PASSWORD}, "sign.expired"),
    ],
)
def test_what_cannot_be_had_writes_nothing(
    filled: Path, tmp_path: Path, arguments: tuple[str, ...], env: dict[str, str], code: str
) -> None:
    authority = Authority.make(tmp_path)
    files = {"CERT": authority.person(tmp_path, "a"), "OVER": authority.person(tmp_path, "b", -2)}
    words = [files.get(word, word) for word in arguments]
    out = tmp_path / "out"
    result = run(filled, "export", "e-en", *words, "--out", out, **env)
    assert result.exit_code == 1
    assert f"({code}" in result.stderr
    assert not out.exists()


def test_what_was_replaced_is_told_but_its_words_only_when_asked(
    filled: Path, tmp_path: Path
) -> None:
    arguments = ("export", "e-en", "--format", "jsonl", "--deidentify", "pseudonyms", "--out")
    quiet = run(filled, *arguments, tmp_path)
    assert "head or summary: name" in quiet.stderr
    assert "Smith" not in quiet.stderr + quiet.stdout
    loud = run(filled, *arguments, tmp_path, "--show-replaced")
    assert "James Smith -> P-" in loud.stderr
    (file,) = tmp_path.glob("*-deidentified.jsonl")
    assert "Smith" not in file.read_text("utf-8")
    assert "e-en" not in file.read_text("utf-8")


def test_every_export_is_in_the_audit_log(filled: Path, tmp_path: Path) -> None:
    export(filled, tmp_path, "e-en", "--layout", "interleaved", "--deidentify", "left-out")
    entries = [json.loads(line) for line in run(filled, "audit").stdout.splitlines()]
    last = [entry for entry in entries if entry["act"] == "encounter.export"][-1]
    assert (last["encounter_id"], last["user"]) == ("e-en", "wang")
    assert last["details"] == {"format": "pdf", "layout": "interleaved", "deidentify": "left-out"}
