"""How one row of the conversation is laid out and painted. No state, no input."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from app.session.events import Party
from app.ui.icons import pixmap
from app.ui.texts import whose
from app.ui.theme import RADIUS, TYPE, UNIT
from app.ui.view_state import GapRow, Row, TurnRow
from app.ui.widgets.look import ICON, PAD, Style, head_height
from app.ui.widgets.text_block import TextBlock, lay_out, places
from app.ui.widgets.turn_model import clock, party_word, seconds
from app.ui.widgets.turn_words import badge_places, patient_remarks, term_tip, why

__all__ = ["GAP", "Card", "Style", "card_width", "card_x", "lay_out_card", "paint_card"]

GAP = UNIT
"""Between two cards."""
MAX_WIDTH = 860


@dataclass(frozen=True, slots=True)
class Placed:
    """A paragraph at its place in the card."""

    block: TextBlock
    x: float
    y: float
    colour: str
    fill: str = ""
    icon: str = ""


@dataclass(slots=True)
class Card:
    """A laid-out row: its place in the view, its paragraphs and what its head says."""

    x: float
    width: float
    height: float
    placed: list[Placed] = field(default_factory=list)
    source: QRectF = field(default_factory=QRectF)
    """Where the recognised text stands: the editor opens here."""
    tips: list[tuple[QRectF, str]] = field(default_factory=list)
    """What is explained when the mouse rests there."""

    def tip_at(self, point: QPointF) -> str:
        """The explanation for a point of the card, or nothing."""
        return next((words for area, words in self.tips if area.contains(point)), "")


def card_width(view_width: int) -> float:
    """Width of a card; in steps of 40 pixels, so that dragging a window lays out seldom."""
    wanted = min(MAX_WIDTH, (view_width - PAD * 2) * 0.86)
    return max(280.0, wanted - wanted % 40)


def card_x(row: Row, view_width: int) -> float:
    """Left edge of the card: the doctor's side, the patient's side, or the middle."""
    width = card_width(view_width)
    party = row.party if row.turn else None
    if party is None:
        return (view_width - width) / 2
    return float(PAD) if party is Party.CLINICIAN else view_width - PAD - width


def lay_out_card(row: Row, view_width: int, style: Style) -> Card:
    """The card of ``row`` in a view of ``view_width`` pixels."""
    if isinstance(row, GapRow):
        return _gap_card(row, view_width, style)
    return _turn_card(row, view_width, style)


def _turn_card(row: TurnRow, view_width: int, style: Style) -> Card:
    width = card_width(view_width)
    card = Card(card_x(row, view_width), width, 0)
    theme, texts = style.theme, style.texts
    label_width = _label_width(style)
    text_x = PAD + label_width
    text_width = width - text_x - PAD
    y = PAD + head_height(style) + UNIT / 2
    for is_source in _order(row, style):
        top = y
        y = _add_text(card, row, style, is_source, text_x, text_width, y)
        if is_source:
            card.source = QRectF(text_x, top, text_width, y - top)
        y += UNIT / 2
    ui_font = style.fonts.font(texts.code, theme.px(TYPE.caption))
    for area, badge in badge_places(row, style):
        if badge.tip:
            card.tips.append((area, badge.tip))
    y = _add_digits(card, row, style, text_x, y)
    if row.previous_text:
        before = texts.get("turn.before", text=row.previous_text)
        block = lay_out(before, texts.code, ui_font, text_width)
        card.placed.append(Placed(block, text_x, y, theme.colours.faint))
        y += block.height + UNIT / 2
    for words, colour, fill, icon in _remarks(row, style):
        block = lay_out(words, texts.code, ui_font, text_width - ICON - UNIT * 3)
        card.placed.append(
            Placed(block, text_x + ICON + UNIT * 2, y + UNIT / 2, colour, fill, icon)
        )
        y += block.height + UNIT * 1.5
    card.height = y + UNIT
    return card


def _add_digits(card: Card, row: TurnRow, style: Style, x: float, y: float) -> float:
    """Numbers that are easily misheard, large."""
    digits = row.confidence.digits
    if not digits:
        return y
    theme, texts = style.theme, style.texts
    block = lay_out(
        "   ".join(digits), "en", style.fonts.font("en", theme.px(TYPE.display), bold=True), 400
    )
    label = lay_out(
        texts.get("digits.heard"),
        texts.code,
        style.fonts.font(texts.code, theme.px(TYPE.caption)),
        120,
    )
    card.placed.append(Placed(block, x, y, theme.colours.warning))
    ends = x + block.layout.lineAt(0).naturalTextWidth() + UNIT * 2
    middle = y + (block.height - label.height) / 2
    card.placed.append(Placed(label, ends, middle, theme.colours.muted))
    return y + block.height + UNIT / 2


def _order(row: TurnRow, style: Style) -> tuple[bool, bool]:
    """The doctor's language comes first in every card, whoever spoke."""
    source_first = row.lang == style.doctor_lang or row.target_lang != style.doctor_lang
    return (True, False) if source_first else (False, True)


