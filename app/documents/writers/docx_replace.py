"""Putting a translation in the place of a DOCX paragraph's text, and nothing else.

Pictures, footnote marks, fields that count pages and the paragraph's own look stay. What is not
to be seen (deletions on record, comments, the copy of a text box for old programs) would carry
the original's words along: it goes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from app.documents.readers.docx import run_elements, run_text
from app.documents.writers.docx_runs import Stretch, W, directed_parts, runs
from app.documents.writers.pdf_scripts import is_rtl

_TEXT = frozenset(W + name for name in ("t", "tab", "br", "cr", "noBreakHyphen", "softHyphen"))
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_HIDDEN = frozenset(
    W + name
    for name in ("del", "moveFrom", "commentRangeStart", "commentRangeEnd", "commentReference")
)


def replace_text(paragraph: Any, parts: Sequence[Stretch], lang: str) -> None:
    """Make a paragraph say the translation instead of what it says."""
    written = [run for run in run_elements(paragraph) if run_text(run)]
    if not written:
        return
    fields = _fields(written)
    anchor = written[0]
    if is_rtl(lang) and not fields:
        parts = directed_parts(parts)
    made = _around(parts, fields)
    for piece in made:
        if isinstance(piece, Stretch):
            for run in runs(paragraph, [piece], lang):
                anchor.addprevious(run)
        else:
            for run in piece:
                anchor.addprevious(run)
    kept = {id(run) for _, group in fields for run in group}
    used = {id(run) for piece in made if not isinstance(piece, Stretch) for run in piece}
    for run in written:
        if id(run) not in used:
            _emptied(run)
    for _, group in fields:
        for run in group:
            if id(run) in kept - used and run.getparent() is not None:
                run.getparent().remove(run)


def _emptied(run: Any) -> None:
    """Take the text out of a run; the run itself goes when nothing is left in it."""
    for child in list(run):
        page_break = child.tag == W + "br" and child.get(W + "type") in ("page", "column")
        if child.tag in _TEXT and not page_break:
            run.remove(child)
    if all(child.tag == W + "rPr" for child in run) and run.getparent() is not None:
        run.getparent().remove(run)


def _fields(written: Sequence[Any]) -> list[tuple[str, list[Any]]]:
    """Fields in a paragraph: what each shows, and its runs or its element."""
    found: list[tuple[str, list[Any]]] = []
    seen: set[int] = set()
    for run in written:
        parent = run.getparent()
        if parent.tag == W + "fldSimple":
            if id(parent) not in seen:
                seen.add(id(parent))
                shown = "".join(run_text(child) for child in parent if child.tag == W + "r")
                found.append((shown, [parent]))
            continue
        group = _complex_field(run)
        if group and id(group[0]) not in seen:
            seen.add(id(group[0]))
            found.append(("".join(run_text(member) for member in group), group))
    return found


def _complex_field(run: Any) -> list[Any]:
    """The runs of the field whose result a run is part of; none for ordinary text."""
    before: list[Any] = []
    at = run
    while at is not None:
        kind = _field_sign(at)
        if kind == "end" and at is not run:
            return []
        before.append(at)
        if kind == "begin":
            break
        at = at.getprevious()
    else:
        return []
    after: list[Any] = []
    at = run.getnext()
    while at is not None:
        after.append(at)
        if _field_sign(at) == "end":
            return [*reversed(before), *after]
        if _field_sign(at) == "begin":
            return []
        at = at.getnext()
    return []


def _field_sign(run: Any) -> str:
    sign = run.find(W + "fldChar") if isinstance(run.tag, str) else None
    return str(sign.get(W + "fldCharType", "")) if sign is not None else ""


def _around(
    parts: Sequence[Stretch], fields: Sequence[tuple[str, list[Any]]]
) -> list[Stretch | list[Any]]:
    """The stretches with each field in the place of what it shows. A field whose value the
    translation does not say is left out: the value would stand there twice."""
    made: list[Stretch | list[Any]] = list(parts)
    for shown, group in fields:
        for at, piece in enumerate(made):
            if not shown.strip() or not isinstance(piece, Stretch) or shown not in piece.text:
                continue
            before, _, after = piece.text.partition(shown)
            pair = [replace(piece, text=text) for text in (before, after)]
            made[at : at + 1] = [pair[0], group, pair[1]]
            break
    return [piece for piece in made if not isinstance(piece, Stretch) or piece.text]


def without_hidden(document: Any) -> None:
    """Take out what a reader does not see but a program would find."""
    roots = [document.element.body]
    for relation in list(document.part.rels.values()):
        if relation.is_external:
            continue
        kind = relation.reltype.rsplit("/", 1)[-1]
        if kind in ("comments", "commentsExtended", "commentsIds", "people"):
            document.part.drop_rel(relation.rId)
            document.part.rels.pop(relation.rId, None)
        elif kind in ("header", "footer", "footnotes"):
            root = getattr(relation.target_part, "element", None)
            roots += [root] if root is not None else []
    for root in roots:
        for element in list(root.iter()):
            box = element.iter(W + "txbxContent") if element.tag == _MC + "Fallback" else ()
            hidden = element.tag in _HIDDEN or any(True for _ in box)
            if hidden and element.getparent() is not None:
                element.getparent().remove(element)
