"""The command line: exit statuses, one clear line for a failed world, machine output on stdout."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import cli
from tests.unit.app.test_modelpacks import write_pack


def run(*arguments: str, text: str = "") -> Result:
    return CliRunner().invoke(cli, arguments, input=text, prog_name="yizhen")


@pytest.mark.parametrize(
    "command",
    [["models", "install"]],
)
def test_what_is_not_there_yet_says_so_with_status_1(command: list[str]) -> None:
    result = run(*command)
    assert result.exit_code == 1
    assert "cli.not_yet_available" in result.stderr
    assert result.stdout == ""


def test_wrong_usage_is_status_2() -> None:
    assert run("translate", "--from", "zh").exit_code == 2
    assert run("listen", "no-such-file.wav").exit_code == 2


def test_models_list_prints_a_pack_and_a_broken_one(tmp_path: Path) -> None:
    write_pack(tmp_path / "model_packs" / "good")
    broken = write_pack(tmp_path / "model_packs" / "broken")
    (broken / "manifest.json").write_text("{", encoding="utf-8")
    result = run("models", "list", "--profile", str(tmp_path))
    lines = {
        Path(line["folder"]).name: line for line in map(json.loads, result.stdout.splitlines())
    }
    assert lines["good"]["id"] == "good"
    assert lines["good"]["bytes"] == 13
    assert lines["broken"]["error"].startswith("pack.bad_manifest")


def test_models_verify_names_file_and_pack(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "p")
    assert run("models", "verify", str(folder)).exit_code == 0
    (folder / "model.bin").write_bytes(b"w")
    result = run("models", "verify", str(folder))
    assert result.exit_code == 1
    assert "pack.file_damaged: pack=p, file=model.bin" in result.stderr


def test_profile_may_stand_before_or_after_the_command(tmp_path: Path) -> None:
    write_pack(tmp_path / "model_packs" / "mine")
    before = run("--profile", str(tmp_path), "models", "list").stdout
    after = run("models", "list", "--profile", str(tmp_path)).stdout
    assert before == after
    assert '"mine"' in before


def test_a_profile_that_cannot_be_written_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    result = run("selftest", "--profile", str(tmp_path / "file" / "inside"))
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1
    assert "(profile.not_writable: folder=" in result.stderr


def test_check_adds_findings_to_each_pair_and_keeps_the_rest() -> None:
    pair = {
        "id": 7,
        "source_lang": "en",
        "target_lang": "zh",
        "source": "Take 50 mg.",
        "target": "吃15毫克。",
    }
    result = run("check", text=json.dumps(pair) + "\n\n")
    assert result.exit_code == 0
    line = json.loads(result.stdout)
    assert line["id"] == 7
    assert {finding["kind"] for finding in line["findings"]} & {"number", "dose"}


@pytest.mark.parametrize("bad", ["not json", "[]", '{"source": "x"}'])
def test_check_names_the_line_it_cannot_read(bad: str) -> None:
    good = '{"source_lang":"zh","target_lang":"en","source":"好。","target":"Good."}'
    result = run("check", text=f"{good}\n{bad}\n")
    assert result.exit_code == 1
    assert "check.bad_line: line=2" in result.stderr
    assert len(result.stdout.splitlines()) == 1


@pytest.mark.parametrize("language", ["pt", "zh-TW", ""])
def test_check_refuses_a_language_that_the_checks_do_not_know(language: str) -> None:
    pair = {"source_lang": language, "target_lang": "en", "source": "5片。", "target": "Six."}
    result = run("check", text=json.dumps(pair))
    assert result.exit_code == 1
    assert "check.unknown_language: line=1" in result.stderr


def test_check_takes_languages_in_capitals_and_text_that_cannot_be_printed() -> None:
    pair = {"source_lang": "ZH", "target_lang": "EN", "source": "不\ud83d吃5片。", "target": "Six."}
    result = run("check", text=json.dumps(pair))
    assert result.exit_code == 0
    line = json.loads(result.stdout)
    assert line["source"] == pair["source"]
    assert line["findings"]


def test_the_app_without_a_screen_is_one_clear_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    result = run("--profile", str(tmp_path))
    assert result.exit_code == 1
    assert "(window.no_display)" in result.stderr


def test_terms_are_found_line_by_line() -> None:
    result = run("terms", "find", "--lang", "en", text="I have chest pain.\nHello.\n")
    first, second = map(json.loads, result.stdout.splitlines())
    assert [match["wanted"] for match in first["matches"]] == ["胸痛"]
    assert second == {"text": "Hello.", "matches": [], "proposals": []}


def test_terms_of_a_language_that_is_not_there() -> None:
    result = run("terms", "find", "--lang", "tlh", text="")
    assert result.exit_code == 1
    assert "terms.no_language" in result.stderr


def test_terms_stats_counts_every_domain() -> None:
    result = run("terms", "stats")
    assert result.exit_code == 0
    assert "symptoms" in result.stdout
    assert " concepts, " in result.stdout.splitlines()[-1]


def test_a_bad_document_is_one_line_and_nothing_is_written(tmp_path: Path) -> None:
    program = tmp_path / "letter.docx"
    program.write_bytes(b"MZ\x90\x00")
    out, report = tmp_path / "out.pdf", tmp_path / "r.json"
    languages = ("--from", "zh", "--to", "en", "--profile", str(tmp_path / "profile"))
    arguments = ("document", str(program), *languages, "--report", str(report))
    result = run(*arguments, "--out", str(out))
    assert result.exit_code == 1
    assert "document.not_a_document" in result.stderr
    assert len(result.stderr.splitlines()) == 1
    result = run(*arguments, "--out", str(program))
    assert "document.output_is_input" in result.stderr
    assert not out.exists()
    assert not report.exists()
    assert run("document", str(program), *languages).exit_code == 2
