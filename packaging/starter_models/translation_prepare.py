"""Step 1: cleaned open data, held-out sets and the sentencepiece model.

`python translation_prepare.py --work DIR --data ../shared/data`

Writes to DIR: `open_train.tsv` (Tatoeba and TICO-19 for training), `tatoeba_dev.tsv`,
`tico_dev.tsv`, `medical_terms.json` (names for copy training), and `spm.model` unless it exists.
"""

import json
import re
import tempfile
from pathlib import Path

import opencc
import sentencepiece
from translation_common import (
    SEED,
    UNIFY,
    USER_SYMBOLS,
    Pair,
    Tokenizer,
    grammar_pairs,
    handwritten_training,
    normalise,
    stable_fraction,
    work_argument,
    write_json,
    write_pairs,
)

VOCABULARY = 8000
# Documents of TICO-19 that are kept out of training, whole.
TICO_DEV = ("PubMed_6", "PubMed_9", "wiki_4", "wiki_13", "Wikipedia_handpicked_3", "Wikinews_4")
_SENTENCE_ZH = re.compile(r"[\u3400-\u9fffA-Za-z0-9，。？！、；：《》“”\"'%./+\- ]+")
_SENTENCE_EN = re.compile(r"[A-Za-z0-9,.?!;:'\"%/()+$\- ]+")
# Quantities are digits in the consultation corpus; sentences that spell them would teach both.
_SPELLED_EN = re.compile(
    r"\b(two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty"
    r"|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|dozen)\b",
    re.IGNORECASE,
)
_SPELLED_ZH = re.compile(
    r"[两二三四五六七八九十百千万][个天年月岁点次小公块只本人条张分周英杯瓶里位]"
)


def tatoeba(folder: Path) -> list[Pair]:
    """Tatoeba pairs in simplified characters, at most 25 English words, one line each."""
    convert = opencc.OpenCC("t2s")
    pairs = []
    for line in (folder / "cmn-eng_13luoyu.tsv").read_text(encoding="utf-8-sig").splitlines():
        columns = line.split("\t")
        if len(columns) < 2:
            continue
        en = normalise(columns[0], "en")
        zh = normalise(convert.convert(columns[1]), "zh")
        zh = zh.replace('"', "").replace("「", "").replace("」", "").replace("『", "")
        if len(en.split()) > 25 or not _SENTENCE_ZH.fullmatch(zh) or not _SENTENCE_EN.fullmatch(en):
            continue
        pairs.append(Pair(zh, en, "tatoeba"))
    return list({(p.zh, p.en): p for p in pairs}.values())


def tico(folder: Path) -> list[Pair]:
    """TICO-19 pairs with their document as origin."""
    lines = (folder / "tico19.en-zh-ru-ar-fr-es.tsv").read_text(encoding="utf-8").splitlines()
    pairs = []
    for line in lines[1:]:
        columns = line.split("\t")
        zh, en = normalise(columns[3], "zh"), normalise(columns[2], "en")
        if zh and en:
            pairs.append(Pair(zh, en, "tico/" + columns[0].split(":")[0]))
    return pairs


def split_tatoeba(pairs: list[Pair]) -> tuple[list[Pair], list[Pair]]:
    """Training and development (2 %) by sentence; no sentence of either side is in both."""
    dev = [p for p in pairs if stable_fraction("tatoeba" + p.en) < 0.02]
    zh, en = {p.zh for p in dev}, {p.en for p in dev}
    train = [p for p in pairs if p.zh not in zh and p.en not in en]
    kept = [p for p in train if not (_SPELLED_EN.search(p.en) or _SPELLED_ZH.search(p.zh))]
    return kept, list({p.en: p for p in dev}.values())


def split_tico(pairs: list[Pair]) -> tuple[list[Pair], list[Pair]]:
    """Training and development by source document."""
    out = {"tico/" + name for name in TICO_DEV}
    dev = [p for p in pairs if p.origin in out]
    train = [p for p in pairs if p.origin not in out and len(p.en.split()) <= 45]
    return train, dev


