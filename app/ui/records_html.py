"""Encounters and turns of the record as rich text, for the lists of the records window."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator
from datetime import datetime

from app.documents.writers import pdf_grid as grid
from app.documents.writers.pdf_deeds import notes
from app.documents.writers.pdf_words import words_in
from app.records.history import History
from app.records.model import (
    LIVE_REASONS,
    EncounterHeader,
    GapRecord,
    TurnRecord,
)
from app.records.search import Found, Hit
from app.ui.languages import LRI, PDI, isolation_points, language
from app.ui.theme import TYPE, UNIT
from app.ui.widgets.look import Style
from app.ui.widgets.turn_model import clock, seconds

_LRM, _FSI = "\u200e", "\u2068"

Mark = tuple[int, int, str]
"""Start, end and style of a run."""


def local_time(moment: str, *, day: bool = True) -> str:
    """A time of the record on this machine's clock; empty for none."""
    if not moment:
        return ""
    return (
        datetime.fromisoformat(moment).astimezone().strftime("%Y-%m-%d %H:%M" if day else "%H:%M")
    )


def names(header: EncounterHeader, style: Style) -> str:
    """Who met whom."""
    texts = style.texts
    known = (header.patient_name, header.patient_name_local)
    patient = " ".join(part for part in known if part) or texts.get("records.nameless")
    shown = [_FSI + name + PDI for name in (patient, header.doctor_name) if name]
    # However the first name is written, the line runs as the interface does.
    return _LRM + " · ".join(shown)


def found_html(found: Found, words: str, style: Style) -> str:
    """A line of the results: when, who, languages, state, and the first hits."""
    c, texts, header = style.theme.colours, style.texts, found.header
    ink = {"signed": c.success, "amended": c.warning}.get(found.state.value, c.muted)
    right = _span(texts.get(f"records.state.{found.state.value}"), ink, small=style, bold=True)
    langs = (
        f"{texts.language_name(header.doctor_lang)} ↔ {texts.language_name(header.patient_lang)}"
    )
    facts = [local_time(header.started_at), langs,
             texts.get("records.turns", n=found.turns)]  # fmt: skip
    lines = [
        f'<table width="100%" cellspacing="0" cellpadding="0"><tr>'
        f"<td><b>{_text(names(header, style), style.texts.code, style)}</b></td>"
        f'<td align="right">{right}</td></tr></table>',
        _span(" · ".join(facts), c.muted, small=style),
    ]
    if found.open_findings:
        told = texts.get("records.open", n=found.open_findings)
        lines[-1] += "&nbsp; " + _span(f"▲ {told}", c.danger, small=style)
    shown = found.hits[:2]
    lines += [_hit_line(hit, words, style) for hit in shown]
    if len(found.hits) > len(shown):
        more = texts.get("records.more_hits", n=len(found.hits) - len(shown))
        lines.append(_span(more, c.muted, small=style))
    return "<br>".join(lines).replace("</table><br>", "</table>")


def _hit_line(hit: Hit, words: str, style: Style) -> str:
    c = style.theme.colours
    number = _span(f"{hit.turn}&nbsp; ", c.faint, small=style, raw=True)
    for text, code in ((hit.text, hit.lang), (hit.translation, hit.target_lang)):
        marks = _found(text, words, f"background-color:{c.mark}")
        if marks:
            start = max(0, marks[0][0] - 16)
            cut = [(a - start, b - start, how) for a, b, how in marks]
            ahead = "…" if start else ""
            return number + ahead + _text(text[start : start + 90], code, style, cut)
    return number + _text(hit.text[:90], hit.lang, style)


def _found(text: str, words: str, how: str) -> list[Mark]:
    folded, marks = text.casefold(), []
    if len(folded) != len(text):
        return []
    for word in words.casefold().split():
        at = folded.find(word)
        if at >= 0:
            marks.append((at, at + len(word), how))
    return sorted(marks)


