"""Cells of the review grid as rich text."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from app.documents.stored import findings_from
from app.records.documents import CRITICAL
from app.records.model import FindingRecord
from app.ui.languages import isolated, isolated_offset
from app.ui.records_html import local_time
from app.ui.review_rows import ReviewRow, Status
from app.ui.widgets.look import Style

Span = tuple[int, int]


def text_html(text: str, lang: str, spans: Iterable[Span], style: Style) -> str:
    """A text of one language with what was found in it marked."""
    shown = isolated(text, lang)
    marks = sorted(
        (isolated_offset(text, lang, start), isolated_offset(text, lang, end))
        for start, end in spans
        if start < end <= len(text)
    )
    parts, at = list[str](), 0
    for start, end in marks:
        if start < at:
            continue
        c = style.theme.colours
        inside = f'<span style="background-color: {c.mark};">{escape(shown[start:end])}</span>'
        parts += [escape(shown[at:start]), inside]
        at = end
    parts.append(escape(shown[at:]))
    return "".join(parts).replace("\n", "<br>")


def source_html(row: ReviewRow, lang: str, style: Style) -> str:
    """The original, and what was read of it where a person has corrected that."""
    spans = [found.source_span for found in _findings(row) if found.source_span]
    shown = text_html(row.block.text, lang, spans, style)
    if not row.is_corrected:
        return shown
    c = style.theme.colours
    word = escape(style.texts.get("review.as_read"))
    read = text_html(row.as_read.text, lang, (), style)
    return f'{shown}<br><small style="color: {c.faint};">{word} <s>{read}</s></small>'


def target_html(row: ReviewRow, lang: str, style: Style) -> str:
    """The translation, or a word for its absence."""
    if row.target:
        spans = [found.target_span for found in _findings(row) if found.target_span]
        return text_html(row.target, lang, spans, style)
    missing = style.texts.get(f"review.no_text.{row.status.value}")
    return f'<i style="color: {style.theme.colours.faint};">{escape(missing)}</i>'


def findings_html(row: ReviewRow, style: Style) -> str:
    """What was found, the grave things first."""
    c = style.theme.colours
    lines = []
    for text, critical in findings_words(row, style):
        colour = c.danger if critical else c.warning
        if row.text is not None and row.text.accepted:
            colour = c.faint
        lines.append(f'<span style="color: {colour};">{escape(text)}</span>')
    if row.text is not None and row.text.accepted and row.text.reason:
        because = style.texts.get("records.because", reason=row.text.reason)
        lines.append(f'<span style="color: {c.muted};">{escape(because)}</span>')
    return "<br>".join(lines)


def findings_words(row: ReviewRow, style: Style) -> list[tuple[str, bool]]:
    """What was found in words, and whether it is grave; no two lines alike."""
    texts = style.texts
    told: dict[str, bool] = {}
    text = row.text
    if text is not None and text.state in ("failed", "incomplete"):
        told[texts.get(f"review.state.{text.state}")] = True
    if row.is_corrected:
        told[texts.get("review.corrected")] = False
    if row.block.doubt:
        told[texts.code_text("review.doubt", row.block.doubt)] = False
    for found in sorted(_findings(row), key=lambda found: found.kind not in CRITICAL):
        key, _, value = found.message.partition(":")
        if key == "number.ocr":
            words = texts.get("review.ocr", value=value)
        else:
            words = texts.finding(findings_from([found])[0])
        told.setdefault(words, found.kind in CRITICAL)
    return list(told.items())


def state_html(row: ReviewRow, style: Style) -> str:
    """The state in a word, and who stands for it."""
    c = style.theme.colours
    colour = {
        Status.PENDING: c.faint,
        Status.FAILED: c.danger,
        Status.CRITICAL: c.danger,
        Status.OPEN: c.warning,
        Status.FIXED: c.muted,
        Status.ACCEPTED: c.success,
        Status.EDITED: c.success,
    }[row.status]
    word = f'<b style="color: {colour};">{escape(state_word(row, style))}</b>'
    text = row.text
    if text is None or not (text.accepted or text.state == "edited") or not text.user:
        return word
    who = escape(f"{text.user} {local_time(text.created_at)}".strip())
    return f'{word}<br><span style="color: {c.muted};">{who}</span>'


def state_word(row: ReviewRow, style: Style) -> str:
    """The state in a word."""
    fixed = row.status is Status.FIXED and row.text is not None and row.text.state == "memory"
    key = "memory" if fixed else row.status.value
    return style.texts.get(f"review.status.{key}")


def _findings(row: ReviewRow) -> tuple[FindingRecord, ...]:
    return row.text.findings if row.text is not None else ()
