"""``yizhen terms``: import, export, history, and what the other commands see of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import cli
from app.commands import terms as commands
from app.profile import Profile
from app.records import users
from app.records.access import Role
from glossary.concepts import Concept, Terms
from glossary.overlay import READER, Editor, TermBook
from tests.fakes.record_access import CHEAP

GOOD = "correct horse battery"
CSV = "id,zh,en\nfever,体温升高,fever\nward-one,一病区,ward one\n"
SHIPPED = (
    Concept("fever", "symptoms", "symptom", {"zh": Terms("发热"), "en": Terms("fever")}),
    Concept("cough", "symptoms", "symptom", {"zh": Terms("咳嗽"), "en": Terms("cough")}),
)


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two shipped concepts are enough here, and load at once."""

    def small_book(profile: Profile, editor: Editor = READER) -> TermBook:
        return TermBook(SHIPPED, profile.terms, editor)

    monkeypatch.setattr(commands, "open_book", small_book)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "list.csv"
    path.write_text(CSV, encoding="utf-8")
    return path


def run(tmp_path: Path, *arguments: str) -> Result:
    profile = str(tmp_path / "profile")
    return CliRunner().invoke(cli, ["terms", *arguments, "--profile", profile])


def last_line(result: Result) -> dict[str, object]:
    assert result.exit_code == 0, result.stderr
    found: dict[str, object] = json.loads(result.stdout.splitlines()[-1])
    return found


def test_a_dry_run_says_what_would_change_and_changes_nothing(tmp_path: Path, file: Path) -> None:
    result = run(tmp_path, "import", str(file), "--dry-run")
    said = [json.loads(line) for line in result.stdout.splitlines()]
    assert said[0] == {"id": "ward-one", "what": "new", "fields": ["zh", "en"]}
    assert said[1] == {"id": "fever", "what": "changed", "fields": ["zh.term"]}
    assert (said[2]["new"], said[2]["changed"], said[2]["applied"]) == (1, 1, False)
    assert not (tmp_path / "profile").exists()


def test_import_history_and_export(tmp_path: Path, file: Path) -> None:
    done = last_line(run(tmp_path, "import", str(file), "--who", "li", "--why", "ward list"))
    assert (done["new"], done["changed"], done["applied"]) == (1, 1, True)
    again = last_line(run(tmp_path, "import", str(file)))
    assert (again["same"], again["applied"]) == (2, False)
    (made,) = [json.loads(x) for x in run(tmp_path, "history").stdout.splitlines()]
    assert (made["who"], made["why"], made["what"]) == ("li", "ward list", "import")
    assert sorted(made["concepts"]) == ["fever", "ward-one"]
    out = tmp_path / "out.tbx"
    assert last_line(run(tmp_path, "export", str(out)))["concepts"] == 3
    only = last_line(run(tmp_path, "export", str(out), "--hospital-only", "--langs", "zh"))
    assert only["concepts"] == 2
    assert "体温升高" in out.read_text("utf-8")
    assert "cough" not in out.read_text("utf-8")


def test_where_the_hospital_differs_it_is_kept_unless_told(tmp_path: Path, file: Path) -> None:
    run(tmp_path, "import", str(file))
    file.write_text(CSV.replace("体温升高", "发烧"), encoding="utf-8")
    kept = run(tmp_path, "import", str(file))
    assert (last_line(kept)["conflicts"], last_line(kept)["applied"]) == (1, False)
    assert "--conflicts take" in kept.stderr
    assert last_line(run(tmp_path, "import", str(file), "--conflicts", "take"))["applied"] is True


def test_a_broken_file_is_named_with_line_and_column(tmp_path: Path, file: Path) -> None:
    file.write_text(CSV + 'x,"咳嗽,cough\n', encoding="utf-8")
    result = run(tmp_path, "import", str(file))
    assert result.exit_code == 1
    assert "terms.file.quote" in result.stderr
    assert "line=4, column=3" in result.stderr
    assert result.stdout == ""
    assert not (tmp_path / "profile" / "terms").exists()


def test_another_format_is_refused(tmp_path: Path) -> None:
    result = run(tmp_path, "export", str(tmp_path / "a.xlsx"))
    assert result.exit_code == 1
    assert "terms.file.suffix" in result.stderr
    assert not (tmp_path / "a.xlsx").exists()


def test_an_unknown_language_is_refused(tmp_path: Path) -> None:
    result = run(tmp_path, "export", str(tmp_path / "a.csv"), "--langs", "zh,tlh")
    assert "terms.no_language" in result.stderr


@pytest.mark.parametrize(
    ("name", "code"), [("root", 0), ("wang", 1), ("zhao", 1)], ids=["administrator", "clinician",
                                                                    "records"]
)  # fmt: skip
def test_with_users_only_an_administrator_imports(
    tmp_path: Path, file: Path, name: str, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Profile(tmp_path / "profile")
    wang, _ = users.create_profile(place.keys, "wang", GOOD, cost=CHEAP, recovery=False)
    root = users.enter(wang, "root", Role.ADMINISTRATOR, GOOD, CHEAP)
    users.admit(root, "root")
    by_root = users.unlock(place.keys, "root", GOOD)
    users.enter(by_root, "zhao", Role.RECORDS, GOOD, CHEAP)
    users.admit(users.unlock(place.keys, "wang", GOOD), "zhao")
    monkeypatch.setenv("YIZHEN_PASSPHRASE", GOOD)
    result = run(tmp_path, "import", str(file), "--user", name, "--who", "somebody else")
    assert result.exit_code == code
    if code:
        assert "terms.not_permitted" in result.stderr
        assert not place.terms.exists()
    else:
        (made,) = [json.loads(x) for x in run(tmp_path, "history").stdout.splitlines()]
        assert made["who"] == "root"


def test_without_the_passphrase_nothing_is_imported(tmp_path: Path, file: Path) -> None:
    place = Profile(tmp_path / "profile")
    users.create_profile(place.keys, "wang", GOOD, cost=CHEAP, recovery=False)
    result = run(tmp_path, "import", str(file))
    assert result.exit_code == 1
    assert "keys.passphrase_missing" in result.stderr
    assert last_line(run(tmp_path, "import", str(file), "--dry-run"))["new"] == 1


def test_while_there_is_no_administrator_a_user_imports(
    tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Profile(tmp_path / "profile")
    users.create_profile(place.keys, "wang", GOOD, cost=CHEAP, recovery=False)
    monkeypatch.setenv("YIZHEN_PASSPHRASE", GOOD)
    assert last_line(run(tmp_path, "import", str(file)))["applied"] is True