def medical_terms(data: Path) -> dict[str, list[str]]:
    """Names in each language (not translations of each other) for training to copy."""
    zh = []
    for line in (data / "thuocl_medical/THUOCL_medical.txt").read_text("utf-8").splitlines():
        word = line.split("\t")[0].strip()
        if 2 <= len(word) <= 8 and re.fullmatch(r"[\u4e00-\u9fff]+", word):
            zh.append(word)
    en = []
    for line in (data / "inn_en_ru/inn_en_ru_la.tsv").read_text("utf-8").splitlines()[1:]:
        name = line.split("\t")[1].strip()
        if re.fullmatch(r"[a-z]{4,20}", name):
            en.append(name)
    diseases = data / "icd10cm_zhtw_en/icd10cm_2023_en_zh-Hant.tsv"
    for line in diseases.read_text("utf-8").splitlines():
        name = line.split("\t")[2]
        if re.fullmatch(r"[A-Z][a-z]+( [a-z]+){0,3}", name):
            en.append(name.lower())
    return {"zh": sorted(set(zh[:9000])), "en": sorted(set(en))[::2]}


def train_tokenizer(work: Path, pairs: list[Pair], terms: dict[str, list[str]]) -> None:
    """Train the joint unigram model with every common character as a piece."""
    characters = {c for w in terms["zh"] for c in w}
    counts: dict[str, int] = {}
    for p in pairs:
        for c in p.zh:
            counts[c] = counts.get(c, 0) + 1
    characters = {c for c in characters | set(counts) if "\u4e00" <= c <= "\u9fff"}
    seen_in_terms: dict[str, int] = {}
    for w in terms["zh"]:
        for c in w:
            seen_in_terms[c] = seen_in_terms.get(c, 0) + 1
    required = [c for c in characters if counts.get(c, 0) >= 2 or seen_in_terms.get(c, 0) >= 3]
    sentencepiece.set_random_generator_seed(SEED)
    with tempfile.TemporaryDirectory() as name:
        text, rules = Path(name) / "text", Path(name) / "rules.tsv"
        lines = [p.zh for p in pairs] + [Tokenizer.surface(p.en, "en") for p in pairs]
        lines += [" " + w for w in terms["en"][::4]]
        text.write_text("\n".join(lines) + "\n", encoding="utf-8")
        rules.write_text(
            "".join(f"{ord(k):X}\t{' '.join(f'{ord(c):X}' for c in v)}\n" for k, v in UNIFY.items())
        )
        sentencepiece.SentencePieceTrainer.train(
            input=str(text), model_prefix=str(work / "spm.new"), model_type="unigram",
            vocab_size=VOCABULARY, character_coverage=1.0, byte_fallback=True, split_digits=True,
            add_dummy_prefix=False, remove_extra_whitespaces=False, max_sentencepiece_length=12,
            normalization_rule_tsv=str(rules), user_defined_symbols=",".join(USER_SYMBOLS),
            required_chars="".join(sorted(required)), pad_id=0, unk_id=1, bos_id=2, eos_id=3,
            input_sentence_size=400000, shuffle_input_sentence=True, num_threads=1,
            minloglevel=1,
        )  # fmt: skip
    (work / "spm.new.model").replace(work / "spm.model")
    print(f"tokenizer: {len(lines)} lines, {len(required)} required characters")


def main() -> None:
    parser = work_argument("Prepare data and tokenizer.")
    parser.add_argument("--data", type=Path, required=True, help="folder of the open data")
    parser.add_argument("--new-tokenizer", action="store_true", help="train it anew")
    options = parser.parse_args()
    work: Path = options.work
    work.mkdir(parents=True, exist_ok=True)
    tatoeba_train, tatoeba_dev = split_tatoeba(tatoeba(options.data / "tatoeba"))
    tico_train, tico_dev = split_tico(tico(options.data / "tico19"))
    write_pairs(work / "open_train.tsv", tatoeba_train + tico_train)
    write_pairs(work / "tatoeba_dev.tsv", tatoeba_dev)
    write_pairs(work / "tico_dev.tsv", tico_dev)
    terms = medical_terms(options.data)
    write_json(work / "medical_terms.json", terms)
    own = handwritten_training()
    grammar_part = list(grammar_pairs("train", 60000, SEED))
    figures = {
        "tatoeba": [len(tatoeba_train), len(tatoeba_dev)], "tico": [len(tico_train), len(tico_dev)],
        "handwritten": len(own), "grammar": len(grammar_part),
        "terms": [len(v) for v in terms.values()],
    }  # fmt: skip
    print(json.dumps(figures))
    if options.new_tokenizer or not (work / "spm.model").exists():
        train_tokenizer(work, tatoeba_train + tico_train + own * 3 + grammar_part, terms)


if __name__ == "__main__":
    main()
