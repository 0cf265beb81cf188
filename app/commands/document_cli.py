"""``yizhen document``: case documents. Without a further word it translates one."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from app.commands.options import FILE, profile_option

_NEW_FILE = click.Path(dir_okay=False, path_type=Path)
_TRANSLATE = "translate"
_LAYOUTS = ("side", "interleaved", "target")


class _DocumentGroup(click.Group):
    """Takes ``document IN …`` as ``document translate IN …``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] == "--verify":
            args = ["verify", *args[1:]]
        elif args and args[0] not in self.commands and args[0] != "--help":
            args = [_TRANSLATE, *args]
        return super().parse_args(ctx, args)


@click.group(cls=_DocumentGroup)
def document() -> None:
    """Case documents: `document IN --from zh --to en --out OUT.pdf` translates one."""


@document.command(_TRANSLATE)
@click.argument("document_file", metavar="IN", type=FILE)
@click.option("--from", "source", metavar="LANG", required=True)
@click.option("--to", "target", metavar="LANG", required=True)
@click.option("--out", type=_NEW_FILE, help="The PDF or DOCX.")
@click.option(
    "--layout",
    type=click.Choice(_LAYOUTS),
    default=_LAYOUTS[0],
    show_default=True,
    help="Side by side, one below the other, or the translation alone (PDF: original appended).",
)
@click.option("--report", type=_NEW_FILE, help="Blocks, terms and findings as JSON.")
@click.option("--memory", type=FILE, help="Translation memory (TMX) to use first.")
@profile_option
@click.pass_obj
def translate(
    profile: Path | None,
    document_file: Path,
    source: str,
    target: str,
    out: Path | None,
    layout: str,
    report: Path | None,
    memory: Path | None,
) -> None:
    """Translate a case document (DOCX, PDF, scan, XLSX, TXT, Markdown)."""
    from app.commands.document import Outputs, run_document

    if out is None and report is None:
        raise click.UsageError("say where the result goes: --out, --report or both")
    outputs = Outputs(out, layout, report)
    sys.exit(run_document(profile, document_file, source, target, outputs, memory))


@document.command("verify")
@click.argument("file", type=FILE)
@click.argument("code")
def verify(file: Path, code: str) -> None:
    """Hold a PDF or DOCX from here against its verification code.

    Prints one word: valid, wrong_code, changed, no_content or other_version.
    """
    from app.commands.document import verify_document

    sys.exit(verify_document(file, code))
