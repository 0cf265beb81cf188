"""Words that say of an allergen what it does, without the word for an allergy.

What one text says does harm the other may say somebody likes: "eggs give her hives" - 爱吃鸡蛋.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence

from translation.checks import allergy
from translation.checks.allergy_match import alike
from translation.checks.drug_names import drugs
from translation.checks.lexicon import Hit, Lexicon
from translation.checks.tables import entries, load
from translation.checks.text import holds
from translation.types import Finding, FindingKind


def liked(
    here: Sequence[Hit], there: Sequence[Hit], source: tuple[str, str], target: tuple[str, str]
) -> list[Finding]:
    """``allergy.lost:egg`` where the target says that it is liked, ``allergy.added`` the other way.

    ``here`` and ``there``: the words of allergies and the allergens of the texts.
    """
    if not any(h.name in allergy.WORDS for hits in (here, there) for h in hits):
        return []
    likes = [_words("liked", lang).find(text) for text, lang in (source, target)]
    if bool(likes[0]) == bool(likes[1]):
        return []
    lost = bool(likes[1])
    harms, bears = (here, there) if lost else (there, here)
    said, made = (source, target) if lost else (target, source)
    ill = [h.span[0] for h in harms if h.name in allergy.WORDS]
    borne = [h.span[0] for h in likes[lost]]
    for hit in (*allergy.allergens(harms), *drugs(*said)):
        if not holds(ill, *allergy.clause(said[0], hit.span)):
            continue
        for other in (*allergy.allergens(bears), *drugs(*made)):
            if alike(hit.name, other.name) and holds(borne, *allergy.clause(made[0], other.span)):
                message = f"allergy.{'lost' if lost else 'added'}:{hit.name}"
                spans = (hit.span, other.span) if lost else (other.span, hit.span)
                return [Finding(FindingKind.ALLERGY, message, *spans)]
    return []


def caused(hits: Sequence[Hit], text: str, lang: str) -> bool:
    """Whether all that a text says is that an allergen brings on what an allergy looks like."""
    if len(allergy.clause_ends(text)) > 1:
        return False
    signs = any(h.name in allergy.SIGNS for h in hits) and allergy.allergens(hits)
    return bool(signs) and bool(_words("caused", lang).find(text))


def said_only(text: str, lang: str) -> list[int]:
    """Where a text says that it is this one alone: "only to pollen"."""
    return [hit.span[0] for hit in _words("only", lang).find(text)]


@functools.cache
def _words(name: str, lang: str) -> Lexicon:
    table = load("allergy_words")
    hidden = entries(table.get(f"not_{name}", {}).get(lang, ""))
    return Lexicon(lang, {"_hide": hidden, name: entries(table[name].get(lang, ""))})