def gap_html(gap: GapRecord, style: Style, history: History | None = None) -> str:
    """Something that was said and has no answer; what is kept of it can be heard."""
    words = style.texts.code_text(f"gap.{gap.kind}", gap.code, seconds=seconds(gap.lost_ms))
    sound = _sound(history, gap.turn or 0, style) if history is not None else ""
    shown = f"⚠ {clock(gap.at_ms)} · {words}"
    return _span(shown, style.theme.colours.warning, small=style) + sound


def _sound(history: History, turn: int, style: Style) -> str:
    """That a turn can be heard, or could."""
    fact = history.sounds.get(turn)
    if fact is None:
        return ""
    if fact.removed_at:
        words = style.texts.get("records.sound.removed", time=local_time(fact.removed_at))
    else:
        words = style.texts.get("records.sound.kept", seconds=seconds(fact.length_ms))
    return "&nbsp; &nbsp;" + _span(words, style.theme.colours.muted, small=style)


def turn_html(history: History, turn: TurnRecord, words: str, style: Style) -> str:
    """A turn: its head, both languages side by side, and everything that is known of it.

    Of a long record ``history`` should hold no more than the turn (`by_turn`).
    """
    c, texts, header = style.theme.colours, style.texts, history.record.header
    colour = c.doctor if turn.party.value == "doctor" else c.patient
    head = _span(texts.get(f"party.{turn.party.value}"), colour, small=style, bold=True)
    head += _span(f"&nbsp; {turn.turn} · {clock(turn.start_ms)}", c.muted, small=style, raw=True)
    for badge, ink in _badges(turn, style):
        head += "&nbsp; &nbsp;" + _span(badge, ink, small=style)
    head += _sound(history, turn.turn, style)
    spoken = (turn.text, turn.lang, _spoken_marks(turn, words, style))
    other = (turn.translation, turn.target_lang, _other_marks(turn, words, style))
    left, right = (spoken, other) if turn.lang == header.doctor_lang else (other, spoken)
    cells = ""
    for text, code, marks in (left, right):
        mine = code == turn.lang
        key = "records.spoken" if mine else "records.translated"
        caption = _span(f"{language(code).native_name} · {texts.get(key)}", c.faint, small=style)
        rtl = ' dir="rtl" align="right"' if language(code).rtl else ""
        body = _text(text, code, style, marks, size=TYPE.body + (1 if mine else 0))
        column = f'<td width="50%" valign="top" style="padding-right:{UNIT * 2}px">'
        cells += f"{column}{caption}<div{rtl}>{body or '—'}</div></td>"
    notes = "".join(
        f"<div>{_span(text, ink, small=style, raw=True)}</div>"
        for text, ink in _notes(history, turn, style)
    )
    return (
        f'<div>{head}</div><table width="100%" cellspacing="0" cellpadding="0"><tr>{cells}</tr>'
        f"</table>{notes}"
    )


def turn_words(history: History, turn: TurnRecord, style: Style) -> str:
    """The same for screen readers and the clipboard."""
    texts, words = style.texts, words_in(style.texts.code)
    head = texts.get("turn.number", number=turn.turn, party=texts.get(f"party.{turn.party.value}"))
    told = [line.text(words) for line in notes(history.record, turn, local_time)]
    return "\n".join((head, turn.text, turn.translation, *told))


def _spoken_marks(turn: TurnRecord, words: str, style: Style) -> list[Mark]:
    c = style.theme.colours
    terms = [(t.start, t.end, f"border-bottom:1px;text-decoration:underline;color:{c.primary}")
             for t in turn.terms]  # fmt: skip
    spans = [(*f.source_span, f"background-color:{c.danger_soft};color:{c.danger}")
             for f in turn.findings if f.source_span]  # fmt: skip
    return [*terms, *spans, *_found(turn.text, words, f"background-color:{c.mark}")]


def _other_marks(turn: TurnRecord, words: str, style: Style) -> list[Mark]:
    c = style.theme.colours
    spans = [(*f.target_span, f"background-color:{c.danger_soft};color:{c.danger}")
             for f in turn.findings if f.target_span]  # fmt: skip
    return [*spans, *_found(turn.translation, words, f"background-color:{c.mark}")]


