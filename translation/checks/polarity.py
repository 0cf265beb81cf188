"""Words of denial in a text, with the classes that let two languages say them differently."""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from translation.checks.tables import entries, load
from translation.types import Span

NOT = "not"
ANY = "any"
KNOWN = "known"
"""Class of a denial that only repeats another one: "no allergies, not that I know of"."""


class Cue(NamedTuple):
    """One word of denial.

    ``kinds`` is "not" for a plain denial, else classes such as "unwell". A ``demand`` wants an
    answer in the other language; the rest only can be one. ``lead`` is the "no," that begins an
    answer and is followed by another denial: the other language may do without it.
    """

    kinds: frozenset[str]
    demand: bool
    span: Span
    lead: bool = False


@functools.cache
def table(lang: str) -> dict[str, tuple[frozenset[str], bool]]:
    """Entry -> (classes, demand). Neutral words have no class; demands win over the rest."""
    data = load(f"negation_{lang}")
    found: dict[str, tuple[frozenset[str], bool]] = {}
    for word in entries(data["neutral"]):
        found[word] = (frozenset(), False)
    for word in entries(data["not"]):
        found.setdefault(word, (frozenset((NOT,)), True))
    for part, demand in (("demand", True), ("soft", False)):
        for kind, raw in data[part].items():
            for word in entries(raw):
                kinds, asks = found.get(word, (frozenset((kind,)), demand))
                found[word] = (kinds | {kind} if kinds else kinds, asks)
    return found


