"""What stands around a term: is it denied, and on which side of the body is it?"""

from __future__ import annotations

from glossary.rules import LanguageRules


def is_negated(text: str, start: int, end: int, rules: LanguageRules) -> bool:
    """Whether the term at ``start:end`` is denied within its clause ("no fever or cough")."""
    asked = rules.question.sub(lambda found: " " * len(found.group()), text)
    before = asked[:start]
    begin = 0
    for stop in rules.negation_stop.finditer(before):
        begin = stop.end()
    if rules.negated_before.search(before, begin):
        return True
    rest = asked[end:]
    stopped = rules.negation_stop.search(rest)
    clause = rest[: stopped.start()] if stopped else rest
    return rules.negated_after.search(clause) is not None


def side_of(text: str, start: int, end: int, rules: LanguageRules) -> str:
    """ "left", "right" or "both" where that is said of the term at ``start:end``; else empty.

    A side in the term itself wins, then the nearest before it, then the nearest behind it,
    never beyond a stop of the clause.
    """
    inside = text[start:end]
    for name, pattern in rules.sides:
        if pattern.search(inside):
            return name
    before = _clause_end(text[max(0, start - rules.side_reach) : start], rules)
    nearest = [(m.end(), name) for name, p in rules.sides for m in p.finditer(before)]
    if nearest:
        return max(nearest)[1]
    after = text[end : end + rules.side_reach]
    stop = rules.negation_stop.search(after)
    after = after[: stop.start()] if stop else after
    behind = [(m.start(), name) for name, p in rules.sides for m in p.finditer(after)]
    return min(behind)[1] if behind else ""


def _clause_end(before: str, rules: LanguageRules) -> str:
    begin = 0
    for stop in rules.negation_stop.finditer(before):
        begin = stop.end()
    return before[begin:]
