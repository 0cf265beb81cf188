"""What the names in findings' messages are called: drugs, parts of the body, allergens, relatives.

Messages carry ids ("metformin", "lower_back"); people read words of their own language.
"""

from __future__ import annotations

from functools import lru_cache

from translation.checks.tables import entries, load

_TABLES = ("body_part", "allergen")


@lru_cache(maxsize=2_000)
def shown_name(name: str, lang: str) -> str:
    """The word for ``name`` in a language; empty where nobody knows one.

    The tables' words come first, they are the plain ones; then the termbase's terms.
    """
    return _of_tables(name, lang) or _of_termbase(name, lang)


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


def _of_termbase(name: str, lang: str) -> str:
    from glossary.termbase import standard

    return standard().term_of(name, lang)
