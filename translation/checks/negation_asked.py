"""Denials that deny nothing: of a question that nobody answers, of what was forgotten anyway.

谁没生过病呢 and "who doesn't get nervous?" say that everybody does, 哪有孩子不哭的 that all
children cry; 忘了，没吃 says no more than "I forgot it". The other language may say so without
a denial, or with one as well: such a word of denial wants no answer, but it is one.
"""

from __future__ import annotations

import re

from translation.checks.polarity import ANY, Cue

_ASKED = {
    lang: re.compile(said, re.IGNORECASE)
    for lang, said in {
        "zh": r"(?<![有跟和给对向])谁(?:家|还|又|都|能|会)?[没不](?!知道|懂|清楚)"
        r"[^，,。；？！?!]{0,16}(?=[呢啊呀？?！!])"
        r"|哪[有儿里]?有?[^，,。；？！?!]{0,8}[没不][^，,。；？！?!]{1,8}的"
        r"(?:道理|人)?(?=[？?！!啊呢]|$)"
        r"|(?:忘记?|漏)了?[^，,。；]{0,6}[，,]?[^，,。；还]{0,2}"
        r"没有?[吃打喝用带做抹滴贴服](?=[。，,；！]|$)",
        "en": r"\bwho (?:does|did|would|could|is|was|has)(?:n['’]t| not)\b",
        "fr": r"\bqui (?:donc )?(?:ne |n['’])[^.,;?!]{1,30}\b(?:pas|jamais)\b(?=[^.;!]*\?)",
        "es": r"¿\s*(?:y )?(?:a )?qui[eé]n no\b",
        "ru": r"\bкто(?: же| бы)?(?: из нас)? не\b(?=[^.;!]*\?)|\bкому(?: же)? не\b(?=[^.;!]*\?)",
        "ar": r"(?:^|[.،؟!] ?)و?من (?:منا |ذا )?(?:الذي )?(?:لا|لم)\b(?=[^.]*؟)",
        "ko": r"(?:않는?|없는|안 \w{1,6}|못 \w{1,6}) ?"
        r"(?:사람|분|데|게|수술|아이|애)이? ?(?:어디|어딨)",
        "ja": r"(?:ない|ぬ)(?:人|方|子|もの|わけ)(?:なんて|など)(?:いませ|いな|ありませ|あり)",
    }.items()
}


def unasked(cues: list[Cue], text: str, lang: str) -> list[Cue]:
    """``cues``, of which those of such a question want no answer."""
    if not any(c.demand for c in cues) or (said := _ASKED.get(lang)) is None:
        return cues
    spans = [m.span() for m in said.finditer(text)]
    if not spans:
        return cues
    return [
        c._replace(kinds=c.kinds | {ANY}, demand=False)
        if c.demand and any(start <= c.span[0] < end for start, end in spans)
        else c
        for c in cues
    ]