def _add_text(
    card: Card, row: TurnRow, style: Style, is_source: bool, x: float, width: float, y: float
) -> float:
    theme, texts = style.theme, style.texts
    code = row.lang if is_source else row.target_lang
    text = row.text if is_source else row.translation
    own = code == style.doctor_lang
    colour = theme.colours.ink if own else theme.colours.muted
    if not text:
        text, code, colour = texts.get("turn.no_translation"), texts.code, theme.colours.danger
    spans = [x.source_span if is_source else x.target_span for x in row.findings]
    flags = [(flag.start, flag.end) for flag in row.red_flags]
    font = style.fonts.font(code, theme.px(TYPE.lead if own else TYPE.body + 1))
    block = lay_out(
        text, code, font, width,
        marks=[span for span in spans if span is not None] + (flags if is_source else []),
        mark_colour=theme.colours.mark,
        dotted=[(term.start, term.end) for term in row.terms] if is_source else (),
    )  # fmt: skip
    if is_source and row.text:
        for term in row.terms:
            words = term_tip(term, texts)
            for area in places(block, text, code, (term.start, term.end)):
                card.tips.append((area.translated(x, y), words))
    label_font = style.fonts.font(texts.code, theme.px(TYPE.caption))
    label = texts.get("turn.said" if is_source else "turn.translated")
    label_block = lay_out(label, texts.code, label_font, _label_width(style))
    first_line = block.height / max(1, block.lines)
    label_y = y + (first_line - label_block.height) / 2
    card.placed.append(Placed(label_block, PAD, label_y, theme.colours.faint))
    card.placed.append(Placed(block, x, y, colour))
    return y + block.height


def _remarks(row: TurnRow, style: Style) -> list[tuple[str, str, str, str]]:
    """Findings, doubts and missing parts: (words, colour, background, icon)."""
    c, texts = style.theme.colours, style.texts
    remarks: list[tuple[str, str, str, str]] = []
    if row.translation and not row.complete:
        remarks.append((texts.get("turn.incomplete"), c.danger, c.danger_soft, "gap"))
    for finding in row.findings:
        remarks.append((texts.finding(finding), c.warning, c.warning_soft, "warning"))
    for reason in why(row):
        remarks.append((texts.reason(reason, whose(row.party)), c.muted, c.raised, "ear"))
    return remarks + patient_remarks(row, style)


def _gap_card(row: GapRow, view_width: int, style: Style) -> Card:
    width = card_width(view_width)
    theme, texts = style.theme, style.texts
    words = texts.code_text(f"gap.{row.kind}", row.code, seconds=seconds(row.lost_ms))
    # Messages name a turn by its number.
    who = f"{party_word(texts, row.party)}  {row.turn} · " if row.turn else ""
    line = f"{who}{clock(row.at_ms)}  {words}"
    if row.turn:
        line = f"{line}\n{texts.of('gap.retry_hint', whose(row.party))}"
    font = style.fonts.font(texts.code, theme.px(TYPE.body))
    block = lay_out(line, texts.code, font, width - PAD * 3 - ICON)
    card = Card(card_x(row, view_width), width, block.height + PAD * 1.5)
    card.placed.append(Placed(block, PAD * 2 + ICON, PAD * 0.75, theme.colours.danger, icon="gap"))
    return card


def _label_width(style: Style) -> float:
    font = style.fonts.font(style.texts.code, style.theme.px(TYPE.caption))
    metrics = QFontMetricsF(font)
    words = (style.texts.get("turn.said"), style.texts.get("turn.translated"))
    return max(metrics.horizontalAdvance(word) for word in words) + UNIT * 1.5


