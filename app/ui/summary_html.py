"""The lines of a summary as rich text."""

from __future__ import annotations

from app.records.model import EncounterHeader
from app.records.summary_model import Section, SummaryLine
from app.ui.languages import language
from app.ui.records_html import rich_span, rich_text
from app.ui.theme import TYPE, UNIT
from app.ui.widgets.look import Style


def section_html(section: Section, header: EncounterHeader, style: Style) -> str:
    """A section's name, in the language of the window."""
    c = style.theme.colours
    words = style.texts.get(f"summary.section.{section.value}")
    return rich_span(words, c.primary, bold=True)


def line_html(line: SummaryLine, header: EncounterHeader, style: Style) -> str:
    """Both languages side by side, where it comes from, and what is to be looked at."""
    c, texts = style.theme.colours, style.texts
    cells = ""
    pairs = ((line.text, header.doctor_lang), (line.translation, header.patient_lang))
    for text, code in pairs:
        rtl = ' dir="rtl" align="right"' if language(code).rtl else ""
        column = f'<td width="50%" valign="top" style="padding-right:{UNIT * 2}px">'
        cells += (
            f"{column}<div{rtl}>{rich_text(text, code, style, size=TYPE.body) or '—'}</div></td>"
        )
    told = []
    if line.turns:
        numbers = ", ".join(map(str, line.turns))
        told.append(rich_span(texts.get("summary.turns", turns=numbers), c.muted, small=style))
    if line.own:
        told.append(rich_span(texts.get("summary.own"), c.primary, small=style))
    for doubt in line.doubts:
        ink = c.danger if doubt in ("red_flag", "contradiction", "amounts") else c.warning
        words = texts.get(f"summary.doubt.{doubt}")
        told.append(rich_span(f"▲ {words}", ink, small=style))
    below = f'<div dir="ltr" align="left">{"&nbsp; &nbsp;".join(told)}</div>' if told else ""
    return f'<table width="100%" cellspacing="0" cellpadding="0"><tr>{cells}</tr></table>{below}'


def line_words(line: SummaryLine, style: Style) -> str:
    """The same for screen readers and the clipboard."""
    texts = style.texts
    told = [texts.get(f"summary.doubt.{doubt}") for doubt in line.doubts]
    head = texts.get(f"summary.section.{line.section.value}")
    return "\n".join((head, line.text, line.translation, *told))