_ZH_NONE = re.compile(
    r"(?P<optional>(?:不是|并非|并不是|不用|不必|没必要|无需|不一定|未必|不见得)(?:每个?[^，。,.！？!?不]{0,3}|所有人?|任何人|人人|谁|一定)?[都就全要]?非[^，。,.！？!?]{1,6}(?:不可|不行))"
    r"|(?P<unless>不到非[^，。,.！？!?]{1,6}(?:不可|不行))"
    r"|(?P<double>没(?:有|什么)?(?:要紧|急|大|重要|特殊|特别)的?事[^，。,.！？!?]{0,2}不|没有?[一哪谁][^，。,.！？!?]{1,5}[不没](?!有|舒服|适|对劲|正常|好)"
    r"|没有?(?:任何|什么)?[^，。,.！？!?不别没]{0,4}(?:理由|道理)[^，。,.！？!?不别没]{0,8}[不别](?:能|可以|该|让)?"
    r"|看不出[^，。,.！？!?不别没]{0,5}(?:为什么|为何|理由)[^，。,.！？!?不别没]{0,6}不(?:能|可以|该|让)?"
    r"|没有?说过?[不没](?!舒服|适)|倒不是[^，。,.！？!?不没是]{1,2}不[着了到动下清起出上开进]|非[^，。,.！？!?]{1,6}不可|不[^，。,.！？!?不]{1,6}不(?:行|可(?!以[吃喝用打服做出停动洗]))|(?:不是|不会|不能|并非|并不是)(?:不|没有?)(?![的得]|懂事|听话|讲理|舒服)|(?:不等于|不代表|不意味着|不表示|不说明|不见得|不一定|未必|不等于说)[他她它您你我会就]{0,2}[不没](?!舒服|适|好|对|事|问题)|(?:不是|并非|并不是)(?:什么|啥|哪种|任何|所有|谁)[^，。,.！？!?不没]{0,5}[都也](?:不(?!好|行|正常|舒服|对)(?:能|可以|会|让|许|准|行)?|没)|(?:别|不要|不可|不该)不(?!太|怎么)|哪(?:有|能|会|里能)不|没有不(?![舒适良好])|没法儿?不|无法不|无不(?![适良全])|哪(?:儿|里)?是[不没]|不可能不|谁(?:会|能|还)?不(?=[^，。,.！？!?不]{1,8}(?:[呢啊呀]|[?？!！]))|(?:不是|并非|并不是)(?!想)[^，。,.！？!?不没是]{1,2}不[着了到动下清起出上开进](?![，,]?就是)|没有?[哪一][种个][^，。,.！？!?不没]{2,14}(?:没有|不(?!舒服|适|对劲|正常|好))|(?:不是|并非|并不是)(?:一点儿?|完全|根本)[都也]?没有?)"
    r"|(?P<sure>是不是(?=(?:又|还|都|今天|早上|今早|昨晚|已经|忘了|一直)?没(?!有?人)[^，。,.！？!?]{1,12}[?？]))"
    r"|(?P<asked>(?<![现正一])(?!动不动|人没人|得不得不)(?P<one>[\u4e00-\u9fff])(?:或|还是)?[不没](?P=one)|(?P<two>[\u4e00-\u9fff]{2})[不没](?P=two)|(?P<how>[\u4e00-\u9fff])得(?P<far>[\u4e00-\u9fff]{1,2})(?P=how)不(?P=far)|有没有|(?:从来|从)?没有?(?=[^，。,.！？!?没]{1,10}过[^，。,.！？!?没]{0,10}吗)|没有?(?=[?？])|[否不没](?=[?？])"
    r"|(?<=[过了])没有?(?=[,，])|(?<![,，。都也还])没有?(?=[,，][^。?？]{0,14}[?？]))"
    r"|(?P<told>没有?(?:人|谁)?[^，。,.！？!?没不]{0,5}(?:告诉|通知|提醒|交代|嘱咐|(?:[跟和对][您你他她]|给[您你他她])(?:说|讲|解释|交代))(?=[^。?？]{1,30}[吗嘛][?？]))"
    r"|(?P<guess>(?:宁可|宁愿|宁肯)[^。，,.！？!?]{1,14}[，,]?也[不别]|别看(?=[他她它您你我这那][^，。,.！？!?]{1,14}[，,])|不会(?=[^，。,.！？!?]{0,12}吧)|[没不](?![有是良适]|舒服|对劲|过敏)(?=[^，。,.！？!?]{1,8}吧[?？])|不是(?=[^，。,.！？!?]{0,14}(?:[吗嘛]|(?<![什怎这那多])么))|(?:为什么|怎么|干嘛|何)[^，。,.！？!?不]{0,4}不)"
    r"|(?P<though>别看(?=[^，。,.！？!?]{1,12}(?:[大小多少高低轻重瘦胖老弱慢快薄厚浅深好差贵短长疼痛]|年轻|便宜|普通|简单|正常|不起眼|不显|不严重|厉害)[，,]))"
    r"|(?P<neither>说(?P<this>[\u4e00-\u9fff]{1,2})不(?P=this)[，,]?说(?P<that>[\u4e00-\u9fff]{1,2})不(?P=that))"
    r"|(?P<onlywhen>(?<![看听找得够拿摸达走做用想碰吃喝])不到(?![0-9一二两三四五六七八九十百千半几])[^，。,.！？!?不]{1,8}(?:不[了行住][^，。,.！？!?不]{0,4})?不(?=[来去上肯看吃走停回会就喝用说]))"
    r"|(?P<topmost>没有?(?:什么|啥|哪个|谁)?(?:事|药|办法)?(?:能|会)?比[^，。,.！？!?没不]{1,14}(?:更|还)[^，。,.！？!?没不]{1,6}|再(?:好|合适|方便|简单|清楚)不过)"
    r"|(?P<aslong>只要[^，。,.！？!?不没]{0,8}还)"
    r"|(?P<couldnot>(?<![你您])(?:[哪怎](?:么)?)?能不[^，。,.！？!?不没]{1,4}吗)"
    r"|(?P<resort>(?:不到|非到)万不得已[，,]?[^，。,.！？!?不别]{0,8}(?:不(?:建议|要|能|会|推荐|考虑|主张|做|用|吃|开)?|别))"
    r"|(?P<spare>能不(?P<what>[^，。,.！？!?]{1,4}?)[^，。,.！？!?]{0,3}就(?:不|别)(?P=what))"
    r"|(?P<either>不是(?=[^，。,.！？!?不]{1,6}就是|[^，。,.！？!?]{1,3}不[着了到动下][，,]?就是(?!有[点些]|一)))"
    r"|(?P<goon>(?:请勿|切勿|千万别|千万不要|别|不要|不能|不可以?|不得|勿|不许|不准|不应该?|不宜)(?:自己|自行|擅自|私自|随意|随便|轻易|突然|骤然|立即|马上|立刻|一下子)(?:就|地)?(?:停(?:药|用|服|吃|掉|止)|中断|中止|终止|断药))"
    r"|(?P<because>(?:别|不要|不能|不可以?|不得|勿)(?:老是|总是|老|总)?(?:因为|由于|一|觉得)不[^，。,.！？!?不没]{1,4}就(?:不(?=[吃服用打])|(?=把|停|断)))"
    r"|(?P<is>哪(?:儿|里)是(?=[^，。,.！？!?]{1,8}[啊呀][，,。！!：:]))"
    r"|(?P<lest>(?:^|(?<=[，,]))怕(?=[他她它您你孩]))"
    r"|(?P<before>(?:没(?!有)|未(?![满成来]))[^，。,.！？!?]{1,8}(?:之前|以前|前(?=[，,不请勿暂先禁切]))"
    r"|(?:还没有?|没等)[^，。,.！？!?有没不]{1,8}[，,]?就(?![是行把要得该])(?=[^，。,.！？!?]{1,4}了)"
    r"|[没未][^，。,.！？!?有没]{1,3}完[^，。,.！？!?]{0,2}就(?!是|行|好)"
    r"|(?:还[没未]|[没不]等)(?!有)[^，。,.！？!?没不未]{1,6}就(?!是|行|好|[不没别])"
    r"|[没不未]到(?:时间|时候|点|日子)(?=[^，。,.！？!?]{0,2}[别不])|[没未不][满到等足出](?![0-9一二两三四五六七八九十半几])[^，。,.！？!?]{1,6}[就便](?!是))"
    r"|(?P<see>(?<=看)[^，。,.！？!?]{1,8}没有?(?=[。,，.]|$))"
    r"|(?P<under>(?:不|没|未|别|不要|不能|不可|不得|不应)(?:到|满|足|出|超过|高于|大于|多于)(?=[0-9一二两三四五六七八九十百千万半几]|[^，。,.！？!?]{0,6}(?:倍|一半|上限|下限))|[没未]过(?=[0-9一二两三四五六七八九十百千万半])"
    r"|(?<=[都还也])[不没]到(?=[，。,.、]|$))"
    r"|(?P<least>(?:不|没|未|别|不要|不能|不可|不得|不应)(?:少于|低于|小于|短于)(?=[0-9一二两三四五六七八九十百千万半几]))"
    r"|(?P<slow>(?:别|不要|不能|不可|不宜|不得|勿)[^，。,.！？!?不]{0,4}[太过](?:快|猛|急|用力))"
    r"|(?P<merely>(?<![撑熬活挺扛])不过(?=[0-9一二两三四五六七八九十半几][^，。,.]))"
    r"|(?P<others>没有?人(?=[^，。,.！？!?没不]{1,8}[，,]?[就只](?:有|我|他|她|你|是)))"
    r"|(?P<nogood>没有?[一哪][^，。,.！？!?不没]{1,3}是?(?:好|正常|完整|健康|完好))"
    r"|(?P<well>没有?(?:觉得|感觉到?|感到|觉着|觉出)?有?(?:什么|任何|一点儿?|哪儿|哪里|啥|丝毫|(?:什么|哪个)地方)?不(?:正常|对劲?|舒服|好受|妥|适|良(?!反应|事件|习惯|嗜好)))"
    r"|(?P<unable>(?<=[\u4e00-\u9fff])不(?:了(?!解)|动(?![的时没])|着|到|住|起来?|上|下去?来?|开|出来?|完|见(?!了)|懂|进去?来?|过来|过气|过[头肩]))"
    r"|(?P<halt>(?:别(?![的人处])|不要)(?=[^，。,.！？!?]{1,5}了(?:[，。,.！？!?]|$)))"
    r"|(?P<over>不(?=[^，。,.！？!?不没有]{1,4}了(?:[，。,.！？!?也就才再]|的话|$)))"
    r"|(?P<less>没(?!有?(?:以前|之前|原来|上次|从前))有?[^，。,.！？!?不没]{1,8}(?:那么|这么|那样|这样)(?=[^，。,.！？!?不没]))"
    r"|(?P<whenever>(?<![第每十万唯])一(?![天个点次年周月片粒共般定直起样会下些路顿向万千百])[^，。,.！？!?不没就也]{1,8}就(?![是行好]))"
    r"|(?P<sold>没有[^，。,.！？!?有过不没]{1,6}了(?=[，。,.！？!?]|$))"
    r"|(?P<no>[“「\"'‘]否(?=[”」\"'’])|^否$)"
    r"|(?P<since>(?:多久|好久|很久|这么久|那么久|几天|多长时间|几年|几个月|[0-9一二三两半]{1,6}(?:天|年|个月|个?星期|周|个?小时))没(?!有)|(?:多久|多长时间|(?<![这头前近过那])几天)不(?:能|可以|让))"
)


