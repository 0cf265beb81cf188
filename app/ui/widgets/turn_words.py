"""What a card says about its turn besides its texts: badges, remarks, explanations."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF

from app.records.model import LIVE_REASONS
from app.session.events import Attested, ConfirmAnswer, Origin, Party, Sureness
from app.ui.texts import Texts, whose
from app.ui.theme import TYPE, UNIT
from app.ui.view_state import TurnRow
from app.ui.widgets.look import ICON, PAD, Style, head_height
from app.ui.widgets.turn_model import clock, party_word
from glossary.types import TermMatch
from translation.confidence import is_finding


def why(row: TurnRow) -> list[str]:
    """Reasons to doubt the turn that the card does not tell in another place."""
    reasons = dict.fromkeys((*row.confidence.reasons, *row.doubt))
    return [reason for reason in reasons if reason != "incomplete" and not is_finding(reason)]


def patient_remarks(row: TurnRow, style: Style) -> list[tuple[str, str, str, str]]:
    """What the patient answered and said back."""
    c, texts = style.theme.colours, style.texts
    remarks: list[tuple[str, str, str, str]] = []
    if row.answer is not None:
        fine = row.answer is ConfirmAnswer.YES
        colours = (c.success, c.raised) if fine else (c.danger, c.danger_soft)
        words = texts.get(f"asked.{row.answer.named(own=row.party is Party.PATIENT)}")
        remarks.append((words, *colours, "check" if fine else "warning"))
    elif row.ask_left:
        remarks.append((texts.get(f"asked.{row.ask_left}"), c.warning, c.warning_soft, "warning"))
    elif row.asked is not None:
        remarks.append((texts.get("asked.waiting"), c.muted, c.raised, "hourglass"))
    if row.teaching:
        ink, soft = {
            "agrees": (c.success, c.raised),
            "differs": (c.danger, c.danger_soft),
            "unjudged": (c.warning, c.warning_soft),
            "unsure": (c.warning, c.warning_soft),
            "again": (c.warning, c.warning_soft),
        }.get(row.teaching, (c.muted, c.raised))
        told = [texts.get(f"teach.{row.teaching}"), *map(texts.said_back, row.teach_findings)]
        remarks.append(("\n".join(told), ink, soft, _TEACHING_ICONS.get(row.teaching, "ear")))
    return remarks


_TEACHING_ICONS = {
    "agrees": "check",
    "differs": "warning",
    "asked": "microphone",
    "again": "microphone",
}


def term_tip(term: TermMatch, texts: Texts) -> str:
    """Where a term comes from, in words."""
    lines = [
        texts.get(
            "term.tip",
            term=term.term,
            wanted=term.wanted,
            concept=term.concept_id,
            source=term.source or "–",
            review=term.review_state or "–",
            version=term.termbase_version or "–",
        )
    ]
    if term.plain:
        lines.append(texts.get("term.plain", plain=term.plain))
    if term.fuzzy:
        lines.append(texts.get("term.fuzzy", meant=term.meant))
    return "\n".join(lines)


def confidence_tip(row: TurnRow, texts: Texts) -> str:
    """How far to trust the turn, and why."""
    level = row.confidence.level
    words = [texts.get(f"sureness.{level.value}")]
    if level is Sureness.SURE:
        words.append(texts.get("sureness.sure.why"))
    words += [texts.reason(reason, whose(row.party)) for reason in row.confidence.reasons]
    return "\n".join(words)


@dataclass(frozen=True, slots=True)
class Badge:
    """A word in the head of a card: colour, icon and words say the same."""

    words: str
    ink: str
    fill: str
    icon: str = ""
    tip: str = ""


def badge_places(row: TurnRow, style: Style) -> list[tuple[QRectF, Badge]]:
    """The badges of ``row`` with their places in the card."""
    theme, texts = style.theme, style.texts
    bold = QFontMetricsF(style.fonts.font(texts.code, theme.px(TYPE.caption), bold=True))
    plain = QFontMetricsF(style.fonts.font(texts.code, theme.px(TYPE.caption)))
    figures = QFontMetricsF(style.fonts.font("en", theme.px(TYPE.caption)))
    x = PAD + ICON + UNIT * 0.75 + bold.horizontalAdvance(party_word(texts, row.party)) + UNIT
    x += figures.horizontalAdvance(f"{row.turn} · {clock(row.start_ms)}") + UNIT * 1.5
    found: list[tuple[QRectF, Badge]] = []
    for badge in _badges(row, style):
        width = plain.horizontalAdvance(badge.words) + UNIT * 1.5
        width += ICON - 4 + UNIT / 2 if badge.icon else 0
        found.append((QRectF(x, PAD * 0.75, width, head_height(style)), badge))
        x += width + UNIT * 0.75
    return found


_LEVELS = {
    Sureness.SURE: ("success", "raised", "check"),
    Sureness.CHECK: ("warning", "warning_soft", "info"),
    Sureness.DOUBT: ("danger", "danger_soft", "warning"),
}


def _badges(row: TurnRow, style: Style) -> list[Badge]:
    c, texts = style.theme.colours, style.texts
    badges: list[Badge] = []
    if row.verified:
        key = "badge.verified" if row.origin is Origin.PHRASE else "badge.tapped"
        badges.append(Badge(texts.get(key), c.primary, c.primary_soft, "phrase"))
    else:
        ink, fill, icon = _LEVELS[row.confidence.level]
        words = texts.get(f"sureness.{row.confidence.level.value}")
        tip = confidence_tip(row, texts)
        badges.append(Badge(words, getattr(c, ink), getattr(c, fill), icon, tip))
    if row.uncorrected:
        words = texts.get("badge.uncorrected")
        badges.append(Badge(words, c.danger, c.danger_soft, "warning"))
    if row.red_flags:
        badges.append(Badge(texts.get("flag.title"), c.danger, c.danger_soft, "flag"))
    if row.held:
        badges.append(Badge(texts.get("badge.held"), c.warning, c.warning_soft, "hourglass"))
    elif row.unsent:
        key = "badge.withdrawn" if row.seen else "badge.unsent"
        badges.append(Badge(texts.get(key), c.muted, c.raised, "close"))
    elif row.done is not None:
        key = "badge.sent_as_is" if row.done is Attested.SENT_AS_IS else "badge.held_ms"
        shown = texts.get(key, time=clock(row.held_ms))
        badges.append(Badge(shown, c.muted, c.raised))
    if row.origin is Origin.TYPED:
        badges.append(Badge(texts.get("badge.typed"), c.muted, c.raised))
    if row.reason in LIVE_REASONS:
        badges.append(Badge(texts.get(f"badge.{row.reason}"), c.primary, c.primary_soft))
    return badges