def paint_card(
    painter: QPainter, card: Card, row: Row, top: float, style: Style, selected: bool, focus: bool
) -> None:
    """Paint ``card`` with its upper edge at ``top``."""
    c = style.theme.colours
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    frame = QRectF(card.x + 0.5, top + GAP / 2 + 0.5, card.width - 1, card.height - 1)
    painter.save()
    if isinstance(row, GapRow):
        _paint_frame(painter, frame, c.danger_soft, c.danger, selected, c.focus, dashed=True)
    else:
        line = c.warning if row.held else c.line
        _paint_frame(painter, frame, c.surface, line, selected, c.focus if focus else c.muted)
        _paint_side(painter, frame, row.party, style)
        _paint_head(painter, frame, row, style)
    for item in card.placed:
        _paint_placed(painter, item, frame, style)
    painter.restore()


def _paint_frame(
    painter: QPainter, frame: QRectF, fill: str, line: str, selected: bool, focus: str,
    dashed: bool = False,
) -> None:  # fmt: skip
    pen = QPen(QColor(focus if selected else line), 2.0 if selected else 1.0)
    if dashed and not selected:
        pen.setStyle(Qt.PenStyle.DashLine)
    painter.setPen(pen)
    painter.setBrush(QColor(fill))
    painter.drawRoundedRect(frame, RADIUS, RADIUS)


def _party_colour(party: Party, style: Style) -> str:
    c = style.theme.colours
    return c.doctor if party is Party.CLINICIAN else c.patient


def _paint_side(painter: QPainter, frame: QRectF, party: Party, style: Style) -> None:
    """The party's bar, on the party's side."""
    colour = _party_colour(party, style)
    x = frame.left() if party is Party.CLINICIAN else frame.right() - 4
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawRoundedRect(QRectF(x, frame.top() + PAD, 4, frame.height() - PAD * 2), 2, 2)


def _paint_head(painter: QPainter, frame: QRectF, row: TurnRow, style: Style) -> None:
    theme, texts = style.theme, style.texts
    colour = _party_colour(row.party, style)
    x, y, height = frame.left() + PAD, frame.top() + PAD * 0.75, head_height(style)
    painter.drawPixmap(QPointF(x, y + (height - ICON) / 2), pixmap(row.party.value, colour, ICON))
    x += ICON + UNIT * 0.75
    bold = style.fonts.font(texts.code, theme.px(TYPE.caption), bold=True)
    plain = style.fonts.font(texts.code, theme.px(TYPE.caption))
    x += _paint_words(painter, party_word(texts, row.party), x, y, height, bold, colour) + UNIT
    when = f"{row.turn} · {clock(row.start_ms)}"
    # The middle dot of a Chinese font is as wide as a character.
    figures = style.fonts.font("en", theme.px(TYPE.caption))
    _paint_words(painter, when, x, y, height, figures, theme.colours.faint)
    for area, badge in badge_places(row, style):
        box = area.translated(frame.left(), frame.top())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(badge.fill))
        painter.drawRoundedRect(box, height / 2, height / 2)
        x = box.left() + UNIT * 0.75
        if badge.icon:
            size = ICON - 4
            at = QPointF(x, box.top() + (height - size) / 2)
            painter.drawPixmap(at, pixmap(badge.icon, badge.ink, size))
            x += size + UNIT / 2
        _paint_words(painter, badge.words, x, box.top(), height, plain, badge.ink)


def _paint_words(
    painter: QPainter, words: str, x: float, y: float, height: float, font: QFont, colour: str
) -> float:
    painter.setFont(font)
    painter.setPen(QColor(colour))
    width = QFontMetricsF(painter.font()).horizontalAdvance(words)
    painter.drawText(QRectF(x, y, width + 2, height), Qt.AlignmentFlag.AlignVCenter, words)
    return width


def _paint_placed(painter: QPainter, item: Placed, frame: QRectF, style: Style) -> None:
    x, y = frame.left() + item.x, frame.top() + item.y
    if item.fill:
        box = QRectF(
            x - ICON - UNIT * 2, y - UNIT / 2,
            item.block.width + ICON + UNIT * 3, item.block.height + UNIT,
        )  # fmt: skip
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(item.fill))
        painter.drawRoundedRect(box, RADIUS / 2, RADIUS / 2)
    if item.icon:
        first_line = item.block.height / max(1, item.block.lines)
        at = QPointF(x - ICON - UNIT, y + (first_line - ICON) / 2)
        painter.drawPixmap(at, pixmap(item.icon, item.colour, ICON))
    item.block.draw(painter, x, y, item.colour)
