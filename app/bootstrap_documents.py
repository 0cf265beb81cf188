"""The composition root's part for case documents: what translating and reviewing them needs."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from app import __version__
from app.bootstrap import _dialog_style, translation_pack
from app.documents.case import Tools
from app.documents.give_way import Consultation
from app.documents.protect import FindTerms
from app.engine.engine import Engine
from app.engine.lent import Lender, Shared
from app.modelpacks.locate import find_packs
from app.modelpacks.manifest import PackKind, read_manifest
from app.profile import Profile
from app.records.access import Access, Actor
from app.session.live import LiveSession
from app.settings import Settings
from app.terms import profile_terms

if TYPE_CHECKING:
    from app.ui.desk import ConsultationDesk
    from app.ui.keeper import Keeper
    from app.ui.review_source import ReviewSource
    from app.ui.windows import Windows

Live = Callable[[], LiveSession | None]


def nobody() -> None:
    """No consultation."""
    return


def document_tools(
    profile: Profile, settings: Settings, live: Live = nobody, engine: Engine | None = None
) -> Tools:
    """What translating documents needs. ``engine`` is that of the consultations of ``live``."""
    # A termbase is made once for all threads; without its cache that takes seconds.
    making, made = threading.Lock(), cache(lambda: profile_terms(profile))

    def find_terms(source_lang: str, target_lang: str) -> FindTerms:
        with making:
            termbase = made()
        return lambda text: termbase.find(text, source_lang, target_lang)

    def shared() -> Shared | None:
        session = live()
        if session is None or engine is None or not session.running:
            return None
        return Shared(engine, session.packs)

    def pack_versions(source_lang: str, target_lang: str) -> dict[str, str]:
        pack = translation_pack(profile, settings, source_lang, target_lang)
        manifest = read_manifest(Path(pack.folder))
        return {manifest.id: manifest.version}

    def termbase_version() -> str:
        with making:
            return made().version

    lender = Lender(lambda one, other: translation_pack(profile, settings, one, other), shared)
    return Tools(find_terms, lender.lend, __version__, termbase_version, pack_versions)


def translation_pairs(profile: Profile) -> tuple[tuple[str, str], ...]:
    """The pairs of languages that installed packs translate, Chinese first."""
    found = {
        pair
        for pack in find_packs(profile.folder)
        if pack.manifest is not None and pack.manifest.kind is PackKind.TRANSLATION
        for pair in pack.manifest.directions
    }
    return tuple(sorted(found, key=lambda pair: (pair[0] != "zh", pair)))


def review_source(
    profile: Profile,
    place: Profile,
    settings: Settings,
    access: Callable[[], Access],
    actor: Actor,
    live: Live = nobody,
    engine: Engine | None = None,
) -> ReviewSource:
    """Documents of the record in ``place``, with the packs and terms of ``profile``."""
    from app.ui.review_source import ReviewSource

    def consultation() -> Consultation | None:
        return live()

    return ReviewSource(
        place.records,
        access,
        actor,
        document_tools(profile, settings, live, engine),
        lambda: translation_pairs(profile),
        profile.terms,
        lambda: settings.text("hospital.name"),
        consultation,
    )


def review_at_window(
    profile: Profile, settings: Settings, access: Access, file: Path, pair: tuple[str, str]
) -> int:
    """The review window by itself with a document, until it is closed."""
    from app.ui.application import create_application
    from app.ui.review_window import ReviewWindow

    style = _dialog_style(settings)
    source = review_source(profile, profile, settings, lambda: access, access.actor)
    window = ReviewWindow(style, source)
    app = create_application(["yizhen"], style.texts.code, style.theme.name, style.theme.scale)
    app.setQuitOnLastWindowClosed(True)
    window.show()
    window.open_file(file, *pair)
    return app.exec()


def add_documents(
    windows: Windows,
    desk: ConsultationDesk,
    profile: Profile,
    place: Profile,
    keeper: Keeper,
    settings: Settings,
    engine: Engine,
) -> None:
    """Let the doctor's window open case documents; consultations overtake them."""
    from app.ui.review_opener import ReviewOpener

    source = review_source(
        profile, place, settings, keeper.access, keeper.actor, lambda: desk.session, engine
    )
    ReviewOpener(windows, source)
