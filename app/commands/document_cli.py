"""``yizhen document``: case documents. Without a further word it translates one."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from app.commands.options import FILE, credentials, profile_option, unlock_options

KINDS = (
    "diagnosis_certificate", "sick_note", "prescription_explanation", "follow_up_plan",
    "referral_letter", "insurance_claim",
)  # fmt: skip
"""As in `app.documents.templates.kinds`, which loads too much to be asked for help texts."""
_NEW_FILE = click.Path(dir_okay=False, path_type=Path)
_TRANSLATE = "translate"
_LAYOUTS = ("side", "interleaved", "target")


def pair_options(command: Any) -> Any:
    """The two languages."""
    command = click.option("--to", "target", metavar="LANG", required=True)(command)
    return click.option("--from", "source", metavar="LANG", required=True)(command)


def sign_options(command: Any) -> Any:
    """An electronic signature for a PDF."""
    command = click.option(
        "--sign-password-file", type=FILE, help="Its password (otherwise YIZHEN_SIGN_PASSWORD)."
    )(command)
    return click.option(
        "--sign", "certificate", type=FILE, metavar="FILE.p12",
        help="PDF signed with this certificate.",
    )(command)  # fmt: skip


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
@click.option("--from", "source", metavar="LANG", default="")
@click.option("--to", "target", metavar="LANG", default="")
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
@click.option("--review", is_flag=True, help="Keep it in the record and open the review window.")
@sign_options
@profile_option
@unlock_options
@click.pass_context
def translate(
    ctx: click.Context,
    document_file: Path,
    source: str,
    target: str,
    out: Path | None,
    layout: str,
    report: Path | None,
    memory: Path | None,
    review: bool,
    certificate: Path | None,
    sign_password_file: Path | None,
) -> None:
    """Translate a case document (DOCX, PDF, scan, XLSX, TXT, Markdown)."""
    if review:
        from app.commands.case import review_document

        sys.exit(review_document(ctx.obj, credentials(ctx), document_file, source, target))
    from app.commands.document import Outputs, run_document

    if not source or not target:
        raise click.UsageError("say from which language into which: --from LANG --to LANG")
    if out is None and report is None:
        raise click.UsageError("say where the result goes: --out, --report or both")
    from app.commands.export import open_certificate

    outputs = Outputs(out, layout, report, open_certificate(certificate, sign_password_file))
    sys.exit(run_document(ctx.obj, document_file, source, target, outputs, memory))


@document.command("verify")
@click.argument("file", type=FILE)
@click.argument("code")
def verify(file: Path, code: str) -> None:
    """Hold a PDF or DOCX from here against its verification code.

    Prints one word: valid, wrong_code, changed, no_content or other_version.
    """
    from app.commands.document import verify_document

    sys.exit(verify_document(file, code))


@document.command("new")
@click.argument("kind", type=click.Choice(KINDS))
@click.option("--encounter", metavar="ID", default="", help="Filled from this consultation.")
@click.option("--out", type=_NEW_FILE, required=True, help="The PDF or DOCX.")
@click.option("--from", "source", metavar="LANG", default="zh", help="Of a blank form: left.")
@click.option("--to", "target", metavar="LANG", default="en", help="Of a blank form: right.")
@click.option(
    "--set",
    "entries",
    multiple=True,
    metavar="SLOT=TEXT|TEXT",
    help="An entry in both languages (one text counts for both).",
)
@click.option("--drafts", is_flag=True, help="Also from a summary that nobody has reviewed.")
@sign_options
@profile_option
@unlock_options
@click.pass_context
def new(
    ctx: click.Context,
    /,
    source: str,
    target: str,
    certificate: Path | None,
    sign_password_file: Path | None,
    **options: Any,
) -> None:
    """Write a form from a consultation's reviewed record; what it lacks stays blank.

    Prints the path and the verification code. Entries that nobody has confirmed make it a draft.
    """
    from app.commands.document_new import NewForm, new_form
    from app.commands.export import open_certificate

    seal = open_certificate(certificate, sign_password_file)
    wanted = NewForm(**options, source_lang=source, target_lang=target, seal=seal)
    sys.exit(new_form(ctx.obj, credentials(ctx), wanted))


@document.command("keep")
@click.argument("document_file", metavar="IN", type=FILE)
@pair_options
@profile_option
@unlock_options
@click.pass_context
def keep(ctx: click.Context, document_file: Path, source: str, target: str) -> None:
    """Put a document into the encrypted record and translate it there.

    Whatever interrupts it: the same command goes on where it stopped. Prints one JSON line.
    """
    from app.commands.case import keep_document

    sys.exit(keep_document(ctx.obj, credentials(ctx), document_file, source, target))


@document.command("list")
@profile_option
@unlock_options
@click.pass_context
def list_(ctx: click.Context) -> None:
    """Documents of the record, the newest first; one JSON line each."""
    from app.commands.case import list_documents

    sys.exit(list_documents(ctx.obj, credentials(ctx)))


@document.command("release")
@click.argument("document_id", metavar="ID")
@click.option("--reason", default="", help="Why, where critical findings are open.")
@profile_option
@unlock_options
@click.pass_context
def release(ctx: click.Context, document_id: str, reason: str) -> None:
    """Stand for a document of the record, with one's name. Prints one JSON line."""
    from app.commands.case import release_document

    sys.exit(release_document(ctx.obj, credentials(ctx), document_id, reason))


@document.command("export")
@click.argument("document_id", metavar="ID")
@click.option("--out", type=_NEW_FILE, required=True, help="The PDF or DOCX.")
@click.option("--layout", type=click.Choice(_LAYOUTS), default=_LAYOUTS[0], show_default=True)
@click.option("--final", is_flag=True, help="Only if it is released; otherwise it is a draft.")
@profile_option
@unlock_options
@click.pass_context
def export(ctx: click.Context, document_id: str, out: Path, layout: str, final: bool) -> None:
    """Write a document of the record, marked as a draft unless it is released."""
    from app.commands.case import export_document

    sys.exit(export_document(ctx.obj, credentials(ctx), document_id, out, layout, final=final))


@document.group("memory")
def memory_group() -> None:
    """The translation memory: what people have accepted or written."""


@memory_group.command("export")
@click.argument("file", type=_NEW_FILE)
@pair_options
@profile_option
@unlock_options
@click.pass_context
def memory_export(ctx: click.Context, file: Path, source: str, target: str) -> None:
    """Write the memory of a pair of languages as TMX. It holds patients' words."""
    from app.commands.case import export_memory

    sys.exit(export_memory(ctx.obj, credentials(ctx), file, source, target))


@memory_group.command("import")
@click.argument("file", type=FILE)
@pair_options
@profile_option
@unlock_options
@click.pass_context
def memory_import(ctx: click.Context, file: Path, source: str, target: str) -> None:
    """Take the units of a TMX file into the memory; older ones replace nothing."""
    from app.commands.case import import_memory

    sys.exit(import_memory(ctx.obj, credentials(ctx), file, source, target))
