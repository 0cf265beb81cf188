"""How sure the models must be of themselves: doubt is shown, nothing is dropped for it."""

from __future__ import annotations

import pytest

from app.records.model import Party
from app.session.events import Subtitle
from app.session.steps import Trust
from speech.plausibility import PlausibilityLimits
from tests.fakes.manual_source import ManualSource
from tests.fakes.scripted_engine import Script, ScriptedEngine
from tests.fakes.session_kit import make_kit

# The scripted engine answers everything with a mean log-probability of -0.1.


@pytest.mark.parametrize(("min_score", "doubt"), [(-0.2, ()), (-0.05, ("translation_unsure",))])
def test_an_unsure_translation_is_shown_as_doubtful(
    min_score: float, doubt: tuple[str, ...]
) -> None:
    trust = Trust(PlausibilityLimits(), {("zh", "en"): min_score})
    kit = make_kit(ScriptedEngine(Script(())), ManualSource(), trust=trust)
    kit.session.start()
    kit.watch.until_state("listening")
    kit.session.type_text(Party.CLINICIAN, "左边疼吗？")
    shown = kit.watch.until_kind(Subtitle)
    kit.finish()
    assert shown.translation == "en(左边疼吗？)"
    assert shown.doubt == doubt
    assert [turn.doubt for turn in kit.records.turns] == [doubt]


def test_the_doubt_of_an_earlier_translation_is_not_carried_along() -> None:
    trust = Trust(PlausibilityLimits(), {("zh", "en"): -0.05, ("en", "zh"): -0.05})
    kit = make_kit(ScriptedEngine(Script(())), ManualSource(), trust=trust)
    kit.session.start()
    kit.watch.until_state("listening")
    kit.session.type_text(Party.CLINICIAN, "左边疼吗？")
    first = kit.watch.until_kind(Subtitle)
    kit.session.swap(first.turn)
    swapped = kit.watch.until_kind(Subtitle)
    kit.finish()
    # Still unsure, and said once only.
    assert swapped.doubt == ("translation_unsure",)
