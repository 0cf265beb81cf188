"""Parts of the body: a part of the source must not have become another one in the target.

A part that is only missing is no finding: "头晕" is "dizzy". The parts and what one language may
say for another are in `translation.checks.body_names`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from translation.checks.body_names import near, parts
from translation.checks.lexicon import Hit
from translation.checks.text import far_apart, in_other_sentences
from translation.checks.traded import traded
from translation.types import Finding, FindingKind

_GENERAL = frozenset(
    (
        "joint",
        "bone",
        "skin",
        "muscle",
        "limbs",
        "mucous-membrane",
        "blood-vessel",
        "artery",
        "vein",
    )
)
"""Parts that stand beside another one ("elbow joint"); they never take one's place."""

_UNLIKE = (
    frozenset(
        "thumb index_finger middle_finger ring_finger little_finger toe great-toe "
        "little-toe".split()
    ),
    frozenset(("front_tooth", "molar", "wisdom_tooth", "canine-tooth")),
    frozenset(("deciduous-tooth", "permanent-tooth")),
    frozenset(("neck", "thoracic_spine", "lower_back")),
    frozenset(("upper_abdomen", "lower_abdomen")),
    frozenset(("heartburn", "athletes_foot")),
    frozenset(("thigh", "calf")),
    frozenset(("heel", "tiptoe", "instep")),
    frozenset(("heel", "great-toe", "little-toe", "toe")),
    frozenset(("heel", "digit")),
    frozenset(("heel", "finger")),
    frozenset(("spine", "rib")),
    frozenset(("liver", "spleen", "pancreas", "gallbladder")),
    frozenset(
        "radius ulna humerus collarbone shoulder_blade femur femoral-neck patella tibia fibula "
        "talus metatarsal-bone metacarpal-bone carpal-bones rib sternum".split()
    ),
    frozenset(
        "esophagus cardia gastric_fundus gastric_body gastric-antrum pylorus duodenum".split()
    ),
    frozenset(("stomach", "duodenum")),
    frozenset(("mitral-valve", "tricuspid-valve", "aortic-valve", "pulmonary-valve")),
    frozenset(
        "duodenum jejunum ileum colon ascending-colon transverse-colon descending-colon "
        "sigmoid-colon cecum rectum".split()
    ),
    frozenset(("gallbladder", "bile-duct", "pancreatic-duct")),
    frozenset(("renal-pelvis", "ureter", "bladder", "urethra", "prostate")),
    frozenset(("kidney", "adrenal", "ureter")),
    frozenset(("endometrium", "myometrium", "cervix", "ovary", "fallopian-tube")),
    frozenset(("atrium", "ventricle")),
    frozenset(("aorta", "pulmonary-artery", "coronary-artery", "carotid-artery")),
    frozenset(("thyroid", "parathyroid-gland", "parotid-gland", "submandibular-gland", "thymus")),
    frozenset(
        "cornea sclera iris retina vitreous-body conjunctiva pupil lens-of-eye optic-nerve".split()
    ),
    frozenset(("external-ear-canal", "tympanic-membrane", "middle-ear", "inner-ear", "mastoid")),
    frozenset(
        "frontal-lobe temporal-lobe parietal-lobe occipital-lobe thalamus basal_ganglia "
        "cerebellum brainstem".split()
    ),
)
"""Parts that never stand for each other, whatever else is named beside them, but for those that
the table has as near."""


def check(source: str, target: str, source_lang: str, target_lang: str) -> list[Finding]:
    """``body_part.changed:knee>elbow``, with at most one finding for a pair of parts."""
    here, there = parts(source, source_lang), parts(target, target_lang)
    if not here or not there:
        return []
    lost, added = _first(here, there), _first(there, here)
    lost = _special(lost)
    unlike = _unlike(lost, added)
    if unlike is not None:
        return [unlike]
    for hit in list(lost):
        answer = next((h for h in added if h.name in near()[hit.name]), None)
        if answer is not None:
            lost.remove(hit)
            added.remove(answer)
    said, gone = {h.name for h in here}, {h.name for h in lost}
    stays = [h for h in here if h.name not in gone]
    added = [
        h
        for h in added
        if not _answered(h, stays) and h.name not in _GENERAL and h.name not in said
    ]
    if not lost and not added:
        sides = (source, source_lang), (target, target_lang)
        ours = _special(here)
        swapped = traded(ours, _as_named(_special(there), ours), *sides)
        return (
            [_changed(*swapped)]
            if swapped is not None and swapped[1].name not in near()[swapped[0].name]
            else []
        )
    ours, theirs = _special(here), _special(there)
    return [
        _changed(a, b)
        for a, b in zip(lost, added, strict=False)
        if not in_other_sentences(a.span, b.span, source, target)
        and (
            _same_place(a, b, ours, theirs) or not far_apart(a.span, b.span, source, target, _LONG)
        )
    ]


def _same_place(a: Hit, b: Hit, ours: Sequence[Hit], theirs: Sequence[Hit]) -> bool:
    """Whether the two are the only ones that differ between two lists of as many parts."""
    if len(ours) != len(theirs) or a not in ours or b not in theirs:
        return False
    return all(
        (x.name == y.name) is not (x == a and y == b) for x, y in zip(ours, theirs, strict=True)
    )


_LONG = 90
"""Signs of both texts from which a part has its place among the others. Of new pairs as long as
this the parts were far apart in 10 of 23 right ones and in 7 of 63 wrong ones."""


def _as_named(theirs: Sequence[Hit], ours: Sequence[Hit]) -> list[Hit]:
    """``theirs`` under the names of ``ours``: the top of a foot is the other text's foot."""
    known = {hit.name for hit in ours}
    found = []
    for hit in theirs:
        alike = known & near()[hit.name]
        one = hit.name not in known and len(alike) == 1
        found.append(Hit(next(iter(alike)), hit.span) if one else hit)
    return found


def _special(hits: Sequence[Hit]) -> list[Hit]:
    return [hit for hit in hits if hit.name not in _GENERAL]


def _changed(a: Hit, b: Hit) -> Finding:
    message = f"body_part.changed:{a.name}>{b.name}"
    return Finding(FindingKind.BODY_PART, message, a.span, b.span)


def _unlike(lost: Sequence[Hit], added: Sequence[Hit]) -> Finding | None:
    """One finger for another: a hand beside both stands for neither."""
    for a in lost:
        for b in added:
            if b.name in near()[a.name]:
                continue
            if any({a.name, b.name} <= group for group in _UNLIKE):
                return _changed(a, b)
    return None


def _first(these: Sequence[Hit], those: Sequence[Hit]) -> list[Hit]:
    """One mention of each part that the others name less often, or not at all.

    A part said twice and translated once is no loss by itself, but may be the one that another
    part has taken the place of ("no stone in the left kidney either").
    """
    times = Counter(hit.name for hit in those)
    found: dict[str, Hit] = {}
    for hit in these:
        times[hit.name] -= 1
        if times[hit.name] < 0:
            found.setdefault(hit.name, hit)
    return sorted(found.values(), key=lambda hit: any(h.name == hit.name for h in those))


def _answered(hit: Hit, those: Sequence[Hit]) -> bool:
    """Whether a part, even one that answers another, may stand for this one."""
    answers = near()[hit.name] - _GENERAL - {hit.name}
    return any(h.name in answers for h in those)
