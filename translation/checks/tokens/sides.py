"""Left and right: words around them that decide whether a side is meant."""

from __future__ import annotations

ZH_NOT_SIDES = (
    "左氧氟沙星 左旋 左炔诺 左甲状腺素 左乙拉西坦 左卡尼汀 左西孟旦 左西替利嗪 左舒必利 左布比卡因 "
    "右旋 右美沙芬 右美托咪定 右佐匹克隆 座右铭 左邻右舍 左思右想 右兰索拉唑 左派 右派 左不过"
).split()

EN_SIDE_NOUNS = frozenset(
    (
        "hand handed side sided arm leg foot feet eye eyes ear ears knee knees ankle ankles hip "
        "shoulder shoulders elbow wrist thumb finger fingers toe toes lung lungs kidney kidneys "
        "breast breasts ovary ovaries testicle testicles tube chest thigh thighs calf cheek jaw "
        "temple eyebrow eyelid nostril tonsil lobe upper lower middle half atrium ventricle big "
        "little index ring heel palm forearm buttock buttocks groin flank abdomen belly lumbar "
        "collarbone clavicle rib ribs scapula armpit neck face forehead quadrant "
        "heart atrial ventricular iliac carotid coronary lateral hemisphere brain tibia femur "
        "fibula humerus radius tooth teeth molar canine corner turn lane wing corridor front rear "
        "renal ureter inguinal adrenal thyroid hepatic parotid iris cornea retina eyeball eardrum "
        "achilles shin sole pinky limb limbs hemiplegia bundle main anterior most lying inner outer"
    ).split()
)
"""Nouns (and words that begin such a phrase) after which "left"/"right" is a side."""

EN_SIDE_BEFORE = frozenset(
    "lower upper turn turning turned bear far top bottom lean leaning tilt facing front rear middle "
    "inner outer only another".split()
)
EN_SIDE_ARTICLES = frozenset(
    "the my your his her its their our to on from a in toward towards both".split()
)
EN_RIGHT_ADVERB = frozenset(
    "now away after before here there then at in on into behind next under above below where "
    "when as beside through outside inside up down over off since till until along between around "
    "across past against back up".split()
)
EN_RIGHT_JUDGED = frozenset(
    "all this that's is isn't it's you're are not quite sounds feel feels feeling looks seems be been "
    "that was exactly don't doesn't work just alright eating sleeping going".split()
)
EN_RIGHT_PROPER = frozenset(
    "thing medicine medication dose way time person place doctor department decision amount "
    "choice treatment number word words answer size position window floor clinic room kind sort "
    "food diet direction moment order age procedure path angle track".split()
)
EN_LEFT_VERB = frozenset(
    "i he she they we you who just already has have had was were is are be been 's it i've you've "
    "he's she's they've we've i'd there's being get gets got any much many little day days week weeks "
    "tablet tablets pill pills dose doses some enough nothing none no nobody money time never "
    "home hospital mom dad mother father nurse doctor".split()
)

ZH_AMOUNT_ENDS = "0-9一二两三四五六七八九十百千万半钟点分秒时天日周月年岁度米克斤升个次片杯瓶粒颗支元块位名号期寸里步层厘期拜％%g"
"""Characters (a regular expression class) after which 左右 means "about"."""
