"""What a tapped answer says: the same words in the patient's language and in the doctor's.

The words come from the catalogues, so no machine translates them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QDate, QLocale

from app.session.events import Party, Phrase
from app.ui.texts import Texts
from app.ui.view_state import Option


@dataclass(frozen=True, slots=True)
class Tap:
    """An answer by its stable id, and how it is said in a language."""

    phrase_id: str
    say: Callable[[Texts], str]

    def phrase(self, patient: Texts, doctor: Texts) -> Phrase:
        """The answer as the session takes it."""
        return Phrase(self.phrase_id, Party.PATIENT, self.say(patient), self.say(doctor))


def choice(answer: str) -> Tap:
    """ "yes", "no" or "dont_know"."""
    return Tap(f"answer.{answer}", lambda texts: texts.get(f"patient.pad.{answer}"))


def option(chosen: Option) -> Tap:
    """One of the answers to a verified phrase."""
    return Tap(f"answer.option.{chosen.id}", lambda texts: chosen.text(texts.code))


def pain(level: int) -> Tap:
    """Pain from 0 (none) to 10 (the worst)."""
    return Tap(f"answer.pain.{level}", lambda texts: texts.get("patient.say.pain", n=level))


def part_name(texts: Texts, part: str, side: str) -> str:
    """A part of the body with its side ("left", "right" or "")."""
    name = texts.get(f"patient.body.{part}")
    return texts.get(f"patient.body.{side}", part=name) if side else name


def body(part: str, side: str) -> Tap:
    """A place on the body."""
    return Tap(
        f"answer.body.{part}.{side or 'middle'}",
        lambda texts: texts.get("patient.say.body", part=part_name(texts, part, side)),
    )


SYMBOLS = {"celsius": "°C", "kg": "kg", "cm": "cm"}
UNITS = ("none", "hours", "days", "weeks", "months", "years", "times", *SYMBOLS)


def number(digits: str, unit: str) -> Tap:
    """A number with one of `UNITS`."""

    def say(texts: Texts) -> str:
        if unit == "none":
            return digits
        if unit in SYMBOLS:
            return f"{digits} {SYMBOLS[unit]}"
        return texts.get("patient.say.number", unit=texts.get(f"patient.unit.{unit}"), n=digits)

    return Tap(f"answer.number.{unit}", say)


def day(chosen: date) -> Tap:
    """A calendar day, written out as the language does."""

    def say(texts: Texts) -> str:
        shown = QDate(chosen.year, chosen.month, chosen.day)
        return QLocale(texts.code).toString(shown, QLocale.FormatType.LongFormat)

    return Tap("answer.date", say)
