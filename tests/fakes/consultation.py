"""A doctor who speaks Chinese and a patient who speaks English, as tones that a script knows."""

from __future__ import annotations

from speech.endpointing import EndpointSettings
from tests.fakes.scripted_engine import Voice
from tests.fakes.session_kit import Kit

FINALS_ONLY = EndpointSettings(speculate_ms=60_000, partial_every_ms=60_000)
VOICES = (
    Voice(400.0, "zh", {"zh": "左边疼吗？", "en": "so bian"}),
    Voice(700.0, "en", {"en": "My head hurts.", "zh": "买海的"}),
    Voice(1100.0, "en", {"en": "the " * 40, "zh": ""}),
    Voice(1500.0, "en", {"en": "", "zh": ""}),
    Voice(1900.0, "en", {"en": "Broken.", "zh": ""}, "fail"),
    Voice(2300.0, "en", {"en": "My grandmother."}, "cough"),
)
"""What the tones say, and in which language they are understood as what."""


def begin(kit: Kit) -> None:
    """Start the session and wait until it listens."""
    kit.session.start()
    kit.watch.until_state("listening")
