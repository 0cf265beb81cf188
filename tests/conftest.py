"""What tests of several folders share."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest


@pytest.fixture
def path(filled: Path, tmp_path: Path) -> Path:
    """A record of one's own, copied from the module's: making one syncs the disk many times."""
    shutil.copytree(filled, tmp_path, dirs_exist_ok=True)
    return tmp_path / "records.db"
