"""What the glossary window says of a concept, as rich text: all its terms, and its history.

Pure functions of values; words from files are escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from html import escape

from app.ui.languages import language
from app.ui.theme import TYPE
from app.ui.widgets.look import Style
from glossary.concepts import LANGUAGES, Concept, Terms
from glossary.exchange import differences
from glossary.history import Change, ChangeSet, Entry
from glossary.overlay import SHIPPED

MOST_SETS = 200
MOST_CHANGES = 12
_FORMS = ("also", "abbr", "plain", "avoid")


def detail_page(style: Style, entry: Entry, origin: str) -> str:
    """All that is known of a concept."""
    texts, concept = style.texts, entry.concept
    title = next((concept.terms[code].term for code in (texts.code, "zh", "en")
                  if code in concept.terms), concept.id)  # fmt: skip
    parts = [_paragraph(style, title, TYPE.title, bold=True, gap=2)]
    head = [_named(style, "domain", concept.domain), _named(style, "type", concept.type)]
    head += [f"{system.upper()} {code}" for system, code in concept.codes.items()]
    parts.append(_muted(style, " · ".join(head)))
    if entry.retired:
        warning = texts.get("glossary.retired_because", reason=entry.retired)
        parts.append(_box(style, warning, style.theme.colours.warning_soft))
    elif origin != SHIPPED:
        own = texts.get(f"glossary.origin_long.{origin}")
        parts.append(_box(style, own, style.theme.colours.primary_soft))
    rows = [_language_rows(style, code, concept.terms.get(code)) for code in LANGUAGES]
    parts.append(f'<table cellspacing="0" cellpadding="4" width="100%">{"".join(rows)}</table>')
    if concept.note:
        parts.append(_muted(style, concept.note))
    review = _named(style, "review", concept.review)
    parts.append(_muted(style, f"{review} · {concept.source}" if concept.source else review))
    parts.append(_muted(style, concept.id))
    return "".join(parts)


def _language_rows(style: Style, code: str, terms: Terms | None) -> str:
    c = style.theme.colours
    known = language(code)
    line = f"border-top: 1px solid {c.line};"
    tag = (
        f'<td width="34" style="{line} color:{c.faint}; '
        f'font-size:{style.theme.px(TYPE.caption)}px">{known.tag}</td>'
    )
    if terms is None:
        missing = escape(style.texts.get("glossary.no_term"))
        return f'<tr>{tag}<td style="{line} color:{c.faint}">{missing}</td></tr>'
    side = ' dir="rtl" align="right"' if known.rtl else ""
    family = ", ".join(f"'{name}'" for name in style.fonts.font(code, 1).families())
    body = [
        f'<p{side} style="margin:0; font-family:{family}; font-size:{style.theme.px(17)}px">'
        f"<b>{escape(terms.term)}</b></p>"
    ]
    for kind in _FORMS:
        value = getattr(terms, kind)
        forms = [value] if isinstance(value, str) and value else list(value or ())
        if forms:
            said = " · ".join(escape(form) for form in forms)
            if kind == "avoid":
                said = f"<s>{said}</s>"
            name = escape(style.texts.get(f"glossary.form.{kind}"))
            mark = f'<span style="color:{c.faint}; font-size:{style.theme.px(12)}px">{name}</span>'
            body.append(
                f'<p{side} style="margin:2px 0 0 0; color:{c.muted}; font-family:{family}">'
                f"{mark}&nbsp; {said}</p>"
            )
    if terms.note:
        body.append(_muted(style, terms.note))
    return f'<tr>{tag}<td style="{line}">{"".join(body)}</td></tr>'


def history_page(
    style: Style,
    sets: Sequence[ChangeSet],
    shipped: Mapping[str, Concept],
    concept_id: str = "",
) -> str:
    """Who changed what, the newest first; of one concept, or of all with an empty id.

    The hospital's first version of a concept is compared with the ``shipped`` one.
    """
    if not sets:
        return _muted(style, style.texts.get("glossary.history_empty"))
    return "".join(_set(style, made, shipped, concept_id) for made in sets[:MOST_SETS])


def _set(style: Style, made: ChangeSet, shipped: Mapping[str, Concept], concept_id: str) -> str:
    texts, c = style.texts, style.theme.colours
    kind = texts.get(f"glossary.kind.{made.kind}")
    head = f"<b>{escape(kind)}</b> · {escape(made.who)} · {escape(_local(made.at))}"
    parts = [f'<p style="margin:14px 0 2px 0">{head}</p>']
    if made.why:
        parts.append(_muted(style, texts.get("glossary.because", why=made.why), gap=2))
    changes = [x for x in made.changes if not concept_id or x.id == concept_id]
    lines = [line for change in changes[:MOST_CHANGES] for line in _change(style, change, shipped)]
    if len(changes) > MOST_CHANGES:
        lines.append(escape(texts.get("glossary.more", count=len(changes) - MOST_CHANGES)))
    body = "".join(f'<p style="margin:0 0 2px 12px">{line}</p>' for line in lines)
    return "".join(parts) + f'<div style="color:{c.ink}">{body}</div>'


def _change(style: Style, change: Change, shipped: Mapping[str, Concept]) -> Iterable[str]:
    """A line for each thing that is different; the name of the concept first."""
    texts, c = style.texts, style.theme.colours
    entry = change.after or change.before
    terms = entry.concept.terms if entry else {}
    name = next((terms[code].term for code in (texts.code, "zh", "en") if code in terms), change.id)
    yield f'<span style="color:{c.muted}">{escape(name)}</span>'
    if change.after is None:
        yield escape(texts.get("glossary.as_shipped"))
        return
    before = change.before
    if before is None and change.id in shipped:
        before = Entry(shipped[change.id])
    if before is None:
        yield escape(texts.get("glossary.own_version"))
        return
    for field in differences(before, change.after):
        lang, _, part = field.rpartition(".")
        if not lang:
            label = texts.get(f"glossary.column.{field}")
            was, now = _value(before, field), _value(change.after, field)
        else:
            label = f"{language(lang).tag} {texts.get(f'glossary.form.{part}')}"
            was, now = _form(before, lang, part), _form(change.after, lang, part)
        yield (
            f'<span style="color:{c.faint}">{escape(label)}</span>&nbsp; '
            f"<s>{escape(was)}</s> → {escape(now) or '∅'}"
        )


def _value(entry: Entry, field: str) -> str:
    value = entry.retired if field == "retired" else getattr(entry.concept, field)
    if isinstance(value, dict):
        return ", ".join(f"{key} {code}" for key, code in value.items())
    return str(value)


def _form(entry: Entry, lang: str, part: str) -> str:
    terms = entry.concept.terms.get(lang)
    value = getattr(terms, part) if terms else ""
    return value if isinstance(value, str) else " · ".join(value)


def _local(at: str) -> str:
    try:
        return datetime.fromisoformat(at).astimezone().strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return at


def _named(style: Style, what: str, value: str) -> str:
    key = f"glossary.{what}.{value}"
    return style.texts.get(key) if style.texts.has(key) else value


def _paragraph(style: Style, words: str, size: int, *, bold: bool = False, gap: int = 8) -> str:
    inside = f"<b>{escape(words)}</b>" if bold else escape(words)
    return f'<p style="margin:0 0 {gap}px 0; font-size:{style.theme.px(size)}px">{inside}</p>'


def _muted(style: Style, words: str, gap: int = 8) -> str:
    c = style.theme.colours
    size = style.theme.px(TYPE.caption)
    lines = "<br>".join(escape(line) for line in words.split("\n"))
    return f'<p style="margin:0 0 {gap}px 0; color:{c.muted}; font-size:{size}px">{lines}</p>'


def _box(style: Style, words: str, colour: str) -> str:
    return (
        f'<table width="100%" cellpadding="8" style="margin:4px 0 8px 0"><tr>'
        f'<td bgcolor="{colour}">{escape(words)}</td></tr></table>'
    )
