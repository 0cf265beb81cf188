"""How well the checks do on pairs that were written without looking at them.

``python tests/accuracy/checks_table.py [--failures] [FOLDER]`` prints, by kind and by language
pair: the share of errors found, the share of those whose kind is named rightly, and the share of
right translations with a finding. The pairs are tab-separated files with the columns
``id source_lang target_lang source target kind note``; an empty kind is a right translation.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from translation import checks
from translation.types import FindingKind

PAIRS = Path(__file__).with_name("checks_pairs")


@dataclass(frozen=True, slots=True)
class Pair:
    """A source and its translation. ``kind`` is the one error in it, None when it is right."""

    id: str
    source_lang: str
    target_lang: str
    source: str
    target: str
    kind: FindingKind | None
    note: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the checks said about a pair: the kinds of their findings, in their order."""

    pair: Pair
    kinds: tuple[FindingKind, ...]

    @property
    def found(self) -> bool:
        """Anything at all was found."""
        return bool(self.kinds)

    @property
    def kind_right(self) -> bool:
        """The error's own kind is among the findings."""
        return self.pair.kind in self.kinds

    @property
    def kind_alone(self) -> bool:
        """The error's own kind, and no other, was found."""
        return set(self.kinds) == {self.pair.kind}

    @property
    def failed(self) -> bool:
        """An error not found or misnamed, or a right translation with a finding."""
        return self.found if self.pair.kind is None else not self.kind_right


@dataclass(frozen=True, slots=True)
class Score:
    """Counts, and shares from 0 to 1. A share of nothing is None.

    The kind is judged among the errors that were found: ``kind_right`` when it is named,
    ``kind_alone`` when no other kind is named beside it.
    """

    errors: int
    right: int
    found: float | None
    kind_right: float | None
    kind_alone: float | None
    false_alarms: float | None


def read_pairs(folder: Path = PAIRS) -> list[Pair]:
    """All pairs of a folder's ``.tsv`` files. Raises ValueError for a kind that does not exist."""
    pairs: list[Pair] = []
    for path in sorted(folder.glob("*.tsv")):
        with path.open(encoding="utf-8", newline="") as lines:
            pairs.extend(_pair(row) for row in csv.DictReader(lines, dialect=_Tabs))
    return pairs


class _Tabs(csv.excel_tab):
    """Tabs between the columns; quotation marks are text."""

    quoting = csv.QUOTE_NONE
    lineterminator = "\n"


def _pair(row: dict[str, str]) -> Pair:
    return Pair(
        id=row["id"],
        source_lang=row["source_lang"],
        target_lang=row["target_lang"],
        source=row["source"],
        target=row["target"],
        kind=FindingKind(row["kind"]) if row["kind"] else None,
        note=row["note"],
    )


def examine(pairs: Iterable[Pair]) -> Iterator[Outcome]:
    """Run all checks on each pair, as ``yizhen check`` does."""
    for pair in pairs:
        found = checks.run(pair.source, pair.target, pair.source_lang, pair.target_lang)
        yield Outcome(pair, tuple(finding.kind for finding in found))


def score(outcomes: Sequence[Outcome]) -> Score:
    """The shares over these outcomes."""
    errors = [o for o in outcomes if o.pair.kind is not None]
    right = [o for o in outcomes if o.pair.kind is None]
    found = [o for o in errors if o.found]
    return Score(
        errors=len(errors),
        right=len(right),
        found=_share(o.found for o in errors),
        kind_right=_share(o.kind_right for o in found),
        kind_alone=_share(o.kind_alone for o in found),
        false_alarms=_share(o.found for o in right),
    )


def _share(answers: Iterable[bool]) -> float | None:
    listed = list(answers)
    return sum(listed) / len(listed) if listed else None


def both_ways(pair: Pair) -> str:
    """The languages of a pair without its direction: ``zh-en`` for zh→en and en→zh."""
    other = pair.target_lang if pair.source_lang == "zh" else pair.source_lang
    return f"zh-{other}"


def table(outcomes: Sequence[Outcome]) -> str:
    """The accuracy table: errors by kind, then everything by direction, by pair and in all."""
    lines = [_line("", "errors", "found %", "kind %", "alone %", "right", "false %")]
    for kind in FindingKind:
        of_kind = [o for o in outcomes if o.pair.kind is kind]
        if of_kind:
            lines.append(_score_line(kind.value, score(of_kind)))
    lines.append("")
    directions = {f"{o.pair.source_lang}→{o.pair.target_lang}" for o in outcomes}
    for name in sorted(directions):
        of_direction = [o for o in outcomes if f"{o.pair.source_lang}→{o.pair.target_lang}" == name]
        lines.append(_score_line(name, score(of_direction)))
    lines.append("")
    for name in sorted({both_ways(o.pair) for o in outcomes}):
        lines.append(_score_line(name, score([o for o in outcomes if both_ways(o.pair) == name])))
    return "\n".join([*lines, "", _score_line("all", score(outcomes))])


def found_matrix(outcomes: Sequence[Outcome]) -> str:
    """Errors found of errors written, by kind (rows) and language pair (columns)."""
    names = sorted({both_ways(o.pair) for o in outcomes})
    lines = ["found of written".ljust(17) + "".join(name.rjust(8) for name in names)]
    for kind in FindingKind:
        of_kind = [o for o in outcomes if o.pair.kind is kind]
        if of_kind:
            cells = [[o.found for o in of_kind if both_ways(o.pair) == name] for name in names]
            counts = "".join(f"{sum(cell)}/{len(cell)}".rjust(8) for cell in cells)
            lines.append(kind.value.ljust(17) + counts)
    return "\n".join(lines)


def failures(outcomes: Iterable[Outcome]) -> str:
    """The pairs that did not go as written, with what was said about them."""
    return "\n".join(
        f"{o.pair.id}\twant {o.pair.kind or 'nothing'}\tgot {','.join(o.kinds) or 'nothing'}"
        f"\t{o.pair.source}\t{o.pair.target}"
        for o in outcomes
        if o.failed
    )


def _score_line(name: str, got: Score) -> str:
    shares = [_percent(share) for share in (got.found, got.kind_right, got.kind_alone)]
    return _line(name, str(got.errors), *shares, str(got.right), _percent(got.false_alarms))


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{100 * share:.1f}"


def _line(name: str, *cells: str) -> str:
    return name.ljust(14) + "".join(cell.rjust(9) for cell in cells)


def main(arguments: Sequence[str]) -> int:
    """Print the table; with ``--failures`` the failed pairs after it."""
    folders = [Path(word) for word in arguments if not word.startswith("--")]
    outcomes = list(examine(read_pairs(folders[0] if folders else PAIRS)))
    parts = [table(outcomes), found_matrix(outcomes)]
    if "--failures" in arguments:
        parts.append(failures(outcomes))
    sys.stdout.write("\n\n".join(parts) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