_LONE = re.compile("[\ud800-\udfff]")
"""Half a sign of two, in which nothing can be looked up."""
_ZH_SIGN = re.compile("[不没未无别勿非否怕哪就]")
"""Every shape has one of these in it."""


@functools.cache
def _automaton() -> tuple[AhoCorasick, list[str]]:
    """Finds the entries of the Chinese table, which are beside it, wherever they begin."""
    known = list(table("zh"))
    return AhoCorasick(known), known


def _longest_at(text: str) -> dict[int, str]:
    """The longest entry at each place where one begins."""
    automaton, known = _automaton()
    text = _LONE.sub("\ufffd", text)
    found: dict[int, str] = {}
    for number, start, end in automaton.find_matches_as_indexes(text, overlapping=True):
        if end - start > len(found.get(start, "")):
            found[start] = known[number]
    return found


@functools.lru_cache(maxsize=32)
def cues_zh(text: str) -> list[Cue]:
    """Denials of a Chinese text. Questions of the form 疼不疼 deny nothing."""
    begun = _longest_at(text)
    shapes = {m.start(): m for m in _ZH_NONE.finditer(text)} if _ZH_SIGN.search(text) else {}
    asked = {s for s, hit in shapes.items() if hit.lastgroup == "asked"}
    formed = {s: hit.lastgroup or "" for s, hit in shapes.items() if hit.lastgroup in _KEPT}
    found, known = [], table("zh")
    at = 0
    for start in sorted(begun.keys() | shapes):
        entry = begun.get(start)
        hit = shapes.get(start)
        if hit is not None:
            longer = entry is not None and len(entry) > hit.end() - start
            if not (longer and start >= at and hit.lastgroup in _YIELDING):
                if start >= at:
                    kind, demand = _SHAPES[hit.lastgroup or ""]
                    found.append(Cue(frozenset(kind.split()), demand, hit.span()))
                    at = hit.end()
                continue
        if (
            start < at
            or entry is None
            or any(s in asked for s in range(start + 1, start + len(entry)))
        ):
            continue
        kinds, demand = known[entry]
        at = start + len(entry)
        if demand and len(entry) > 1 and NOT in kinds and entry.endswith(("不", "别")):
            # 并不, 先别: the denial may go on with a word of its own class (不愿意, 别出门)
            more = begun.get(at - 1, "")
            if len(more) > 1 and known[more][1]:
                kinds, at = kinds | known[more][0], at - 1 + len(more)
        if demand and formed:
            within = [formed[s] for s in range(start, at) if s in formed]
            kinds = kinds.union(
                *(_SHAPES[f][0].split() for f in within if f != "over" or NOT in kinds)
            )
        if kinds:
            found.append(Cue(kinds, demand, (start, at)))
    return answers(denied_ill(found, text), text)