def _badges(turn: TurnRecord, style: Style) -> Iterator[tuple[str, str]]:
    c, texts = style.theme.colours, style.texts
    if turn.revision > 1:
        yield texts.get("records.version", n=turn.revision), c.primary
    if turn.confidence != "sure":
        ink = c.warning if turn.confidence == "check" else c.danger
        yield texts.get(f"sureness.{turn.confidence}"), ink
    if turn.origin.value in ("phrase", "answer"):
        yield texts.get("badge.verified" if turn.origin == "phrase" else "badge.tapped"), c.primary
    if turn.origin.value == "typed":
        yield texts.get("badge.typed"), c.muted
    if turn.red_flags:
        yield texts.get("flag.title"), c.danger


def _notes(history: History, turn: TurnRecord, style: Style) -> Iterator[tuple[str, str]]:
    """Lines under a turn, as rich text, with their colour."""
    c, texts, record = style.theme.colours, style.texts, history.record
    words = words_in(texts.code)
    inks = {grid.DANGER: c.danger, grid.WARNING: c.warning, grid.ACCENT: c.success}
    for line in notes(record, turn, local_time):
        sign = "▲ " if line.color in (grid.DANGER, grid.WARNING) else ""
        yield html.escape(sign + line.text(words)), inks.get(line.color, c.muted)
    if turn.terms:
        pairs = "; ".join(f"{term.term} → {term.wanted}" for term in turn.terms)
        yield html.escape(texts.get("records.terms", terms=pairs)), c.muted
    versions = [each for each in record.revisions if each.turn == turn.turn]
    if len(versions) > 1:
        for each in reversed(versions):
            yield _version(history, each, style, old=each.revision != turn.revision), c.muted


def _version(history: History, turn: TurnRecord, style: Style, *, old: bool) -> str:
    texts, author = style.texts, history.record.author_of(turn)
    who = f"{author.user} ({texts.get(f'role.{author.role}')})" if author else "–"
    facts = [texts.get("records.version", n=turn.revision), who,
             local_time(turn.created_at)]  # fmt: skip
    if turn.revision > 1:
        why = texts.get(f"badge.{turn.reason}") if turn.reason in LIVE_REASONS else turn.reason
        facts.append(texts.get("records.because", reason=why or "–"))
    line = html.escape(" · ".join(facts))
    if old:
        texts_of = " | ".join((_text(turn.text, turn.lang, style, size=TYPE.caption),
                               _text(turn.translation, turn.target_lang, style,
                                     size=TYPE.caption)))  # fmt: skip
        line += f"&nbsp; <s>{texts_of}</s>"
    return line


def _span(
    words: str, ink: str, *, small: Style | None = None, bold: bool = False, raw: bool = False
) -> str:
    size = f"font-size:{small.theme.px(TYPE.caption)}px;" if small else ""
    weight = "font-weight:bold;" if bold else ""
    return f'<span style="color:{ink};{size}{weight}">{words if raw else html.escape(words)}</span>'


def _text(
    text: str, code: str, style: Style, marks: Iterable[Mark] = (), size: int = TYPE.body
) -> str:
    """``text`` in its language's fonts, with runs marked; Latin runs in Arabic stay in order."""
    begins = {start for start, _ in isolation_points(text, code)}
    ends = {end for _, end in isolation_points(text, code)}
    looks = [""] * len(text)
    for start, end, how in marks:
        for at in range(max(0, start), min(end, len(text))):
            looks[at] += how + ";"
    parts: list[str] = []
    for at, sign in enumerate(text):
        if at == 0 or looks[at] != looks[at - 1]:
            parts.append(("</span>" if at else "") + f'<span style="{looks[at]}">')
        before = (PDI if at in ends else "") + (LRI if at in begins else "")
        parts.append(before + html.escape(sign))
    if not parts:
        return ""
    tail = PDI if len(text) in ends else ""
    families = ",".join(f"'{name}'" for name in style.fonts.font(code, size).families())
    font = f"font-family:{families};font-size:{style.theme.px(size)}px"
    return f'<span style="{font}">{"".join(parts)}{tail}</span></span>'


rich_span, rich_text = _span, _text
"""For other panes of the records window."""
