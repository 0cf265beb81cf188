"""English negation."""

from __future__ import annotations

NEGATIONS = frozenset(
    "not no never none nobody nothing nowhere without neither nor cannot cant dont doesnt didnt "
    "isnt wasnt wont arent hasnt havent negative deny denies denied denying".split()
)
PHRASES_NOT = (
    "not only|no problem|not at all|no doubt|no matter|no wonder|or not|why don't|why not|"
    "why doesn't|no one knows|can't help|no more than|no less than|not less than|no later than|"
    "not more than|no longer than|no fewer than|whether or not|nothing but|not sure whether|"
    "no sooner|no need to worry|not to mention|last but not least|if not|no.|not until|isn't it|"
    "aren't you|don't you|doesn't it|didn't you|haven't you|isn't that|won't you|can't you|"
    "wouldn't you|shouldn't i|couldn't you|not bad|no big deal|no trouble|no worries"
).split("|")
"""Phrases that deny nothing, or may be said without a denial elsewhere."""

SOFT = frozenset(
    "unable impossible unclear unwell uncomfortable irregular insufficient unsteady unusual "
    "uncommon unlikely unless until hardly barely rarely seldom scarcely few little less lack lacks "
    "lacking stop stopped stops avoid avoids avoiding refrain refuse refuses refused fail fails "
    "failed except instead rather free empty fasting negative otherwise missed miss skip skipped "
    "forget forgot lost lose loss trouble hard difficult difficulty weak poor poorly bad badly "
    "different other else away keep hold off out dry before only too low short under unsafe "
    "unconscious wrong restless sleepless painless absent closed prevent quit gone worse wear numb "
    "uneven incomplete intolerant intolerance insomnia unnecessary unfamiliar useless disappeared "
    "loose unopened neg unstable unprotected untreated infertile infertility disabled fine okay ok "
    "sorry welcome still flat straight same".split()
)
"""May answer a denial on the other side without asking for one."""
