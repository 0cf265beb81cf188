"""One shipped termbase for all tests of this folder, through its cache in a temporary folder:
reading the files takes seconds."""

from __future__ import annotations

from pathlib import Path

import pytest

from glossary.termbase import Termbase, standard


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def termbase(cache: Path) -> Termbase:
    return standard(cache_folder=cache)
