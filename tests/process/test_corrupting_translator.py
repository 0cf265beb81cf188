"""The live path with a translator that corrupts on purpose: nothing of it reaches the patient.

Real session, real engine process (its translations are a table), real checks, real record. What
the patient sees is what the windows' own reducer puts on the patient screen.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

import pytest

from app.records.model import Attested, Party
from app.records.store import RecordStore
from app.session.events import Held, Released, SessionEvent, Subtitle
from app.session.live import LiveSession, Plan
from app.ui.subtitle_state import reduce
from app.ui.view_state import ViewState
from tests.fakes.energy_vad import EnergyVad
from tests.fakes.manual_source import ManualSource
from tests.fakes.record_access import ACCESS
from tests.fakes.scripted_engine import Script, scripted_client
from tests.fakes.session_kit import HEADER, Watcher

RIGHT = {
    "每天吃两片。": "Take two tablets a day.",
    "每次10毫升，一天三次。": "10 ml each time, three times a day.",
    "阿莫西林每次500毫克。": "Amoxicillin 500 mg each time.",
    "不要喝酒。": "Do not drink alcohol.",
    "您没有骨折。": "You do not have a fracture.",
    "手术在左膝。": "The operation is on the left knee.",
    "右眼每天滴四次。": "Put drops in the right eye four times a day.",
    "体温38.5度。": "The temperature is 38.5 degrees.",
    "血压是140/90。": "The blood pressure is 140/90.",
    "三天后回来复查。": "Come back for a check in three days.",
    "今晚十点以后不能吃东西。": "You must not eat anything after 10 tonight.",
    "您可以吃饭。": "You may eat.",
    "回家以后多休息，如果伤口流脓或者发烧，马上来急诊。": "Rest well at home, and if the wound"
    " discharges pus or you have a fever, come to the emergency department at once.",
}
Corrupt = Callable[[str], str]


def swap(one: str, other: str) -> Corrupt:
    """Exchange two words."""
    table = {one: other, other: one}
    pattern = re.compile(rf"\b(?:{one}|{other})\b", re.I)
    return lambda text: pattern.sub(lambda m: table[m.group().lower()], text)


CORRUPTIONS: dict[str, Corrupt] = {
    "a number more": swap("two", "three"),
    "ten times as much": lambda text: re.sub(r"\b(\d+)\b", r"\g<1>0", text, count=1),
    "another unit": swap("mg", "g"),
    "another side": swap("left", "right"),
    "another frequency": swap("three times", "twice"),
    "a negation lost": lambda text: re.sub(r"(?:do |must )not ", "", text, flags=re.I),
    "a negation added": lambda text: text.replace("You may", "You may not"),
    "a clause lost": lambda text: re.sub(", and if .*", ".", text),
    "a number lost": lambda text: re.sub(r"\s*\d[\d./]*( degrees| ml| mg)?", "", text),
}


OTHERS: dict[str, list[dict[str, Any]]] = tomllib.loads(
    Path(__file__).with_name("corruptions.toml").read_text(encoding="utf-8")
)
"""The same for the other languages of patients."""


def plain(said: str) -> str:
    """A sentence without the exclamation marks that tell its corruptions apart."""
    return said.rstrip("！")


WRONG = {
    text + "！" * number: corrupt(right)
    for text, right in RIGHT.items()
    for number, corrupt in enumerate(CORRUPTIONS.values(), 1)
    if corrupt(right) != right
}
"""What the doctor says, and what the translator makes of it."""


class Patient:
    """A session, and the patient screen in front of it."""

    def __init__(self, translations: dict[str, str], path: Path, lang: str) -> None:
        self.client = scripted_client(Script((), translations=translations))
        self.path = path
        self.session = LiveSession(
            Plan(replace(HEADER, patient_lang=lang)),
            self.client,
            ManualSource(),
            lambda: RecordStore.open(path, ACCESS),
            make_vad=EnergyVad,
        )
        self.watch = Watcher(self.session.events)
        self.view = ViewState()
        self.seen: set[str] = set()
        self.session.start()
        self._until(lambda event: getattr(event, "state", "") == "listening")

    def doctor_says(self, text: str) -> Subtitle | Held:
        """Let the doctor type it; gives what became of it."""
        self.session.type_text(Party.CLINICIAN, text)
        event = self._until(lambda event: isinstance(event, Subtitle | Held))
        assert isinstance(event, Subtitle | Held)
        return event

    def end(self) -> None:
        """End the session and look at the last events."""
        self.session.end()
        self._until(lambda event: getattr(event, "state", "") == "ended")

    def until_sent(self) -> Subtitle:
        """Wait for the next sentence that is sent."""
        event = self._until(lambda event: isinstance(event, Subtitle))
        assert isinstance(event, Subtitle)
        return event

    def until_held(self) -> Subtitle:
        """Wait for the next sentence that is held."""
        event = self._until(lambda event: isinstance(event, Held))
        assert isinstance(event, Held)
        return event.turn

    def close(self) -> None:
        """Give the process back."""
        self.client.close()

    def _until(self, wanted: Callable[[SessionEvent], bool]) -> SessionEvent:
        def look(event: SessionEvent) -> bool:
            self.view = reduce(self.view, event)
            self.seen |= {line.text for line in self.view.patient.lines}
            return wanted(event)

        return self.watch.until(look)


class Start(Protocol):
    """Begins a consultation with a translator that knows these sentences."""

    def __call__(self, translations: dict[str, str], lang: str = "en") -> Patient: ...


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    made: list[Patient] = []

    def begin(translations: dict[str, str], lang: str = "en") -> Patient:
        made.append(Patient(translations, tmp_path / "records.db", lang))
        return made[-1]

    yield begin
    for patient in made:
        patient.close()


def test_nothing_corrupted_reaches_the_patient_unconfirmed(start: Start) -> None:
    assert len(WRONG) > 20
    patient = start(WRONG)
    slipped = [
        f"{said} -> {wrong}"
        for said, wrong in WRONG.items()
        if isinstance(patient.doctor_says(said), Subtitle)
    ]
    patient.end()
    assert slipped == []
    assert patient.seen == set()
    with RecordStore.open(patient.path, ACCESS) as store:
        record = store.load(HEADER.id)
    assert len(record.turns) == len(WRONG)
    assert all(turn.held for turn in record.turns)
    assert [deed.what for deed in record.attestations] == [Attested.ENDED] * len(WRONG)


def test_what_is_right_is_not_kept_from_the_patient(start: Start) -> None:
    patient = start(RIGHT)
    held = [said for said in RIGHT if isinstance(patient.doctor_says(said), Held)]
    patient.end()
    assert held == []
    assert patient.seen == set(RIGHT.values())


@pytest.mark.parametrize("lang", OTHERS)
def test_nothing_corrupted_reaches_patients_of_any_language(start: Start, lang: str) -> None:
    right = {case["said"]: case["right"] for case in OTHERS[lang]}
    wrong = {
        case["said"] + "！" * number: words
        for case in OTHERS[lang]
        for number, words in enumerate(case["wrong"], 1)
    }
    patient = start(right | wrong, lang)
    became = {said: type(patient.doctor_says(said)) for said in right | wrong}
    patient.end()
    assert [wrong[said] for said in wrong if became[said] is Subtitle] == []
    assert [words for said, words in right.items() if became[said] is Held] == []
    assert patient.seen == set(right.values())


def test_what_the_doctor_sends_all_the_same_is_attested(start: Start) -> None:
    said, wrong = next(iter(WRONG.items()))
    patient = start(WRONG)
    patient.doctor_says(said)
    patient.session.confirm(1)
    assert patient.until_sent().attested is Attested.SENT_AS_IS
    patient.end()
    assert patient.seen == {wrong}
    assert patient.watch.of(Released)[0].actor == HEADER.doctor_name
    with RecordStore.open(patient.path, ACCESS) as store:
        (deed,) = store.load(HEADER.id).attestations
    assert (deed.turn, deed.what) == (1, Attested.SENT_AS_IS)
    assert deed.findings


def test_a_correction_that_the_translator_corrupts_is_held_again(start: Start) -> None:
    first, second, *_ = WRONG
    patient = start(WRONG)
    patient.doctor_says(first)
    patient.session.correct(1, second)
    assert patient.until_held().revision == 2
    patient.session.correct_translation(1, RIGHT[plain(second)])
    patient.until_sent()
    patient.end()
    assert patient.seen == {RIGHT[plain(second)]}
