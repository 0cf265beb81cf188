""" "Not before the wound has healed" and "only after it has healed" say the same.

Chinese denies what is done before (愈合之前不能泡澡); other languages rather say when it may be
done at last, or to wait. A plain "after" does not do: 术前不能吃 is not "eat after the operation".
"""

from __future__ import annotations

import re

from translation.types import Span

_NOT_BEFORE = re.compile(
    r"[^，,。；;！!？?]{2,}(?:之前|以前|前)[，,]?[^，,。；;！!？?有]{0,3}?"
    r"(?P<no>(?:先|暂时|暂)?(?:不[要能可得许准宜]?|别|请?勿|严?禁止?))(?![^，,。；;！!？?]{0,12}前)"
)
_FAR = r"[^.;:!?。；！？؟]{0,60}"
_ONLY_AFTER = {
    lang: re.compile(said, re.IGNORECASE)
    for lang, said in {
        "en": rf"\bonly (?:after|once|when)\b|\bonly\b{_FAR}\b(?:after|once)\b"
        rf"|\b(?:wait|hold off|put off|postpone|delay)\w*\b{_FAR}\b(?:until|till|for|before)\b",
        "fr": r"\bseulement (?:après|une fois|quand|lorsque)|\bqu['’](?:après|une fois)"
        rf"|\bune fois\b{_FAR}\bseulement|\battend\w*\b|\bpatient\w*\b{_FAR}\bjusqu",
        "es": rf"\bs[oó]lo (?:después|cuando|una vez|tras)|\bespere\w*\b|\bespera\w*\b"
        rf"|\bs[oó]lo\b{_FAR}\b(?:después de|una vez)",
        "ru": rf"\b(?:только|лишь)\b{_FAR}\b(?:после|когда|тогда)|\b(?:подожд|дожд|выжд)\w*",
        "ar": rf"فقط بعد|الا بعد|إلا بعد|\bبعد\b{_FAR}فقط|[انتي]?نتظر[ء-ي]*",
        "ko": r"(?:뒤|후|다음)에야|[아어여]서야|고 ?나서|기다[려리렸]"
        r"|(?:뒤|후|다음)에 ?(?:하|해|시작)",
        "ja": r"てから|でから|[てで](?:はじめて|初めて)|(?:あと|後)で|[待ま]っ?[ちてた]",
    }.items()
}  # fmt: skip


def only_after(texts: tuple[str, str], languages: tuple[str, str]) -> Span | None:
    """The denial of the first text that the second answers by saying what has to come before."""
    said = _ONLY_AFTER.get(languages[1])
    if languages[0] != "zh" or said is None:
        return None
    denied = _NOT_BEFORE.search(texts[0])
    return denied.span("no") if denied is not None and said.search(texts[1]) else None
