"""Translation memories as TMX 1.4b, in and out.

Nothing but texts, languages and who changed them when is kept; formatting inside a segment is read
as its text. Hostile XML (entities, document types) is refused.
"""

from __future__ import annotations

import io
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from xml.etree.ElementTree import Element, ElementTree, SubElement, indent

from defusedxml import ElementTree as Defused
from defusedxml.common import DefusedXmlException

from translation.memory import Unit

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_CODES = frozenset(("ph", "bpt", "ept", "it", "ut"))
"""Elements that hold another program's codes, not text."""


class TmxError(ValueError):
    """A file is no usable TMX. ``code`` is "damaged", "hostile" or "no_units"."""

    def __init__(self, code: str, what: str = "") -> None:
        self.code = code
        super().__init__(f"{code}: {what}" if what else code)


def read_tmx(data: bytes, source_lang: str, target_lang: str) -> list[Unit]:
    """The units of a pair of languages. Raises TmxError.

    Regions are left out of the comparison: zh-CN serves zh. The direction does not matter.
    """
    try:
        root = Defused.parse(_without_dtd(data), forbid_dtd=True).getroot()
    except DefusedXmlException as error:
        raise TmxError("hostile", type(error).__name__) from error
    except (Defused.ParseError, UnicodeError, LookupError) as error:
        raise TmxError("damaged", str(error)) from error
    units = []
    for entry in root.iter("tu"):
        texts: dict[str, str] = {}
        changed, author = entry.get("changedate", ""), entry.get("changeid", "")
        for variant in entry.iter("tuv"):
            lang = variant.get(_XML_LANG, variant.get("lang", "")).split("-")[0].lower()
            segment = variant.find("seg")
            if segment is not None:
                texts[lang] = _text(segment)
        if texts.get(source_lang, "").strip() and texts.get(target_lang, "").strip():
            pair = (texts[source_lang], texts[target_lang])
            units.append(Unit(source_lang, target_lang, *pair, author, changed))
    if not units:
        raise TmxError("no_units", f"{source_lang} to {target_lang}")
    return units


def _without_dtd(data: bytes) -> io.BytesIO:
    """Without the plain document type that TMX 1.4 prescribes; one with definitions stays."""
    text = data
    start = data[:2000].find(b"<!DOCTYPE tmx")
    if start >= 0:
        end = data.find(b">", start)
        if end > 0 and b"[" not in data[start:end]:
            text = data[:start] + data[end + 1 :]
    return io.BytesIO(text)


def _text(element: Element) -> str:
    parts = [element.text or ""]
    for child in element:
        if child.tag not in _CODES:
            parts.append(_text(child))
        parts.append(child.tail or "")
    return "".join(parts)


def write_tmx(units: Iterable[Unit], out: Path, version: str = "") -> int:
    """Write units to ``out``, whole or not at all; gives how many. Raises OSError."""
    root = Element("tmx", version="1.4")
    header = {
        "creationtool": "Yizhen",
        "creationtoolversion": version or "0",
        "segtype": "block",
        "adminlang": "en",
        "srclang": "*all*",
        "datatype": "plaintext",
        "o-tmf": "yizhen",
    }
    SubElement(root, "header", header)
    body = SubElement(root, "body")
    count = 0
    for unit in units:
        entry = SubElement(body, "tu")
        for name, value in (("changedate", unit.changed), ("changeid", unit.author)):
            if value:
                entry.set(name, value)
        for lang, text in ((unit.source_lang, unit.source), (unit.target_lang, unit.target)):
            variant = SubElement(entry, "tuv", {_XML_LANG: lang})
            SubElement(variant, "seg").text = text
        count += 1
    indent(root, " ")
    out.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=out.parent, prefix=".tmx-", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as stream:
            ElementTree(root).write(stream, encoding="utf-8", xml_declaration=True)
        Path(name).replace(out)
    finally:
        Path(name).unlink(missing_ok=True)
    return count
