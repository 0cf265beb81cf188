"""Leave and number of a denial: what may not, need not and may be done, what not all and none do.

"Do not stop it yourself" answered by 可以自行停药, "you need not take it" by 不可以吃: words beside
such a denial often say it without one, and the denials are as many. So what a text plainly forbids,
spares or allows is compared by itself, where it says one of the three alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from translation.checks.polarity import Cue
from translation.checks.text import touch
from translation.checks.word_forms import fold

Cues = Sequence[Cue]

_FORBIDS = {
    "zh": re.compile(r"不[可能得许准]以?(?![不没])|禁止|严禁|别(?!急)|勿|不要(?!紧)"),
    "ko": re.compile(
        r"지 ?(?:마(?=[세시십])|말(?=고|아|것))|[면서]는? ?안 ?[되돼됩]|금지|수[는가]? ?없"
    ),
    "ja": re.compile(
        r"ないで(?:くださ|下さ|ね|。|、)|[てで]は(?:いけ(?:ない|ません)|だめ|なり)|禁止"
        r"|(?:でき|られ)(?:ない|ません)"
    ),
    "ru": re.compile(
        r"\bнельзя\b(?! (?:не|сказать|исключить)\b)|\bзапрещ"
        r"|\bне (?:следует|стоит|разреша|рекоменд)"
        r"|\bни в коем случае"
        r"|\bне [а-яё]+(?:йте|ите|ьте)(?:сь)?\b"
    ),
    "ar": re.compile(
        r"(?<!\w)[وف]?(?:لا (?:يجوز|يسمح|ينبغي|يجب|يمكن(?:ك|كم)?(?! الا)"
        r"|ت(?!حتاج|زال|قلق|خف|تردد|وجد)\w{3,})|ممنوع|يمنع|يحظر|يجب الا|اياك|تجنب)"
    ),
    "en": re.compile(
        r"\b(?:can't|cannot|mustn't|must not|shouldn't|should not|may not|never|don't|do not)"
        r"(?! (?:have|need|want|like|think|know|see|feel|mind|worry|forget|help|do without"
        r"|be (?:afraid|ruled)|rule|afford)\b)|\bforbidden\b|\bnot allowed\b"
    ),
    "fr": re.compile(
        r"\b(?:ne |n')(?:(?:vous|le|la|les|lui|y|en) |l')?(?!av|oubli|hésit|manqu|inquiét|dout)"
        r"(?:[^\W\d_]+ez|peut|doit|doivent|faut)(?:-[^\W\d_]+)? (?:surtout )?(?:pas|jamais|plus)"
        r"|\bne pas (?!oubli|hésit|manqu)[^\W\d_]+r\b|\binterdi\w*"
    ),
    "es": re.compile(
        r"\bno (?:(?:se|lo|la|le|les|los|las) )*(?:pued|deb|tom[ea]|com[ae]|beb[ae]|us[ea]|hag"
        r"|conduzc|fum[ea]|toqu|rasqu|quit[ea]|levant|muev[ae]|bañ[ea]|duch|moj[ea]|part[ae]"
        r"|mastiqu|pis[ea]|salg|corr[ae]|cargu|pong|llev[ea]|vay|suspend|interrump|abr[ae]|viaj"
        r"|trabaj|apoy|dobl|nad[ea]|utili[cz]|aplic|apliqu|acuest|agach|sient[ea]|retir)[^\W\d_]*"
        r"|\bprohibid\w*"
    ),
}
_STRICTLY = {
    "zh": re.compile(
        r"不可以(?!不)|不[能得许准](?![不])|禁止|严禁|(?:一定|绝对|千万)(?:不要|别|不可)"
    ),
    "ko": re.compile(r"[면서]는? ?안 ?[되돼됩]|금지"),
    "ja": re.compile(r"[てで]は(?:いけ(?:ない|ません)|だめ|なり)|禁止"),
    "ru": re.compile(r"\bнельзя\b(?! (?:не|сказать|исключить)\b)|\bзапрещ|\bни в коем случае"),
    "ar": re.compile(
        r"(?<!\w)[وف]?(?:لا (?:يجوز|يسمح|يمكن(?:ك|كم)?(?! الا)|تستطيع)|ممنوع|يمنع|يحظر"
        r"|يجب الا|اياك)"
    ),
    "en": re.compile(
        r"\b(?:can't|cannot|mustn't|must not|may not|(?:not|n't) (?:be )?allowed)(?! help\b)"
        r"|\bforbidden\b"
    ),
    "fr": re.compile(
        r"\b(?:ne |n')(?:pouvez|peut|devez|doit|doivent|faut)(?:-[^\W\d_]+)? (?:surtout )?pas"
        r"|\binterdi\w*|\ben aucun cas\b"
    ),
    "es": re.compile(
        r"\bno (?:se )?(?:pued\w+|deb\w+)\b(?! preocup)|\bprohibid\w*|\ben ningún caso\b"
    ),
}
_SPARES = {
    "zh": re.compile(
        r"不用|不必|无需|无须|没必要|不需要|用不着|可以不|不[^，。]{1,6}也(?:行|可以|没|不要紧)"
    ),
    "ko": re.compile(
        r"(?:지 ?않[으아]|안 [가-힣]{1,4})(?:셔|아|어|해|여)?도 ?[되돼됩괜]|필요[는가도]? ?없"
    ),
    "ja": re.compile(
        r"なくて(?:も)?(?:いい|良い|よい|よろ|大丈夫|かま|構|結構|けっこう)|必要[はが]?(?:ない|ありません)"
    ),
    "ru": re.compile(
        r"\bне (?:нужн|надо\b|обязательно|требует|придётся|придется)|\bнеобязательно|\bнезачем"
        r"|\bнет (?:необходимост|нужд)|\bможно (?:[а-яё]+ )?не\b"
    ),
    "ar": re.compile(
        r"(?<!\w)[وف]?(?:لا (?:داعي|حاجه|ضروره|لزوم|يلزم|يشترط|[تيان]حتاج)"
        r"|ليس (?:من )?(?:ال)?(?:ضروري|لازم)|لست(?:م|ما)? (?:بحاجه|مضطر|مجبر|في حاجه)"
        r"|ليست? هناك حاجه|غير (?:ضروري|لازم|ملزم))"
    ),
    "en": re.compile(
        r"\b(?:(?:don't|do not|doesn't|does not|won't) (?:need|have) to\b|needn't|need not\b"
        r"|no need\b|(?:isn't|not) (?:necessary|required|needed)|no longer needs?\b"
        r"|(?:don't|doesn't) (?:need|require))|\bunnecessary\b"
    ),
    "fr": re.compile(
        r"\b(?:pas|plus|aucun|nul) (?:besoin|obligé|nécessaire|obligatoire|la peine|forcé|tenu)"
        r"|\binutile\b|\bn'(?:avez|a|ai) pas à\b|\bne (?:nécessite|demande)"
    ),
    "es": re.compile(
        r"\b(?:no (?:hace|hacen) falta|no (?:necesit|requier|precis)\w*|no es (?:necesari|oblig)\w*"
        r"|no (?:tiene|tienen) (?:que|por qué)|innecesari\w*|sin necesidad)"
    ),
}
_ALLOWS = {
    "zh": re.compile(r"可以|不妨|尽管"),
    "ko": re.compile(r"도 ?[되돼됩괜좋상무]|수 ?있|가능"),
    "ja": re.compile(
        r"[てで]も?(?:いい|良い|よい|よろ|大丈夫|かま|構|結構)|(?<!ん)でき|れます|られ|可能"
    ),
    "ru": re.compile(
        r"(?<!не )\b(?:можно|можете|можешь|разреша\w+|разрешено)\b(?! (?:[а-яё]+ )?не\b)"
    ),
    "ar": re.compile(
        r"(?<!لا )(?<!لن )(?<!ان )(?<!\w)[وف]?(?:يمكن(?:ك|كم|ه|ها)|يجوز|يسمح|مسموح"
        r"|ب?امكان(?:ك|كم)|تستطيع\w*|لا (?:باس|مانع))"
    ),
    "en": re.compile(
        r"\b(?:(?<!as )you can|can be|may|allowed|fine to|okay to|ok to|free to|safe to)\b"
    ),
    "fr": re.compile(
        r"(?<!ne )\b(?:pouvez|peut être|peut se|peuvent|autorisé\w*|possible de)\b(?! pas)"
    ),
    "es": re.compile(r"(?<!no )(?<!no se )\b(?:puede|pueden|permitid\w*|posible)\b"),
}
READ = frozenset(_FORBIDS)
"""The languages that are compared here."""
_ASKS = re.compile("[?？؟吗]")
_LATER = frozenset("until notuntil only asked double exceptive then must maybe may_not".split())
"""Classes of words with which an allowance says what a ban says: 三天后才可以."""


def reversed_leave(
    here: Cues, there: Cues, texts: tuple[str, str], languages: tuple[str, str]
) -> Cue | None:
    """The denial of the first text whose leave the second turns round."""
    ours, theirs = languages
    if not any(c.demand for c in here) or any(map(_ASKS.search, texts)):
        return None
    banned = _denial(_FORBIDS[ours], here, texts[0])
    spared = _denial(_SPARES[ours], here, texts[0])
    if banned and not spared and not any(c.demand for c in there):
        allowed = _ALLOWS[theirs].search(fold(texts[1])) and not _ALLOWS[ours].search(
            fold(texts[0])
        )
        return banned if allowed and not any(c.kinds & _LATER for c in there) else None
    if spared and not banned and not _SPARES[theirs].search(fold(texts[1])):
        return spared if _denial(_STRICTLY[theirs], there, texts[1]) else None
    return None


def _denial(words: re.Pattern[str], cues: Cues, text: str) -> Cue | None:
    """The denial that one of ``words`` is, or is part of."""
    spans = [m.span() for m in words.finditer(fold(text))]
    return next((c for c in cues if c.demand and any(touch(c.span, s) for s in spans)), None)


_SOME = frozenset(("some", "intermittent"))
"""Classes of "not all", "not always"."""
_PARTLY = _SOME | {"maybe", "often", "double", "asked", "notonly"}
_NONE = {
    "zh": re.compile(
        r"(?<!不是)(?<!并非)(?<!是不是)(?:所有|每|全部|任何|谁|大家|人人)[^，。,；！？不没无]{0,14}[都也全][不没无]"
        r"|(?:一直|从来|始终|总是?|绝对|完全|根本|永远)都?[不没]"
    ),
    "ko": re.compile(
        r"(?<![가-힣])(?:전혀|결코|절대로?|한 ?번도|아무도|아무에게도|하나도)(?![가-힣])"
    ),
    "ru": re.compile(
        r"\b(?:никто|никому|никого|ничто|ни (?:один|одна|одно|разу)|никогда|совсем не|вообще не)\b"
    ),
    "ar": re.compile(r"(?<!\w)(?:لا احد|ابدا|مطلقا|قط|علي الاطلاق|اي واحد|ولا واحد)(?!\w)"),
    "ja": re.compile(r"全く|まったく|決して|絶対に|全然|一度も|誰も(?!が)|誰にも|一人も"),
    "en": re.compile(
        r"\b(?:never(?! (?:daily|every))|none|nobody|no one|not (?:a single|one|any) )", re.I
    ),
    "fr": re.compile(r"\b(?:jamais(?! (?:tous|chaque|quotid))|aucune?|personne ne)\b", re.I),
    "es": re.compile(
        r"\b(?:(?:nunca|jamás)(?! (?:a diario|todos|cada))|ningun[oa]|ningún|nadie)\b", re.I
    ),
}


COUNTED = frozenset(_NONE)
"""The languages in which "none" is told from "not all"."""


def none_for_some(
    here: Cues, there: Cues, texts: tuple[str, str], languages: tuple[str, str]
) -> Cue | None:
    """The "not all" or "not always" of the first text that is "none" or "never" in the second."""
    some = next((c for c in here if c.demand and c.kinds & _SOME), None)
    if some is None or any(c.kinds & _PARTLY for c in there):
        return None
    never = _NONE[languages[1]].search(fold(texts[1])) and not _NONE[languages[0]].search(
        fold(texts[0])
    )
    return some if never else None
