"""What the names in findings' messages are called: drugs, parts of the body, allergens, relatives,
the two sides of an opposite.

Messages carry ids ("metformin", "lower_back"); people read words of their own language.
"""

from __future__ import annotations

from functools import cache, lru_cache

from translation.checks.opposite import TABLES
from translation.checks.tables import entries, load

_TABLES = ("body_part", "allergen")


@lru_cache(maxsize=2_000)
def shown_name(name: str, lang: str) -> str:
    """The word for ``name`` in a language; empty where nobody knows one.

    The tables' words come first, they are the plain ones; then the termbase's terms.
    """
    return _of_tables(name, lang) or _of_opposites(name, lang) or _of_termbase(name, lang)


def _of_tables(name: str, lang: str) -> str:
    sections = [load(table) for table in _TABLES]
    sections += [load("person")["kin"], load("drug")["extra"]]
    for section in sections:
        entry = section.get(name)
        words = entries(entry.get(lang, "")) if isinstance(entry, dict) else []
        whole = [word for word in words if "*" not in word]
        if whole:
            return whole[0]
    return ""


def _of_opposites(name: str, lang: str) -> str:
    """How a text says that side of an opposite; in English the name is made of plain words."""
    sides = _opposites().get(name, ())
    if sides and lang == "en":
        return name.replace("_", " ")
    words = (word for side in sides for word in entries(side.get(lang, "")) if "*" not in word)
    return next(words, "")


@cache
def _opposites() -> dict[str, list[dict[str, str]]]:
    """Name of a side -> its words by language, in all tables."""
    found: dict[str, list[dict[str, str]]] = {}
    for table in TABLES:
        for section in load(table).values():
            for side, name in zip("ab", section.get("names", ()), strict=False):
                found.setdefault(name, []).append(section.get(side, {}))
    return found


def _of_termbase(name: str, lang: str) -> str:
    from glossary.termbase import standard

    return standard().term_of(name, lang)
