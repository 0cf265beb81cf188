"""``python -m app`` and the ``yizhen`` command."""

from __future__ import annotations

import multiprocessing


def main() -> None:
    """Entry point. Nothing heavy may be imported before the frozen child has been told apart."""
    multiprocessing.freeze_support()
    from app.cli import cli

    cli(prog_name="yizhen")


if __name__ == "__main__":
    main()
