"""From a verified pack folder to something that runs it.

The only place that maps a pack's kind and family to code. To add a family: write it in
`speech` or `translation.families` and name it here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from app.modelpacks.manifest import Manifest, PackError, PackKind
from glossary.types import TermMatch
from speech.recogniser import Recogniser
from translation import checks
from translation.families.family import Family
from translation.translator import Translator


def load_recogniser(
    manifest: Manifest, folder: Path, compute_type: str = "int8", threads: int = 2
) -> Recogniser:
    """The recogniser of a verified speech pack.

    Raises PackError: ``pack.wrong_kind``, ``pack.unknown_family``, ``pack.unusable``.
    """
    _expect(manifest, PackKind.SPEECH)
    if manifest.family != "whisper":
        raise PackError("pack.unknown_family", pack=manifest.id, family=manifest.family)
    from speech.whisper_recogniser import WhisperRecogniser

    try:
        return WhisperRecogniser(
            folder,
            compute_type=compute_type,
            threads=threads,
            fitted_window=manifest.fitted_window,
            no_speech_above=float(manifest.options.get("no_speech_above", 1.0)),
            hot_words=bool(manifest.options.get("hot_words", False)),
        )
    except (RuntimeError, ValueError, OSError) as error:
        raise PackError("pack.unusable", pack=manifest.id, reason=type(error).__name__) from error


def load_translator(
    manifest: Manifest, folder: Path, compute_type: str = "int8", threads: int = 2
) -> Translator:
    """The translator of a verified translation pack.

    Raises PackError: ``pack.wrong_kind``, ``pack.unknown_family``, ``pack.file_missing`` (a
    tokenizer file), ``pack.unusable``.
    """
    _expect(manifest, PackKind.TRANSLATION)
    make = _families().get(manifest.family)
    if make is None:
        raise PackError("pack.unknown_family", pack=manifest.id, family=manifest.family)
    from translation.ct2_translator import Ct2Translator
    from translation.term_constraints import strategy_for

    # The tables of the checks are read now, not at the first sentence.
    checks.prepare(*sorted({lang for direction in manifest.directions for lang in direction}))
    try:
        return Ct2Translator(
            folder,
            make(folder, manifest.options),
            frozenset(manifest.directions),
            compute_type=compute_type,
            threads=threads,
            beam_size=int(manifest.options.get("beam_size", 2)),
            coverage_penalty=float(manifest.options.get("coverage_penalty", 0.0)),
            strategy=strategy_for(manifest.family),
            judge=_findings,
            hypotheses=int(manifest.options.get("hypotheses", 8)),
            voters=int(manifest.options.get("voters", 1)),
        )
    except FileNotFoundError as error:
        name = Path(str(error)).name
        raise PackError("pack.file_missing", pack=manifest.id, file=name) from error
    except (RuntimeError, ValueError) as error:
        raise PackError("pack.unusable", pack=manifest.id, reason=str(error)) from error


def _findings(
    source: str, target: str, source_lang: str, target_lang: str, terms: Sequence[TermMatch]
) -> int:
    """How many findings the checks have on a translation."""
    return len(checks.run(source, target, source_lang, target_lang, terms))


def _expect(manifest: Manifest, kind: PackKind) -> None:
    if manifest.kind is not kind:
        raise PackError("pack.wrong_kind", pack=manifest.id, kind=manifest.kind.value)


def _families() -> dict[str, Callable[[Path, dict[str, Any]], Family]]:
    from translation.families.m2m100 import M2m100
    from translation.families.nllb import Nllb
    from translation.families.opus_mt import OpusMt
    from translation.families.starter import Starter

    return {"starter": Starter, "opus-mt": OpusMt, "nllb": Nllb, "m2m100": M2m100}
