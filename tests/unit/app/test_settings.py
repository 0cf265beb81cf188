"""Settings: declared once, checked, saved, and never lost to a damaged file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.session.hold import kinds_from
from app.settings import SETTINGS, Settings, SettingsError
from translation.types import CRITICAL_KINDS


def test_defaults_are_allowed_values() -> None:
    for setting in SETTINGS.values():
        assert setting.check(setting.default) == setting.default


def test_the_default_policy_holds_every_critical_kind() -> None:
    assert kinds_from(Settings().text("safety.hold_kinds")) == CRITICAL_KINDS


def test_a_change_is_saved_and_told(tmp_path: Path) -> None:
    path = tmp_path / "profile" / "settings.json"
    settings = Settings(path)
    heard: list[tuple[str, object]] = []
    settings.on_change(lambda key, value: heard.append((key, value)))
    settings.set("patient.font_pt", 72)
    settings.set("patient.font_pt", 72)
    assert heard == [("patient.font_pt", 72)]
    assert Settings(path).number("patient.font_pt") == 72
    assert [p.name for p in path.parent.iterdir()] == ["settings.json"]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("patient.font_pt", 97),
        ("patient.font_pt", "48"),
        ("patient.show_source", 1),
        ("ui.theme", "pink"),
    ],
)
def test_what_is_not_allowed_changes_nothing(tmp_path: Path, key: str, value: object) -> None:
    settings = Settings(tmp_path / "settings.json")
    before = settings.get(key)
    with pytest.raises(SettingsError, match=r"settings\.bad_value"):
        settings.set(key, value)  # type: ignore[arg-type]
    assert settings.get(key) == before
    assert not (tmp_path / "settings.json").exists()


def test_a_typing_error_gets_a_suggestion() -> None:
    with pytest.raises(SettingsError) as caught:
        Settings().get("patient.font_px")
    assert caught.value.details["suggestion"] == "patient.font_pt"


def test_a_damaged_file_is_kept_and_reported(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text("{not json", encoding="utf-8")
    settings = Settings(path)
    assert [p.code for p in settings.problems] == ["settings.damaged"]
    assert (tmp_path / "settings.damaged.json").read_text(encoding="utf-8") == "{not json"
    assert settings.text("ui.language") == "zh"


def test_unknown_keys_survive_for_the_newer_version_that_wrote_them(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"future.key": 1, "ui.theme": "pink"}), encoding="utf-8")
    settings = Settings(path)
    assert sorted(p.code for p in settings.problems) == ["settings.bad_value", "settings.unknown"]
    settings.set("ui.theme", "dark")
    assert json.loads(path.read_text(encoding="utf-8")) == {"future.key": 1, "ui.theme": "dark"}


def test_every_setting_is_documented() -> None:
    page = Path(__file__).resolve().parents[3] / "docs" / "settings.md"
    text = page.read_text(encoding="utf-8")
    assert [key for key in SETTINGS if f"`{key}`" not in text] == []
