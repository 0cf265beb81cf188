"""Which of two times is not meant: "in the morning, never in the evening" the wrong way round.

Both texts name the same two, and deny one of them. Languages say the two in either order, so only
that one tells: what the source says to do and the target not to, and another the reverse.
"""

from __future__ import annotations

from collections.abc import Sequence

from translation.checks.lexicon import Hit
from translation.checks.negation import READERS
from translation.checks.negation_contrast import scope
from translation.checks.polarity_table import BACKWARDS
from translation.checks.traded import Text
from translation.types import Span

_LONG = 240
"""Signs of both texts together from which a denial may be one of something else."""


def turned(
    here: Sequence[Hit], there: Sequence[Hit], source: Text, target: Text
) -> tuple[Hit, Hit] | None:
    """What the source means and what the target means in its place, where each denies the other."""
    both = {hit.name for hit in here} & {hit.name for hit in there}
    if len(both) < 2 or len(source[0]) + len(target[0]) > _LONG:
        return None
    ours = _denied(here, source)
    theirs = _denied(there, target) if ours else ours
    lost = [hit for name, hit in ours.items() if name in both and name not in theirs]
    new = [hit for name, hit in theirs.items() if name in both and name not in ours]
    if not lost or not new:
        return None
    meant = next(hit for hit in here if hit.name == new[0].name)
    return meant, next(hit for hit in there if hit.name == lost[0].name)


def _denied(hits: Sequence[Hit], text: Text) -> dict[str, Hit]:
    """The names that a text denies wherever it names them."""
    said, lang = text
    if lang not in READERS:
        return {}
    cues = [c.span for c in READERS[lang](said) if c.demand or not c.kinds.isdisjoint(_LEFT_OUT)]
    spans = [scope(said, cue, lang) for cue in cues]
    found = _inside(hits, spans)
    if len(found) == len({hit.name for hit in hits}) and lang not in BACKWARDS:
        begun = [(cue[0], end) for cue, (_, end) in zip(cues, spans, strict=True)]
        return _inside(hits, begun)  # "after the bath and not before it": from its word on
    return found


_LEFT_OUT = frozenset(("skip", "needless", "remove"))
"""Classes of words that say not to without denying: "leave out the one in the morning"."""


def _inside(hits: Sequence[Hit], spans: Sequence[Span]) -> dict[str, Hit]:
    """The names that stand nowhere but in ``spans``."""
    outside = {hit.name for hit in hits if not _within(hit.span, spans)}
    return {hit.name: hit for hit in hits if hit.name not in outside}


def _within(span: Span, spans: Sequence[Span]) -> bool:
    return any(start <= span[0] < end for start, end in spans)
