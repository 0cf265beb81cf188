"""How everything looks: colour tokens, one type scale, one spacing unit; style sheets from them.

Nothing else in the interface names a colour, a size or a distance of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

UNIT = 8
"""Pixels; every distance is a multiple or a half of it."""

RADIUS = 8
TOUCH_TARGET = 48
"""Least height and width of what patients touch, in pixels."""
TOUCH_LARGE = 64
"""The same for answers to questions that matter."""


@dataclass(frozen=True, slots=True)
class Type:
    """The type scale, in device-independent pixels before the user's scale."""

    caption: int = 13
    body: int = 15
    lead: int = 19
    title: int = 24
    display: int = 34


TYPE = Type()


@dataclass(frozen=True, slots=True)
class Colours:
    """Colour tokens of the doctor's windows: what a colour means, not what it is."""

    background: str
    surface: str
    raised: str
    ink: str
    muted: str
    faint: str
    line: str
    focus: str
    primary: str
    on_primary: str
    primary_hover: str
    primary_soft: str
    doctor: str
    doctor_soft: str
    patient: str
    patient_soft: str
    warning: str
    warning_soft: str
    danger: str
    danger_soft: str
    success: str
    mark: str
    """Background of differing spans; text on it stays in ``ink``."""


LIGHT = Colours(
    background="#F3F5F7",
    surface="#FFFFFF",
    raised="#E9EDF1",
    ink="#15202B",
    muted="#4A5867",
    faint="#65727F",
    line="#D5DCE3",
    focus="#0B57D0",
    primary="#0B6B6F",
    on_primary="#FFFFFF",
    primary_hover="#085558",
    primary_soft="#E0F0F0",
    doctor="#1C5AA6",
    doctor_soft="#E7F0FA",
    patient="#94480B",
    patient_soft="#FBF0E4",
    warning="#7A4F00",
    warning_soft="#FFF4D6",
    danger="#A8201A",
    danger_soft="#FDECEA",
    success="#1B6B3A",
    mark="#FFE08A",
)

DARK = Colours(
    background="#10161C",
    surface="#18212A",
    raised="#222D38",
    ink="#E8EDF2",
    muted="#AEBBC8",
    faint="#8D9BA9",
    line="#324050",
    focus="#8AB8FF",
    primary="#4FC3C0",
    on_primary="#06201F",
    primary_hover="#7AD6D3",
    primary_soft="#143433",
    doctor="#8CBBF2",
    doctor_soft="#182A40",
    patient="#F0B27A",
    patient_soft="#3A2817",
    warning="#F2C35B",
    warning_soft="#3A2E10",
    danger="#FF9B94",
    danger_soft="#431C1A",
    success="#7FD29B",
    mark="#6B5000",
)


@dataclass(frozen=True, slots=True)
class PatientColours:
    """Colour tokens of the patient screen: at least 7:1 for everything that is read."""

    background: str
    ink: str
    dimmed: str
    panel: str
    line: str
    accent: str
    on_accent: str
    fresh: str
    """Behind a new sentence for the first seconds."""
    notice: str
    notice_soft: str


PATIENT_LIGHT = PatientColours(
    background="#FFFFFF",
    ink="#0B1116",
    dimmed="#4E5964",
    panel="#F1F4F6",
    line="#B4BEC8",
    accent="#0A5558",
    on_accent="#FFFFFF",
    fresh="#DDF1EF",
    notice="#6B3D00",
    notice_soft="#FFF1CF",
)

PATIENT_DARK = PatientColours(
    background="#05090C",
    ink="#FFFFFF",
    dimmed="#A5B1BD",
    panel="#131B22",
    line="#43505D",
    accent="#72DAD6",
    on_accent="#03201F",
    fresh="#11413F",
    notice="#FFD275",
    notice_soft="#37290A",
)


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours and the user's type scale together."""

    name: str
    colours: Colours
    patient: PatientColours
    scale: float = 1.0

    def px(self, size: int) -> int:
        """A size of the type scale in the user's size."""
        return round(size * self.scale)


def theme(name: str, scale: float = 1.0) -> Theme:
    """The theme ``"light"`` or ``"dark"``; any other name is light."""
    limited = min(1.6, max(0.8, scale))
    if name == "dark":
        return Theme("dark", DARK, PATIENT_DARK, limited)
    return Theme("light", LIGHT, PATIENT_LIGHT, limited)


def patient_colours(name: str) -> PatientColours:
    """The patient screen's colours; its theme is chosen apart from the doctor's."""
    return PATIENT_DARK if name == "dark" else PATIENT_LIGHT


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two colours after WCAG 2 (1 to 21)."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