_SHAPES = {
    "no": (NOT, True),
    "optional": (NOT, True),
    "unless": ("until resort not", True),
    "spare": ("avoid", True),
    "resort": ("resort only", True),
    "double": ("double", False),
    "asked": ("asked", False),
    "see": ("asked", False),
    "told": ("", False),
    "sure": ("", False),
    "guess": (ANY, False),
    "either": ("either", False),
    "though": ("though", False),
    "topmost": (ANY, False),
    "neither": ("both not", True),
    "onlywhen": ("until only not", True),
    "is": (NOT, True),
    "lest": ("avoid", False),
    "goon": ("keep leave not", True),
    "because": ("keep both not", True),
    "before": (ANY, False),
    "since": ("since", False),
    "unable": ("unable", True),
    "halt": ("stop", True),
    "over": ("gone", True),
    "aslong": ("until", False),
    "couldnot": ("asked", False),
    "less": ("less not", True),
    "whenever": ("whenever", False),
    "sold": ("gone", True),
    "under": ("under", True),
    "least": ("least", True),
    "slow": ("slowly not", True),
    "merely": ("under", False),
    "others": ("not other", True),
    "nogood": ("bad not", True),
    "well": ("not fine", True),
}
"""What the shapes of `_ZH_NONE` are: classes and whether they demand an answer."""

_KEPT = frozenset(("over", "unable"))
"""Shapes whose class a longer word of the table has as well: 听不清, 不痒了."""
_YIELDING = frozenset(("halt", "over", "unable", "double"))
"""Shapes that a longer word of the table goes before: 别忘了, 不敢吃了, 别不当回事."""


_REPEATED = ("都不行", "也不行", "都不可以", "也不可以", "都不要", "都不能")
"""What only says once more that something is forbidden, after a clause that forbids it."""


ILL = frozenset(("unwell", "bad", "wrong", "abnormal"))
"""Classes of words for something bad."""
DENIED_ILL = frozenset((NOT, "fine"))
"""Classes of a denial of something bad."""
_NEAR = 20
"""Signs that may stand between a denial and what it denies."""
STOP = re.compile(
    r"[,.;:!?，。；：！？、؟،]|(?:니까|므로|라서|아서|어서|해서|지만|는데|은데|면|고|며|나) "
)
"""Between clauses; Korean ends them in a syllable."""

_THAT = re.compile(r"(?:^|\s)(?:that|que)\s")
"""Begins a clause with a denial of its own: "not that the pills don't work"."""


