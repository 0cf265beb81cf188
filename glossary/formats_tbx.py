"""TBX (ISO 30042:2019) in and out.

Written is the DCA style with the data categories of TBX-Basic and three more, so that nothing is
lost: ``semanticType``, ``reviewState`` and ``retired`` as ``admin`` of a concept; therefore the
dialect has a name of its own. Read are also other dialects and the older TBX of 2008
(``martif``, ``termEntry``, ``langSet``, ``tig``, ``ntig``): what such a file does not say of a
concept that is known stays as it is. Entities and external references are refused.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET  # only to build and write; reading is defused
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from glossary.concepts import LANGUAGES, Concept, Terms
from glossary.exchange import ID, FormatError, Incoming, Names, slug
from glossary.history import Entry, prose, words

DIALECT = "TBX-Yizhen"
NAMESPACE = "urn:iso:std:iso:30042:ed-2"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_SYSTEMS = {"icd10": "ICD-10", "atc": "ATC"}
_STATUS = {
    "term": "preferredTerm-admn-sts",
    "also": "admittedTerm-admn-sts",
    "abbr": "admittedTerm-admn-sts",
    "plain": "admittedTerm-admn-sts",
    "avoid": "deprecatedTerm-admn-sts",
}
_AVOIDED = ("deprecatedTerm", "supersededTerm", "obsoleteTerm", "notRecommended")
_SHORT = frozenset(("abbreviation", "acronym", "initialism"))
_PLAIN = "colloquialRegister"
_OLD = {
    "termEntry": "conceptEntry",
    "langSet": "langSec",
    "tig": "termSec",
    "ntig": "termSec",
    "martif": "tbx",
}
_CONCEPT_ID = re.compile(r"_(?=\d)")
"""An XML id does not begin with a digit; such a one gets a sign that no id of ours has."""


def dump(entries: Iterable[Entry]) -> bytes:
    """Entries as a TBX file."""
    root = ET.Element(
        "tbx", {"type": DIALECT, "style": "dca", "xml:lang": "en", "xmlns": NAMESPACE}
    )
    header = ET.SubElement(ET.SubElement(root, "tbxHeader"), "fileDesc")
    _leaf(ET.SubElement(header, "titleStmt"), "title", "Medical termbase")
    _leaf(ET.SubElement(header, "sourceDesc"), "p", "Yizhen")
    body = ET.SubElement(ET.SubElement(root, "text"), "body")
    for entry in entries:
        _dump_concept(ET.SubElement(body, "conceptEntry"), entry)
    ET.indent(root, " ")
    data: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return data + b"\n"


def _dump_concept(node: ET.Element, entry: Entry) -> None:
    concept = entry.concept
    node.set("id", f"_{concept.id}" if concept.id[:1].isdigit() else concept.id)
    _leaf(node, "descrip", concept.domain, type="subjectField")
    _leaf(node, "admin", concept.type, type="semanticType")
    _leaf(node, "admin", concept.review, type="reviewState")
    _leaf(node, "admin", concept.source, type="source")
    _leaf(node, "admin", entry.retired, type="retired")
    for system, code in concept.codes.items():
        target = f"urn:code:{system}:{code}"
        name = _SYSTEMS.get(system, system)
        _leaf(node, "xref", f"{name} {code}", type="externalCrossReference", target=target)
    _leaf(node, "note", concept.note)
    for lang, terms in concept.terms.items():
        section = ET.SubElement(node, "langSec", {"xml:lang": lang})
        _leaf(section, "note", terms.note)
        for kind, form in _kinds(terms):
            _dump_term(ET.SubElement(section, "termSec"), kind, form)


def _kinds(terms: Terms) -> Iterable[tuple[str, str]]:
    yield "term", terms.term
    for kind in ("also", "abbr", "avoid"):
        yield from ((kind, form) for form in getattr(terms, kind))
    if terms.plain:
        yield "plain", terms.plain


def _dump_term(node: ET.Element, kind: str, form: str) -> None:
    _leaf(node, "term", form)
    if kind == "abbr":
        _leaf(node, "termNote", "abbreviation", type="termType")
    if kind == "plain":
        _leaf(node, "termNote", _PLAIN, type="register")
    _leaf(node, "termNote", _STATUS[kind], type="administrativeStatus")


def _leaf(parent: ET.Element, tag: str, text: str, **attributes: str) -> None:
    if text:
        ET.SubElement(parent, tag, attributes).text = text


def read(data: bytes, base: Mapping[str, Entry]) -> list[Incoming]:
    """The entries of a TBX file. Raises FormatError.

    ``base`` are the entries that are known: a file of another dialect changes of them what it
    says and nothing else.
    """
    root, places = _parse(data)
    if _tag(root) != "tbx":
        raise FormatError("not_tbx", *places[root], _tag(root))
    reader = _Reader(places, base, Names(base), whole=root.get("type") == DIALECT)
    seen: set[str] = set()
    found = []
    for node in root.iter():
        if _tag(node) != "conceptEntry":
            continue
        incoming = reader.concept(node)
        key = incoming.entry.concept.id
        if key in seen:
            raise FormatError("double_id", *places[node], key)
        seen.add(key)
        found.append(incoming)
    return found


Places = dict[ET.Element, tuple[int, int]]


class _Builder(ET.TreeBuilder):
    """Remembers where each element stands."""

    def __init__(self) -> None:
        super().__init__()
        self.places: Places = {}
        self.expat: Any = None

    def start(self, tag: Any, attrs: Any, /) -> ET.Element:
        """An element begins."""
        element: ET.Element = super().start(tag, attrs)
        self.places[element] = (
            self.expat.CurrentLineNumber, self.expat.CurrentColumnNumber + 1
        )  # fmt: skip
        return element


def _parse(data: bytes) -> tuple[ET.Element, Places]:
    """The tree, and line and column of each element. Raises FormatError."""
    builder = _Builder()
    parser: Any = DefusedXMLParser(target=builder)
    expat = builder.expat = parser.parser
    try:
        parser.feed(data)
        root: ET.Element = parser.close()
    except ET.ParseError as error:
        line, column = error.position
        raise FormatError("xml", line, column + 1, str(error).split(":")[0]) from error
    except DefusedXmlException as error:
        here = expat.CurrentLineNumber, expat.CurrentColumnNumber + 1
        raise FormatError("forbidden", *here, "DTD") from error
    except (LookupError, ValueError) as error:
        raise FormatError("encoding", 1, 1) from error
    return root, builder.places


def _tag(node: ET.Element) -> str:
    name = node.tag.rpartition("}")[2]
    return _OLD.get(name, name)


@dataclass(slots=True)
class _Reader:
    places: Places
    base: Mapping[str, Entry]
    names: Names
    whole: bool
    """The file says all there is to say: what it does not say is gone."""

    def concept(self, node: ET.Element) -> Incoming:
        concept_id = _CONCEPT_ID.sub("", node.get("id", "").strip(), count=1)
        if not ID.fullmatch(concept_id):
            concept_id = slug(concept_id)
        terms, left_out = self._languages(node)
        if not terms:
            raise FormatError("no_term", *self.places[node], concept_id)
        said = Concept(
            concept_id,
            _said(node, "subjectField"),
            _said(node, "semanticType"),
            terms,
            dict(_codes(node)),
            _said(node, "source"),
            _said(node, "reviewState"),
            _note(node),
        )
        concept = self.names.completed(said)
        retired = words(_said(node, "retired"))
        here = self.base.get(concept.id)
        if here is not None and not self.whole:
            concept, retired = _merged(here.concept, said, concept), here.retired
        return Incoming(Entry(concept, retired), self.places[node][0], left_out)

    def _languages(self, node: ET.Element) -> tuple[dict[str, Terms], int]:
        forms: dict[str, list[tuple[str, str]]] = {}
        notes: dict[str, str] = {}
        left_out = 0
        for section in node:
            if _tag(section) != "langSec":
                continue
            tag = section.get(_XML_LANG) or section.get("lang")
            if not tag:
                raise FormatError("no_language", *self.places[section])
            lang, *rest = tag.replace("_", "-").lower().split("-")
            found = [self._form(part) for part in section if _tag(part) == "termSec"]
            if lang not in LANGUAGES:
                left_out += len(found)
                continue
            if lang == "zh" and {"tw", "hk", "mo", "hant"} & set(rest):
                # Traditional forms are admitted, never preferred.
                found = [("also" if kind in ("", "term") else kind, form) for kind, form in found]
            forms.setdefault(lang, []).extend(found)
            notes[lang] = notes.get(lang, "") or _note(section)
        made = {lang: _terms(found, notes[lang]) for lang, found in forms.items() if found}
        return made, left_out

    def _form(self, node: ET.Element) -> tuple[str, str]:
        """Kind and form of a term; the kind is empty where the file does not say."""
        term = next((part for part in node.iter() if _tag(part) == "term"), None)
        form = words("".join(term.itertext())) if term is not None else ""
        if not form:
            raise FormatError("no_term", *self.places[node])
        status = _said(node, "administrativeStatus") or _said(node, "normativeAuthorization")
        if status.startswith(_AVOIDED):
            return "avoid", form
        if _said(node, "register").startswith("colloquial"):
            return "plain", form
        if _said(node, "termType") in _SHORT:
            return "abbr", form
        if status.startswith("preferred"):
            return "term", form
        return ("also" if status.startswith("admitted") else ""), form


def _terms(found: list[tuple[str, str]], note: str) -> Terms:
    """Terms of a language; the first one is the preferred one where the file does not say."""
    kinds = [kind for kind, _ in found]
    best = next(k for k in ("term", "", "also", "abbr", "plain", "avoid") if k in kinds)
    at = kinds.index(best)
    rest = [pair for number, pair in enumerate(found) if number != at]

    def of(*wanted: str) -> tuple[str, ...]:
        return tuple(form for kind, form in rest if kind in wanted)

    plain = of("plain")
    return Terms(
        found[at][1], of("also", "", "term") + plain[1:], of("avoid"), of("abbr"),
        plain[0] if plain else "", note,
    )  # fmt: skip


def _merged(here: Concept, said: Concept, made: Concept) -> Concept:
    """``here`` with what the file says of it; ``made`` holds the file's terms, tidied."""
    return replace(
        here,
        domain=words(said.domain) or here.domain,
        type=words(said.type) or here.type,
        terms={lang: {**here.terms, **made.terms}[lang] for lang in LANGUAGES
               if lang in here.terms or lang in made.terms},
        codes={**here.codes, **made.codes},
        source=made.source or here.source,
        review=words(said.review) or here.review,
        note=made.note or here.note,
    )  # fmt: skip


def _said(node: ET.Element, category: str) -> str:
    """The text of a data category of ``node``, not of what lies deeper than a group."""
    for part in _near(node):
        if part.get("type") == category and part.text:
            return part.text.strip()
    return ""


def _near(node: ET.Element) -> Iterable[ET.Element]:
    for part in node:
        if _tag(part) in ("langSec", "termSec"):
            continue
        yield part
        yield from _near(part)


def _codes(node: ET.Element) -> Iterable[tuple[str, str]]:
    for part in _near(node):
        target = part.get("target", "")
        if _tag(part) == "xref" and target.startswith("urn:code:"):
            system, _, code = target.removeprefix("urn:code:").partition(":")
            if system and code:
                yield system, code


def _note(node: ET.Element) -> str:
    return next((prose(part.text or "") for part in node if _tag(part) == "note"), "")
