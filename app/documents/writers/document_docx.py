"""The bilingual DOCX of a DOCX: below each paragraph its translation, all else as it was.

Styles, tables, pictures, headers and footers stay; a translation takes the look of its paragraph
and of that paragraph's first run. Values that are the same in both languages are not repeated.
"""

from __future__ import annotations

import copy
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.documents.blocks import DocumentError
from app.documents.jobs import DoneBlock
from app.documents.readers.docx import open_docx, run_elements
from app.documents.readers.docx_walk import P, R, walk
from app.documents.sections import table_of_words

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_RTL = frozenset(("ar",))
_MARKED = frozenset(("failed", "incomplete"))


def write_document_docx(
    data: bytes, done: Mapping[str, DoneBlock], target_lang: str, out: Path
) -> None:
    """Write the DOCX whose original is ``data`` with the translations of its blocks.

    Whole or not at all. Raises DocumentError.
    """
    document = open_docx(data)
    words = table_of_words().get(target_lang, table_of_words()["en"])
    for place in list(walk(document)):
        finished = done.get(place.id)
        if finished is None or finished.target.strip() == finished.block.text.strip():
            continue
        texts = [finished.target] if finished.target else []
        texts += [f"[{words[finished.state]}]"] if finished.state in _MARKED else []
        for text in reversed(texts):
            place.element.addnext(_below(place.element, text, target_lang in _RTL))
    notice = document.add_paragraph(words["notice"])
    if target_lang in _RTL:
        _right_to_left(notice._p)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.stem}-", suffix=".part")
        os.close(handle)
        try:
            document.save(name)
            Path(name).replace(out)
        finally:
            Path(name).unlink(missing_ok=True)
    except OSError as error:
        raise DocumentError("document.cannot_write", file=out.name, errno=error.errno) from error


def _below(paragraph: Any, text: str, rtl: bool) -> Any:
    """A paragraph of the same look that says ``text``."""
    made = paragraph.makeelement(P)
    properties = paragraph.find(_W + "pPr")
    if properties is not None:
        kept = copy.deepcopy(properties)
        # A section's end belongs to the original only, and a number would be counted twice.
        for name in ("sectPr", "numPr"):
            for found in kept.findall(_W + name):
                kept.remove(found)
        made.append(kept)
    looks = (run.find(_W + "rPr") for run in run_elements(paragraph))
    look = next((found for found in looks if found is not None), None)
    run = made.makeelement(R)
    if look is not None:
        run.append(copy.deepcopy(look))
    for number, line in enumerate(text.split("\n")):
        if number:
            run.append(run.makeelement(_W + "br"))
        written = run.makeelement(_W + "t", {_SPACE: "preserve"})
        written.text = line
        run.append(written)
    made.append(run)
    if rtl:
        _right_to_left(made)
    return made


def _right_to_left(paragraph: Any) -> None:
    properties = paragraph.get_or_add_pPr()
    if properties.find(_W + "bidi") is None:
        properties.insert_element_before(
            properties.makeelement(_W + "bidi"), "w:adjustRightInd", "w:snapToGrid", "w:spacing",
            "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl", "w:rPr", "w:sectPr",
        )  # fmt: skip
    for run in paragraph.iter(R):
        look = run.get_or_add_rPr()
        if look.find(_W + "rtl") is None:
            look.append(look.makeelement(_W + "rtl"))