def denied_ill(found: list[Cue], text: str, backwards: bool = False) -> list[Cue]:
    """A denial of something bad ("no discomfort") as one word that may also be said as "fine"."""
    if len(found) < 2:
        return found
    kept: list[Cue] = []
    demands: list[int] = []
    for cue in found:
        last = kept[demands[-1]] if demands else None
        if last is not None and _is_pair(*((cue, last) if backwards else (last, cue))):
            between = text[last.span[1] : cue.span[0]]
            if len(between) <= _NEAR and not STOP.search(between) and not _THAT.search(between):
                kept[demands[-1]] = Cue(DENIED_ILL, True, (last.span[0], cue.span[1]))
                continue
        if last is not None and _is_litotes(last, cue, text):
            kept[demands.pop()] = Cue(_LITOTES, False, (last.span[0], cue.span[1]))
            continue
        if cue.demand:
            demands.append(len(kept))
        kept.append(cue)
    return kept


def up_to(
    found: list[Cue],
    text: str,
    bounds: Iterable[tuple[int, str]],
    denies: Sequence[bool],
    end: re.Pattern[str],
) -> list[Cue]:
    """Gives the denial nearest before each of ``bounds``, in its sentence, the bound's class.

    ``denies`` says which of ``found`` a bound can belong to, ``end`` what ends a sentence.
    """
    places = [i for i, asks in enumerate(denies) if asks]
    stops = [found[i].span[1] for i in places]
    found, ended = list(found), {-1}
    for till, kind in bounds:
        nearest = bisect_right(stops, till) - 1
        if nearest in ended:
            continue
        cue = found[places[nearest]]
        if kind in cue.kinds:
            continue
        if end.search(text, stops[nearest], till):
            ended.add(nearest)
        else:
            found[places[nearest]] = cue._replace(kinds=cue.kinds | {kind})
    return found


_LITOTES = frozenset((ANY, "double"))
_UN = ("un", "in", "im", "ir", "не")


def _is_litotes(denial: Cue, word: Cue, text: str) -> bool:
    """ "Not uncommon": a denied word that begins with a denial."""
    start, end = word.span
    return (
        NOT in denial.kinds
        and word.kinds == {ANY}
        and start - denial.span[1] == 1
        and text[start:end].startswith(_UN)
        and not text[denial.span[0] : denial.span[1]].endswith("no")
    )


def _is_pair(denial: Cue, ill: Cue) -> bool:
    return denial.demand and NOT in denial.kinds and ill.demand and bool(ill.kinds & ILL)


def _repeats(cue: Cue, text: str) -> bool:
    before = cue.span[0] - 1
    if text[before : cue.span[1]].rstrip("，。,") not in _REPEATED:
        return False
    first = _FORBIDS.search(text)
    return first is not None and first.end() <= before


_TWICE = re.compile(
    r"(?:不|没有?)(?P<what>[\u4e00-\u9fff]{1,2})[，,][^，,。；！？!?]{0,9}"
    r"(?P<again>[都也](?:不|没有?)(?P=what))"
)
"""不疼，一点儿都不疼: one denial, said twice."""
_EVEN_SO = re.compile(
    r"(?P<deny>别|不要|不能|不)(?P<what>[\u4e00-\u9fff]{1,2})[^。；！？!?]{0,9}[，,]"
    r"(?:哪怕|就算|就是|即使|即便|再)[^，,。；！？!?]{1,9}(?P<again>[都也](?P=deny)(?P=what))"
)
"""别揭，哪怕脏了也别揭: the same."""
_FORBIDS = re.compile("别|不要|不能|不可|禁")
_ANSWER = re.compile(
    r"(?:^|[.?!。？！] ?)(?:oh |哦，|啊，|well, )?"
    r"(?:no|不|没有|没|不是|不用了?|不要了|不了|不会|不行|没事)(?=[,，.。])"
)


def answers(cues: list[Cue], text: str) -> list[Cue]:
    """An answering "no," beside another denial need not be said in the other language."""
    if sum(c.demand or "double" in c.kinds for c in cues) < 2:
        return cues
    again = {
        i
        for said in (_TWICE, _EVEN_SO)
        for m in said.finditer(text)
        for i in range(m.start("again"), m.end())
    }
    cues = [
        c._replace(demand=False) if c.span[0] in again or _repeats(c, text) else c for c in cues
    ]
    ends = {m.end() for m in _ANSWER.finditer(text)}
    return [
        c._replace(demand=False, lead=True) if c.span[1] in ends or KNOWN in c.kinds else c
        for c in cues
    ]
