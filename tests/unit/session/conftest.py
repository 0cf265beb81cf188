"""A session on a script and a source driven by hand."""

from __future__ import annotations

import pytest

from tests.fakes.consultation import VOICES
from tests.fakes.manual_source import ManualSource
from tests.fakes.scripted_engine import Script, ScriptedEngine
from tests.fakes.session_kit import Kit, make_kit


@pytest.fixture
def source() -> ManualSource:
    return ManualSource()


@pytest.fixture
def engine() -> ScriptedEngine:
    return ScriptedEngine(Script(VOICES))


@pytest.fixture
def kit(engine: ScriptedEngine, source: ManualSource) -> Kit:
    return make_kit(engine, source)
