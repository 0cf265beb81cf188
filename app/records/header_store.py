"""The header of an encounter: begun, corrected with a trace, ended."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date

from app.records import identity, rows, states, vouching
from app.records.access import Act
from app.records.failures import RecordsError, classified
from app.records.model import Attested, EncounterHeader
from app.records.moment import utc_now
from app.records.sound_store import SoundStore

_FIXED = frozenset({"id", "started_at", "ended_at"})
_CHANGEABLE = frozenset(field.name for field in fields(EncounterHeader)) - _FIXED


_UNSENT = """
    SELECT count(*) FROM (
        SELECT turn, max(revision) AS revision, held FROM revisions
        WHERE encounter_id = :id GROUP BY turn
    ) AS newest
    WHERE held <> '[]' AND NOT EXISTS (
        SELECT 1 FROM attestations AS deed WHERE deed.encounter_id = :id
        AND deed.turn = newest.turn AND deed.revision = newest.revision
        AND deed.what = :sent
    )
"""
"""Turns whose newest words were held and not sent."""


class HeaderStore(SoundStore):
    """The part of `RecordStore` that writes headers.

    Fields that `app.records.identity.CHECKS` has a rule for are stored as it writes them; its
    IdentityError goes to the caller, and nothing is written.
    """

    def start_encounter(self, header: EncounterHeader) -> None:
        """Put a new encounter on record. Its id must be new (ValueError)."""
        with self._transaction("encounter.start", header.id, doctor_lang=header.doctor_lang,
                               patient_lang=header.patient_lang) as details:  # fmt: skip
            self._access.actor.require(Act.RUN)
            known = self._database.execute("SELECT 1 FROM encounters WHERE id = ?", [header.id])
            if known.fetchone():
                raise ValueError(f"encounter {header.id} is on record already")
            row = rows.header_row(header)
            row |= identity.stored(row, date.today())
            salt = secrets.token_hex(16)
            self._database.table("encounters").insert(row)
            self._database.table("encounter_owners").insert(
                {"encounter_id": header.id, "user": self._access.actor.name, "salt": salt}
            )
            details["header"] = vouching.header_hash(row, salt)

    def update_header(
        self, encounter_id: str, *, reason: str = "", **values: object
    ) -> EncounterHeader:
        """Change fields of the header (consent, names, packs…); what was there is kept.

        Gives the header as it is now. Fields of the start, the end and the id cannot be changed
        here (ValueError); an equal value changes nothing. Whoever may correct every encounter
        must give a reason, and so must everybody once it was reviewed or signed
        (``records.reason_missing``); the former may change who the patient is and where it was
        (`app.records.identity.CHECKS`), and nothing else. What was reviewed is a draft again,
        what was signed is amended.
        """
        if wrong := set(values) - _CHANGEABLE:
            raise ValueError(f"not changeable in a header: {', '.join(sorted(wrong))}")
        with self._transaction("header.change", encounter_id) as details:
            before = self._header(encounter_id)
            self._require(encounter_id, Act.RUN, Act.CORRECT_ALL)
            changed = self._changed_fields(before, values)
            details["fields"] = sorted(changed)
            if not changed:
                return before
            actor, state = self._access.actor, states.current(self._database.conn, encounter_id)
            if actor.may(Act.CORRECT_ALL) and set(changed) - identity.CHECKS.keys():
                raise RecordsError(
                    "records.not_permitted", role=actor.role.value, act=Act.RUN.value,
                    id=encounter_id,
                )  # fmt: skip
            needed = actor.may(Act.CORRECT_ALL) or state is not states.State.DRAFT
            if needed and not reason.strip():
                raise RecordsError("records.reason_missing", id=encounter_id)
            self._write_header(encounter_id, before, changed, reason.strip(), details)
            self._no_longer(encounter_id, reason.strip(), details)
            return self._header(encounter_id)

    def end_encounter(self, encounter_id: str, ended_at: str = "") -> EncounterHeader:
        """Put the encounter's end on record (now, or the time given); the first end stays."""
        with classified(self._path):
            header = self._header(encounter_id)
        if header.ended_at:
            return header
        with self._transaction("header.change", encounter_id) as details:
            before = self._header(encounter_id)
            self._require(encounter_id, Act.RUN, Act.CORRECT_ALL)
            changed = {} if before.ended_at else {"ended_at": ended_at or utc_now()}
            details["fields"] = sorted(changed)
            self._write_header(encounter_id, before, changed, "", details)
            return self._header(encounter_id)

    def cut_off(self) -> list[str]:
        """Ids of one's own encounters without an end. Ask only when no other process runs."""
        if not self._access.actor.may(Act.RUN):
            return []
        with classified(self._path):
            found = self._database.execute(
                "SELECT id FROM encounters JOIN encounter_owners ON encounter_id = id "
                "WHERE ended_at = '' AND user = ? ORDER BY started_at",
                [self._access.actor.name],
            )
            return [row["id"] for row in found]

    def end_cut_off(self, encounter_id: str) -> tuple[EncounterHeader, int, int]:
        """Give an encounter that was cut off its end: the time of the last thing in it.

        Gives the header, the number of its turns, and how many of them the patient was not shown
        as they stand.
        """
        with self._transaction("encounter.recovered", encounter_id) as details:
            self._require(encounter_id, Act.RUN)
            header = self._header(encounter_id)
            turns, last = self._database.execute(
                "SELECT count(DISTINCT turn), max(created_at) FROM revisions "
                "WHERE encounter_id = ?",
                [encounter_id],
            ).fetchone()
            ended_at = str(last or header.started_at)
            self._write_header(encounter_id, header, {"ended_at": ended_at}, "", details)
            details["turns"] = turns
            (unsent,) = self._database.execute(
                _UNSENT, {"id": encounter_id, "sent": Attested.SENT_AS_IS.value}
            ).fetchone()
        return replace(header, ended_at=ended_at), int(turns), int(unsent)

    def _changed_fields(
        self, before: EncounterHeader, values: Mapping[str, object]
    ) -> dict[str, object]:
        """Columns that become different, as they are stored."""
        old = rows.header_row(before)
        new = rows.header_row(replace(before, **values))  # type: ignore[arg-type]
        changed = {name: new[name] for name in values if new[name] != old[name]}
        # A value that is on record already is not asked again: rules came later than some.
        changed |= identity.stored(changed, date.today())
        return {name: value for name, value in changed.items() if value != old[name]}

    def _write_header(
        self,
        encounter_id: str,
        before: EncounterHeader,
        changed: Mapping[str, object],
        reason: str,
        details: dict[str, object],
    ) -> None:
        if not changed:
            return
        old, now, actor = rows.header_row(before), utc_now(), self._access.actor
        made = [
            {
                "encounter_id": encounter_id, "field": name, "old": old[name], "new": value,
                "changed_at": now, "user": actor.name, "role": actor.role.value, "reason": reason,
            }
            for name, value in changed.items()
        ]  # fmt: skip
        details["rows"] = vouching.insert_of(
            self._database.conn, encounter_id, "header_changes", made
        )
        self._database.table("encounters").update(encounter_id, dict(changed))

    def _no_longer(self, encounter_id: str, reason: str, details: dict[str, object]) -> None:
        """What the encounter says is no longer what was reviewed or signed."""
        connection = self._database.conn
        after = states.AFTER_CORRECTION.get(states.current(connection, encounter_id))
        if after is not None:
            _change, vouched = states.add(
                connection, encounter_id, after, self._access.actor, reason
            )
            details["state"] = after.value
            vouch(details, vouched)


def vouch(details: dict[str, object], vouched: list[list[object]]) -> None:
    """Add to what an entry vouches for."""
    known = details.get("rows", [])
    assert isinstance(known, list)
    details["rows"] = [*known, *vouched]
