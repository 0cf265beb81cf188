"""Rules of the house that no other tool checks."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("app", "speech", "translation", "glossary")
MAX_LINES = 450


def sources() -> list[Path]:
    return [path for name in PACKAGES for path in sorted((ROOT / name).rglob("*.py"))]


def test_packaging_folder_never_becomes_a_package() -> None:
    """`packaging/__init__.py` would shadow the library of that name and break pytest."""
    assert list((ROOT / "packaging").rglob("__init__.py")) == []
    import packaging.version

    assert Path(packaging.version.__file__).is_relative_to(Path(sys.prefix))


def test_files_can_be_read_in_one_sitting() -> None:
    long = {
        str(path.relative_to(ROOT)): count
        for path in sources()
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > MAX_LINES
    }
    assert long == {}


def test_every_module_says_what_it_is() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in sources()
        if not path.read_text(encoding="utf-8").lstrip().startswith('"""')
    ]
    assert silent == []


def test_every_decision_is_in_the_index() -> None:
    folder = ROOT / "docs" / "decisions"
    index = (folder / "README.md").read_text(encoding="utf-8")
    pages = [path.name for path in sorted(folder.glob("[0-9]*.md"))]
    assert pages
    assert [name for name in pages if f"({name})" not in index] == []


@pytest.mark.parametrize("page", [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")], ids=str)
def test_links_in_the_documentation_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_demo_script_is_whole() -> None:
    script = json.loads((ROOT / "assets/demo/consultation.json").read_text(encoding="utf-8"))
    turns = script["turns"]
    assert len(turns) >= 16
    assert {turn["party"] for turn in turns} == {"doctor", "patient"}
    assert all(turn["text"] and turn["reference"] for turn in turns)


@pytest.mark.parametrize("module", ["app.cli", "app.__main__"])
def test_command_line_starts_without_the_heavy_libraries(module: str) -> None:
    """A window must be on screen before any model library is imported."""
    heavy = "ctranslate2 faster_whisper onnxruntime PySide6 reportlab sqlite_utils numpy".split()
    code = f"import sys, {module}; print([m for m in {heavy!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("module", ["app.bootstrap", "app.session.live", "app.ui.windows"])
def test_the_first_window_does_not_wait_for_the_checks(module: str) -> None:
    code = f"import sys, {module}; print('translation.checks' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
