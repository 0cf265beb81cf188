"""Who said it: button, then channel, then language; the prior leans to who spoke last."""

from __future__ import annotations

import pytest

from app.records.model import Party
from app.session.attribution import Attribution
from app.session.jobs import Spoken
from speech.types import Hypothesis, Utterance

DOCTOR, PATIENT = Party.CLINICIAN, Party.PATIENT


def spoken(
    start_ms: int = 0,
    *,
    held: Party | None = None,
    channel: Party | None = None,
    forced: bool = False,
) -> Spoken:
    utterance = Utterance(0, 0, start_ms, start_ms + 1000, b"")
    return Spoken(utterance, 0, held, channel, forced)


def heard(lang: str) -> Hypothesis:
    return Hypothesis("x", lang, {lang: 1.0}, -0.1, 0.0, 1)


@pytest.mark.parametrize(
    ("held", "channel", "lang", "party"),
    [
        (PATIENT, DOCTOR, "zh", PATIENT),
        (None, PATIENT, "zh", PATIENT),
        (None, None, "zh", DOCTOR),
        (None, None, "en", PATIENT),
    ],
)
def test_button_before_channel_before_language(
    held: Party | None, channel: Party | None, lang: str, party: Party
) -> None:
    attribution = Attribution("zh", "en")
    assert attribution.party(spoken(held=held, channel=channel), heard(lang)) is party


def test_a_known_party_needs_no_detection() -> None:
    attribution = Attribution("zh", "en")
    assert attribution.hints(spoken(held=PATIENT)).language_prior == {"en": 1.0}
    assert attribution.hints(spoken(channel=DOCTOR)).language_prior == {"zh": 1.0}


def test_the_prior_leans_to_who_spoke_last_after_a_short_pause_only() -> None:
    attribution = Attribution("zh", "en")
    assert attribution.hints(spoken()).language_prior == {"zh": 0.5, "en": 0.5}
    attribution.spoke(PATIENT, spoken(0))
    soon = attribution.hints(spoken(1300)).language_prior
    late = attribution.hints(spoken(5000)).language_prior
    assert soon["en"] > late["en"] >= 0.5
    assert all(sum(prior.values()) == pytest.approx(1.0) for prior in (soon, late))


def test_the_rest_of_a_cut_sentence_stays_with_its_speaker() -> None:
    attribution = Attribution("zh", "en")
    attribution.spoke(DOCTOR, spoken(0, forced=True))
    assert attribution.hints(spoken(1000)).language_prior["zh"] >= 0.9


def test_with_one_language_only_button_and_channel_tell() -> None:
    attribution = Attribution("zh", "zh")
    assert attribution.one_language
    assert attribution.hints(spoken()).language_prior == {"zh": 1.0}
    assert attribution.party(spoken(channel=PATIENT), heard("zh")) is PATIENT
    assert attribution.party(spoken(), heard("zh")) is DOCTOR
