"""A real encrypted record for the windows of the records."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.ui import records_feed as feed


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a record with two encounters."""
    folder = tmp_path_factory.mktemp("records")
    feed.fill(folder / "records.db")
    return folder


@pytest.fixture
def path(filled: Path, tmp_path: Path) -> Path:
    """A record of one's own, copied: making one syncs the disk many times."""
    shutil.copytree(filled, tmp_path, dirs_exist_ok=True)
    return tmp_path / "records.db"
