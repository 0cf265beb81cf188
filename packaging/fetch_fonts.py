"""Fetches the font set of windows and PDFs into assets/fonts. Standard library only.

    python packaging/fetch_fonts.py            fetch what is missing; does nothing twice
    python packaging/fetch_fonts.py --check    exit 1 and name what is missing or damaged
    python packaging/fetch_fonts.py --folder D another target folder

The fonts (Noto, SIL Open Font License 1.1) come from packages of the npm registry in fixed
versions. Package and files must have the SHA-256 sums of `fonts.lock.json`. Nothing of a package
is run. `YIZHEN_NPM_REGISTRY` names a mirror of the registry.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
import tarfile
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
LOCK = HERE / "fonts.lock.json"
FOLDER = HERE.parent / "assets" / "fonts"
REGISTRY = "https://registry.npmjs.org"
TRIES = 3
TIMEOUT_S = 60


class FetchError(Exception):
    """The world failed; the text says what and what to do."""


def sha256(path: Path) -> str:
    """The SHA-256 of a file as hexadecimal digits."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def wrong_files(package: dict[str, Any], folder: Path) -> list[str]:
    """Names of the package's files that are missing in ``folder`` or differ from the lock."""
    return [
        name
        for name, entry in package["files"].items()
        if not (folder / name).is_file()
        or (folder / name).stat().st_size != entry["bytes"]
        or sha256(folder / name) != entry["sha256"]
    ]


def tarball_url(package: dict[str, Any]) -> str:
    """Where the registry keeps the package."""
    registry = os.environ.get("YIZHEN_NPM_REGISTRY", REGISTRY).rstrip("/")
    base = package["name"].rsplit("/", 1)[-1]
    return f"{registry}/{package['name']}/-/{base}-{package['version']}.tgz"


def download(url: str, target: Path, wanted_sha256: str) -> None:
    """Load ``url`` into ``target``; three tries, then FetchError."""
    problem = ""
    for attempt in range(TRIES):
        if attempt:
            time.sleep(2**attempt)
        try:
            with (
                urllib.request.urlopen(url, timeout=TIMEOUT_S) as answer,
                target.open("wb") as stream,
            ):
                while block := answer.read(1 << 20):
                    stream.write(block)
        except (urllib.error.URLError, OSError) as error:
            problem = str(error)
            continue
        found = sha256(target)
        if found == wanted_sha256:
            return
        problem = f"SHA-256 is {found}, not {wanted_sha256}"
    raise FetchError(f"{url}: {problem}")


def fetch(package: dict[str, Any], folder: Path) -> None:
    """Put the files of one package into ``folder``; each appears whole or not at all."""
    with tempfile.TemporaryDirectory(dir=folder, prefix=".fetch-") as name:
        work = Path(name)
        tarball = work / "package.tgz"
        download(tarball_url(package), tarball, package["sha256"])
        wanted = {entry["member"]: file for file, entry in package["files"].items()}
        with tarfile.open(tarball, "r:gz") as archive:
            for member in archive:
                if member.name in wanted and member.isfile():
                    content = archive.extractfile(member)
                    assert content is not None
                    (work / wanted[member.name]).write_bytes(content.read())
        if wrong := wrong_files(package, work):
            raise FetchError(f"{package['name']}: not as in {LOCK.name}: {', '.join(wrong)}")
        for file in package["files"]:
            (work / file).replace(folder / file)


def main() -> int:
    """Entry point; the exit status."""
    parser = argparse.ArgumentParser(description="Fetch the font set into assets/fonts.")
    parser.add_argument("--check", action="store_true", help="only say what is missing")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    arguments = parser.parse_args()
    folder: Path = arguments.folder
    packages = json.loads(LOCK.read_text(encoding="utf-8"))["packages"]
    missing = [(package, wrong) for package in packages if (wrong := wrong_files(package, folder))]
    if arguments.check:
        for _, files in missing:
            print(f"fonts: missing or damaged in {folder}: {', '.join(files)}", file=sys.stderr)
        return 1 if missing else 0
    if missing:
        folder.mkdir(parents=True, exist_ok=True)
    for done, (package, _) in enumerate(missing, 1):
        print(f"fonts: {done}/{len(missing)} {package['name']}", file=sys.stderr, flush=True)
        try:
            fetch(package, folder)
        except (FetchError, OSError, tarfile.TarError) as error:
            left = [file for _, files in missing[done - 1 :] for file in files]
            print(
                f"fonts: {error}\nfonts: missing: {', '.join(left)}\n"
                f"fonts: without network, copy them into {folder} from another machine",
                file=sys.stderr,
            )
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
