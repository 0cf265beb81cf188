"""The words around left and right of ``tokens/sides.toml`` in the form that code uses."""

from __future__ import annotations

from translation.checks.tables import entries, load

_DATA = load("sides")

ZH_NOT_SIDES: list[str] = entries(_DATA["zh_not_sides"])
ZH_AMOUNT_ENDS: str = _DATA["zh_amount_ends"]
EN_SIDE_NOUNS: frozenset[str] = frozenset(entries(_DATA["en_side_nouns"]))
EN_SIDE_BEFORE: frozenset[str] = frozenset(entries(_DATA["en_side_before"]))
EN_SIDE_ARTICLES: frozenset[str] = frozenset(entries(_DATA["en_side_articles"]))
EN_RIGHT_ADVERB: frozenset[str] = frozenset(entries(_DATA["en_right_adverb"]))
EN_RIGHT_JUDGED: frozenset[str] = frozenset(entries(_DATA["en_right_judged"]))
EN_RIGHT_PROPER: frozenset[str] = frozenset(entries(_DATA["en_right_proper"]))
LETTERS: dict[str, dict[str, str]] = {}
"""Language -> abbreviation -> side."""
for _group in _DATA["letters"]:
    for _lang in entries(_group["langs"]):
        _table = LETTERS.setdefault(_lang, {})
        for _side in ("left", "right", "both"):
            _table.update(dict.fromkeys(entries(_group.get(_side, "")), _side))
EN_LEFT_VERB: frozenset[str] = frozenset(entries(_DATA["en_left_verb"]))
