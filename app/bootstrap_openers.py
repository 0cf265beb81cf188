"""What the doctor's window opens beside the consultation; part of the composition root."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.profile import Profile
from app.settings import Settings
from glossary.types import TermMatch

if TYPE_CHECKING:
    from app.ui.desk import ConsultationDesk
    from app.ui.export_dialog import ExportPort
    from app.ui.intake_opener import IntakeOpener
    from app.ui.keeper import Keeper
    from app.ui.security import Security
    from app.ui.windows import Windows


def guard(windows: Windows, keeper: Keeper) -> Security:
    """Let the windows lock, and their dialogs about users work."""
    from app.ui.security import Security

    return Security(windows, keeper)


def add_glossary(windows: Windows, profile: Profile, keeper: Keeper) -> None:
    """Let the doctor's window open the glossary, and advise with its terms."""
    from app.terms import LateTerms
    from app.ui.glossary_opener import GlossaryOpener

    windows.doctor.advice.find_terms = LateTerms(profile)
    GlossaryOpener(windows, profile, keeper)


def add_exports(
    windows: Windows, desk: ConsultationDesk, place: Profile, settings: Settings, keeper: Keeper
) -> ExportPort:
    """Let the doctor's window ask what to export, and how."""
    from app.ui.export_opener import ExportOpener, export_port
    from app.ui.ui_settings import ProfileSettings

    port = export_port(place, ProfileSettings(settings, str(place.folder)), keeper.access)
    ExportOpener(windows, desk, port)
    return port


def add_intake(
    windows: Windows, desk: ConsultationDesk, place: Profile, settings: Settings, keeper: Keeper
) -> IntakeOpener:
    """Let the doctor's window ask who the patient is; gives where that is kept until the start."""
    from app.records.store import RecordStore
    from app.ui.intake_opener import IntakeOpener
    from app.ui.ui_settings import ProfileSettings

    def update(encounter: str, fields: dict[str, str]) -> None:
        with RecordStore.open(place.records, keeper.access()) as store:
            store.update_header(encounter, **fields)

    ui_settings = ProfileSettings(settings, str(place.folder))
    return IntakeOpener(windows, ui_settings, lambda: desk.encounter, update)


def add_records(
    windows: Windows, place: Profile, settings: Settings, keeper: Keeper, exports: ExportPort
) -> None:
    """Let the doctor's window open the records; summaries use the hospital's own terms, too."""
    from app.records import keys
    from app.terms import profile_terms
    from app.ui.records_opener import RecordsOpener
    from app.ui.records_source import RecordsSource
    from app.ui.retention_source import RetentionSource
    from app.ui.ui_settings import ProfileSettings

    def find_terms(text: str, lang: str, wanted: str) -> tuple[TermMatch, ...]:
        return profile_terms(place).find(text, lang, wanted)

    due = RetentionSource(place.records, keeper.access, lambda: keys.read_keys(place.keys).policy)
    source = RecordsSource(
        place.records, keeper.access, keeper.actor, exports, find_terms, retention=due
    )
    RecordsOpener(windows, source, ProfileSettings(settings, str(place.folder)))
