"""The DOCX of a translated case document.

A DOCX keeps its original's look: styles, tables with merged cells, pictures, headers and footers.
Either each translation stands below its paragraph, or it takes its place. A document of another
format becomes a new DOCX of the same blocks (`docx_new`).
"""

from __future__ import annotations

import copy
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from app.documents.blocks import BlockKind, DocumentError
from app.documents.correction import recast
from app.documents.document_content import Content, DocumentInfo, DocumentLayout, content
from app.documents.jobs import DoneBlock
from app.documents.readers.docx import open_docx, run_elements, run_text, runs_of
from app.documents.readers.docx_walk import P, walk
from app.documents.writers.document_words import document_word
from app.documents.writers.docx_frame import frame, is_frame
from app.documents.writers.docx_new import new_document
from app.documents.writers.docx_replace import replace_text, without_hidden
from app.documents.writers.docx_runs import (
    Stretch,
    W,
    directed_parts,
    right_to_left,
    runs,
    stretches,
    undirected,
)
from app.documents.writers.pdf_scripts import is_rtl
from app.whole_file import write_whole

_MARKED = frozenset(("failed", "incomplete"))
_OUTSIDE = frozenset((BlockKind.HEADER, BlockKind.FOOTER))
_INDENT_TWIPS = 420


def write_document_docx(
    data: bytes | None,
    blocks: Sequence[DoneBlock],
    info: DocumentInfo,
    out: Path,
    layout: DocumentLayout = DocumentLayout.INTERLEAVED,
) -> None:
    """Write the DOCX to ``out``, whole or not at all. ``data`` is the original where that was a
    DOCX, else None. In a DOCX two languages always stand below each other.

    Raises DocumentError ``document.damaged``, ``document.cannot_write``.
    """
    made = content(blocks, info)
    alone = layout is DocumentLayout.TARGET
    if data is None:
        document = new_document(made, alone)
    else:
        document = open_docx(data)
        _fill(document, {done.block.id: done for done in blocks}, info, alone)
    frame(document, made)
    stream = io.BytesIO()
    document.save(stream)
    try:
        write_whole(out, stream.getvalue())
    except OSError as error:
        raise DocumentError("document.cannot_write", file=out.name, errno=error.errno) from error


def shows(data: bytes, made: Content) -> bool:
    """Whether a DOCX says what its content says, and nothing else, in either layout."""
    said = Counter(
        undirected(text)
        for place in walk(open_docx(data))
        if (text := "".join(run.text for run in runs_of(place.element)).strip())
        and not (place.part in _OUTSIDE and is_frame(text, made))
    )
    return any(said == _expected(made, alone) for alone in (False, True))


def _expected(made: Content, alone: bool) -> Counter[str]:
    return Counter(
        text.strip()
        for done in made.blocks
        for text in _texts(done, made.info.target_lang, alone)
        if text.strip() and not (done.block.kind in _OUTSIDE and is_frame(text.strip(), made))
    )


def _texts(done: DoneBlock, target_lang: str, alone: bool) -> list[str]:
    """What stands in the file for a block, a paragraph each."""
    same = done.block.text.strip() == done.target.strip()
    texts = [] if alone and done.target else [done.block.text]
    if alone or not same:
        texts += [done.target] if done.target else []
    if done.state in _MARKED:
        texts.append(_mark(done, target_lang))
    return texts


def _mark(done: DoneBlock, lang: str) -> str:
    return f"[{document_word(lang, done.state)}]"


def _fill(document: Any, done: Mapping[str, DoneBlock], info: DocumentInfo, alone: bool) -> None:
    lang = info.target_lang
    if alone:
        without_hidden(document)
    for place in list(walk(document)):
        finished = done.get(place.id)
        if finished is None:
            continue
        element = place.element
        _correct(element, finished, info.source_lang)
        if finished.state in _MARKED:
            mark = [Stretch(_mark(finished, lang), None)]
            element.addnext(_below(element, mark, lang))
        if not finished.target:
            continue
        parts = stretches(element, finished)
        if alone:
            replace_text(element, parts, lang)
            if is_rtl(lang):
                right_to_left(element)
        elif finished.target.strip() != finished.block.text.strip():
            element.addnext(_below(element, parts, lang))
    if alone and is_rtl(lang):
        _mirror_tables(document)


def _correct(paragraph: Any, done: DoneBlock, lang: str) -> None:
    """Let the paragraph say its original as a person has corrected it."""
    signs = [run.find(W + "rPr") for run in run_elements(paragraph) for _ in run_text(run)]
    said = "".join(run_text(run) for run in run_elements(paragraph))
    if not signs or said.strip() == done.block.text.strip():
        return
    parts = [Stretch(*part) for part in recast(said, signs, done.block.text)]
    replace_text(paragraph, parts, lang)


def _below(paragraph: Any, parts: Sequence[Stretch], lang: str) -> Any:
    """A paragraph of the same look that says the translation."""
    made = paragraph.makeelement(P)
    properties = paragraph.find(W + "pPr")
    if properties is not None:
        kept = copy.deepcopy(properties)
        # A section's end belongs to the original only.
        for name in ("sectPr", "pPrChange"):
            for found in kept.findall(W + name):
                kept.remove(found)
        made.append(kept)
        _unnumbered(made, kept)
    for run in runs(made, directed_parts(parts) if is_rtl(lang) else parts, lang):
        made.append(run)
    if is_rtl(lang):
        right_to_left(made)
    return made


def _unnumbered(paragraph: Any, properties: Any) -> None:
    """A number or bullet would be counted twice: the translation only stands as far in."""
    numbering = properties.find(W + "numPr")
    style = properties.find(W + "pStyle")
    listed = style is not None and "list" in style.get(W + "val", "").lower()
    if numbering is None and not listed:
        return
    level = numbering.find(W + "ilvl") if numbering is not None else None
    value = level.get(W + "val", "0") if level is not None else "0"
    none = paragraph.get_or_add_pPr().get_or_add_numPr()
    none.get_or_add_numId().val = 0
    if properties.find(W + "ind") is None:
        depth = 1 + (int(value) if value.isdigit() else 0)
        indent = paragraph.get_or_add_pPr().get_or_add_ind()
        indent.set(W + "left", str(_INDENT_TWIPS * depth))


def _mirror_tables(document: Any) -> None:
    for table in document.element.body.iter(W + "tbl"):
        properties = table.find(W + "tblPr")
        if properties is not None and properties.find(W + "bidiVisual") is None:
            mirrored = properties.makeelement(W + "bidiVisual")
            style = properties.find(W + "tblStyle")
            properties.insert(0 if style is None else 1, mirrored)
