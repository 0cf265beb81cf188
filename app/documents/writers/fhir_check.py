"""Whether a FHIR document bundle is right: what the library checks, and what it does not.

The library knows fields and their types, and that a time has a zone. It does not look at codes, at
references that lead nowhere, or at what a document must begin with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from defusedxml.ElementTree import fromstring

from app.errors import AppError

_ID = re.compile(r"[A-Za-z0-9.-]{1,64}")
_CODES: dict[tuple[str, str], frozenset[str]] = {
    ("Bundle", "type"): frozenset({"document"}),
    ("Composition", "status"): frozenset({"preliminary", "final", "amended"}),
    ("Encounter", "status"): frozenset({"in-progress", "finished"}),
    ("DocumentReference", "status"): frozenset({"current"}),
    ("DocumentReference", "docStatus"): frozenset({"preliminary", "final", "amended"}),
    ("Patient", "gender"): frozenset({"male", "female", "other", "unknown"}),
}
"""Codes that this program writes, out of those that FHIR allows."""


class FhirError(AppError):
    """A bundle is not as FHIR wants it: ``fhir.invalid`` (the library's word), ``fhir.<rule>``."""


def check_bundle(bundle: dict[str, Any]) -> None:
    """Raises FhirError for the first thing that is wrong."""
    # Half a second of imports, and only who exports FHIR needs them.
    from fhir.resources.R4B.bundle import Bundle
    from pydantic import ValidationError

    try:
        Bundle.model_validate(bundle)
    except ValidationError as error:
        places = [".".join(map(str, found["loc"])) for found in error.errors()]
        raise FhirError("fhir.invalid", places=", ".join(places[:5])) from error
    for rule in (_document, _references, _codes, _narratives):
        for place in rule(bundle):
            raise FhirError(f"fhir.{rule.__name__.strip('_')}", place=place)


def _document(bundle: dict[str, Any]) -> Iterator[str]:
    """A document has an identifier, a time, and begins with its composition; ids are unique."""
    name = bundle.get("identifier", {})
    if not name.get("value") or not name.get("system"):
        yield "Bundle.identifier"
    if not bundle.get("timestamp"):
        yield "Bundle.timestamp"
    entries = bundle.get("entry", [])
    if not entries or entries[0]["resource"]["resourceType"] != "Composition":
        yield "Bundle.entry[0]"
    urls = [entry.get("fullUrl", "") for entry in entries]
    if len(set(urls)) != len(urls) or not all(urls):
        yield "Bundle.entry.fullUrl"
    for entry in entries:
        resource = entry["resource"]
        if not _ID.fullmatch(resource.get("id", "")):
            yield f"{resource['resourceType']}.id"
        found = resource.get("identifier", [])
        for identifier in found if isinstance(found, list) else [found]:
            if not identifier.get("value"):
                yield f"{resource['resourceType']}.identifier"


def _references(bundle: dict[str, Any]) -> Iterator[str]:
    """Every reference leads to an entry."""
    known = {entry["fullUrl"] for entry in bundle["entry"]}
    for place, key, value in _values(bundle, "Bundle"):
        if key == "reference" and value not in known:
            yield place


def _codes(bundle: dict[str, Any]) -> Iterator[str]:
    """Codes with a fixed set are of it."""
    for resource in (bundle, *(entry["resource"] for entry in bundle["entry"])):
        for (kind, field), allowed in _CODES.items():
            if resource["resourceType"] == kind and resource.get(
                field, next(iter(allowed))
            ) not in (allowed):
                yield f"{kind}.{field}"


def _narratives(bundle: dict[str, Any]) -> Iterator[str]:
    """Every narrative is XHTML that can be read."""
    for place, key, value in _values(bundle, "Bundle"):
        if key == "div":
            try:
                root = fromstring(value)
            except Exception:  # noqa: BLE001 - any fault of the reader means the same
                yield place
                continue
            if root.tag != "{http://www.w3.org/1999/xhtml}div":
                yield place


def _values(value: Any, place: str, key: str = "") -> Iterator[tuple[str, str, Any]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _values(inner, f"{place}.{name}", name)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _values(inner, f"{place}[{number}]", key)
    else:
        yield place, key, value
