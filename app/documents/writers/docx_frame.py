"""What stands around a translated DOCX: hospital and kind above, statement, code and page below;
and the content, which travels inside."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from app.documents.document_content import Content, to_json
from app.documents.writers.document_words import code_line, document_word, kinds, statement
from app.documents.writers.docx_runs import (
    Stretch,
    W,
    directed,
    right_to_left,
    runs,
    undirected,
)
from app.documents.writers.pdf_scripts import is_rtl

_NAMESPACE = "urn:yizhen:document"
_PART = re.compile(r"^customXml/[\w.-]+\.xml$")
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml"
_SMALL_HALF_POINTS = "15"
_LARGEST_BYTES = 256 * 1024 * 1024
_PAGE_NUMBERS = re.compile(r"\t\d* / \d*$")


def frame(document: Any, made: Content) -> None:
    """Add head and foot to every section and put the content into the file."""
    heads, feet = frame_texts(made)
    even = bool(document.settings.odd_and_even_pages_header_footer)
    for number, section in enumerate(document.sections):
        pairs = [(section.header, section.footer)]
        if section.different_first_page_header_footer:
            pairs.append((section.first_page_header, section.first_page_footer))
        if even:
            pairs.append((section.even_page_header, section.even_page_footer))
        for header, footer in pairs:
            if number == 0 or not header.is_linked_to_previous:
                for lang, text in heads:
                    _add(header, text, lang)
            if number == 0 or not footer.is_linked_to_previous:
                for lang, text in feet[:-1]:
                    _add(footer, text, lang)
                _add_pages(_add(footer, feet[-1][1], feet[-1][0]))
    _embed(document, made)


def frame_texts(made: Content) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """(language, text) of the lines above and below; the last one goes on with the page."""
    info = made.info
    langs = (info.source_lang, info.target_lang)
    source, target = kinds(made)
    heads = [(langs[0], "  ".join(part for part in (info.hospital, source) if part))]
    heads.append((langs[1], target))
    feet = [(lang, line) for side, lang in enumerate(langs) for line in statement(made, side)]
    if info.draft:
        feet.insert(0, (langs[1], document_word(langs[1], "draft")))
        feet.insert(0, (langs[0], document_word(langs[0], "draft")))
    feet.append((langs[0], code_line(made)))
    return heads, feet


def is_frame(text: str, made: Content) -> bool:
    """Whether a paragraph's text is one of those that `frame` adds."""
    heads, feet = frame_texts(made)
    return undirected(_PAGE_NUMBERS.sub("", text)) in {line for _, line in (*heads, *feet)}


def _add(part: Any, text: str, lang: str) -> Any:
    paragraph = part.add_paragraph()
    element = paragraph._p
    for run in runs(element, [Stretch(directed(text) if is_rtl(lang) else text, None)], lang):
        look = run.find(W + "rPr")
        for number, name in enumerate(("sz", "szCs")):
            look.insert(number, look.makeelement(W + name, {W + "val": _SMALL_HALF_POINTS}))
        element.append(run)
    paragraph.paragraph_format.space_after = 0
    paragraph.paragraph_format.space_before = 0
    if is_rtl(lang):
        right_to_left(element)
    # The first paragraph of a new header or footer is empty; a line of its own it need not be.
    first = part.paragraphs[0]
    if len(part.paragraphs) == 2 and not first.text and not len(first._p.findall(f".//{W}drawing")):
        first._p.getparent().remove(first._p)
    return paragraph


def _add_pages(paragraph: Any) -> None:
    """ "n / N" that the word processor counts."""
    run = paragraph.add_run("\t")
    run.font.size = None
    for name, between in (("PAGE", " / "), ("NUMPAGES", "")):
        field = paragraph._p.makeelement(W + "fldSimple", {W + "instr": f" {name} "})
        shown = paragraph.add_run("1")
        field.append(shown._r)
        paragraph._p.append(field)
        if between:
            paragraph.add_run(between)


def _embed(document: Any, made: Content) -> None:
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    package = document.part.package
    taken = {str(part.partname) for part in package.iter_parts()}
    number = next(n for n in range(1, 10_000) if f"/customXml/item{n}.xml" not in taken)
    text = f'<document xmlns="{_NAMESPACE}">{escape(to_json(made).decode())}</document>'
    name = PackURI(f"/customXml/item{number}.xml")
    document.part.relate_to(Part(name, "application/xml", text.encode(), package), _RELATION)


def embedded(data: bytes) -> bytes | None:
    """The content that a DOCX carries; None when it carries none.

    Raises zipfile.BadZipFile and the errors of damaged archives.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return next(_contents(archive), None)


def _contents(archive: zipfile.ZipFile) -> Iterator[bytes]:
    for part in archive.infolist():
        if not _PART.match(part.filename) or part.file_size > _LARGEST_BYTES:
            continue
        try:
            root = ElementTree.fromstring(archive.read(part), forbid_dtd=True)
        except (ElementTree.ParseError, DefusedXmlException):
            continue
        if root.tag == f"{{{_NAMESPACE}}}document" and root.text:
            yield root.text.encode()
