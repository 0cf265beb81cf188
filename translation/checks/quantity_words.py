"""Words of single languages that `translation.checks.quantity_reader` looks for."""

from __future__ import annotations

import re

NIGHTS = frozenset(("nights", "noches", "ночей", "晚", "夜", "晚上", "晩", "밤"))
"""Behind a number these count days, else they say when in the day: three nights without sleep."""
SCORED = ("满分", "总分", "打", "评", "给")
KO_NATIVE = frozenset(("piece", "cup", "tablet", "times", "age", "day_or_date", "drop"))
"""Units that Korean counts with its own numerals: before them, 이 is "this"."""
KO_COUNTED = frozenset(
    "점 명 사람 개 대 병 통 상자 곳 가지 군데 마리 장 권 줄 알 잔 컵 그릇 방울 살 돌 갑 쌍 짝 톨"
    " 칸".split()
)
"""Counters that never stand after a single Sino-Korean digit."""
PUFFED = ("吸", "喷", "揿", "按", "吸了", "喷了", "按了")
"""Before 两下 these are puffs of an inhaler."""
SINGLE = frozenset(
    "неделю месяц год час минуту день литр грамм килограмм кило метр таблетку капсулу каплю".split()
) | frozenset(
    ("чайную ложку", "чайной ложке", "столовую ложку", "столовой ложке", "чайная ложка",
     "столовая ложка", "متر", "كيلو", "كيلوغرام", "كيلوجرام",
     "ملعقه صغيره", "ملعقه كبيره", "ملعقه شاي", "ملعقه طعام")
)  # fmt: skip
"""Without a number these are one."""
OF_THINGS = re.compile(r" (?:de |d')(?!ici)")
"""French, Spanish: what is counted follows."""
BEFORE_MILLIONS = frozenset("上好几数近达约超过有到至以花")
"""Before 千万 without a unit these say that it is a number."""
RU_PARTS = frozenset(("трети", "третям", "третях", "четверти", "четвертям", "четвертях"))
RU_ABOUT = frozenset(("на", "за", "через"))
ARTICLES = frozenset(("un", "une", "una"))
PART_WAY = frozenset(("一半", "halves", "半分", "절반", "половине", "moitie", "нисф"))
SCALE_NAMES = {
    "华氏": "fahrenheit", "華氏": "fahrenheit", "화씨": "fahrenheit",
    "摄氏": "celsius", "摂氏": "celsius", "섭씨": "celsius",
}  # fmt: skip
AFTER_TEN_MINUTES = frozenset(("", *"里制满钟之后前左，。、のでほくぐず間後"))
"""十分 before these is ten minutes, else "very"."""
SPACED = frozenset(
    ("おき", "置き", "ごと", "毎に", "かか", "くら", "過ぎ", "経っ", "経て", "たっ", "来一")
)
"""十分 before these is ten minutes in any language."""
NO_TABLET = frozenset("牙齿痣痘疹钉珠石瘤")
"""三颗牙, 两粒石头: what is counted so and not taken."""
COUPLE = ("a couple", "couple", "un par", "par ", "пару")
"""Two, or a few: 几片 as well as 两片."""
MANNER = frozenset(
    (
        "早晚各一次",
        "早晚一次",
        "早晚两次",
        "早晚2次",
        "早晚共两次",
        "早晚各",
        "早晚分别",
        "早中晚各一次",
        "يوما بعد يوم",
        "يوم بعد يوم",
        "半天",
        "overnight",
        "上半年",
        "下半年",
        "half-hearted",
        "mitad",
        "matin et soir",
        "matin, soir",
        "matin midi et soir",
        "matin, midi et soir",
        "matin midi soir",
        "matin, midi, soir",
        "matin-midi-soir",
    )
)
KO_OFTEN = {"일": "day", "주": "week", "월": "month"}
"""Before a count these are what it is per: 주 2회."""
KO_ADNOMINAL = frozenset(("한", "두", "세", "네", "석", "넉", "열", "스무"))
BY_HOUR = frozenset("apres avant des depuis entre vers passe".split())  # "après seize heures"
IT_IS = ("it's", "it is")
SOFT_AT = frozenset(("las", "de las", "para las"))
"""Spanish articles that stand before an hour, and before much else."""
MINUTE = frozenset(("分", "分钟", "минут", "минуты", "минута"))
ONE_AT = frozenset("es la,a la,de la,sobre la,hacia la,desde la,hasta la,a eso de la".split(","))
"""What Spanish says before one o'clock and no other hour."""
RIGHT_EYE = frozenset(("od", "o.d."))
LEFT_EYE = re.compile(r"(?<![^\W_])(?:O\.?[SU]\.?|O[GI])(?![^\W_])")
"""Beside these capitals OD is the right eye: OS, OU, French OG, Spanish OI."""
