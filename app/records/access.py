"""Who may do what with the record: the roles, what each is granted, and a store's pass.

The table is asked by the store itself, inside each transaction; windows only hide what would be
refused. An administrator has no way round it: there is no data key for that role (see
`app.records.keys`).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.records.chain import Digest
from app.records.crypto import Key
from app.records.failures import RecordsError


class Role(StrEnum):
    """What somebody is in this hospital."""

    CLINICIAN = "clinician"
    RECORDS = "records"
    ADMINISTRATOR = "administrator"
    SELFTEST = "selftest"
    """Nobody: the unattended self-test (`app.records.os_keyring`)."""

    @classmethod
    def of_people(cls) -> tuple[Role, ...]:
        """The roles that a person can have."""
        return (cls.CLINICIAN, cls.RECORDS, cls.ADMINISTRATOR)


class Act(StrEnum):
    """What can be done; the name is what the audit log shows."""

    RUN = "encounter.run"
    """Begin an encounter, add turns and gaps, end it."""
    READ_OWN = "encounter.read_own"
    READ_ALL = "encounter.read_all"
    CORRECT_OWN = "turn.correct_own"
    CORRECT_ALL = "turn.correct_all"
    ATTEST = "encounter.attest"
    """Confirm and sign, one's own encounters only."""
    EXPORT_OWN = "encounter.export_own"
    EXPORT_ALL = "encounter.export_all"
    DOCUMENT_OWN = "document.own"
    """Bring case documents in; translate, edit, release and export what one has brought in."""
    DOCUMENT_ALL = "document.all"
    AUDIT = "audit.read"
    BACK_UP = "record.back_up"
    RETAIN = "record.retain"
    """Delete what the policy says is due."""
    ADMIT = "user.admit"
    """Give the data key to a user whom an administrator has entered."""
    USERS = "user.manage"
    GLOSSARY = "glossary.edit"
    """Change the hospital's terms, and decide about proposed ones."""
    POLICY = "policy.set"
    ROTATE = "key.rotate"
    """Give the record a new data key; where there is an administrator, one must have asked."""


GRANTS: dict[Role, frozenset[Act]] = {
    Role.CLINICIAN: frozenset(
        {
            Act.RUN,
            Act.READ_OWN,
            Act.CORRECT_OWN,
            Act.ATTEST,
            Act.EXPORT_OWN,
            Act.DOCUMENT_OWN,
            Act.BACK_UP,
            Act.ADMIT,
            Act.AUDIT,
            Act.ROTATE,
        }
    ),
    Role.RECORDS: frozenset(
        {
            Act.READ_ALL,
            Act.CORRECT_ALL,
            Act.EXPORT_ALL,
            Act.DOCUMENT_ALL,
            Act.AUDIT,
            Act.BACK_UP,
            Act.RETAIN,
            Act.ADMIT,
            Act.ROTATE,
        }
    ),
    Role.SELFTEST: frozenset({Act.AUDIT}),
    Role.ADMINISTRATOR: frozenset({Act.USERS, Act.POLICY, Act.GLOSSARY}),
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who has unlocked the profile."""

    name: str
    role: Role

    def may(self, act: Act) -> bool:
        """Whether the role is granted ``act``."""
        return act in GRANTS[self.role]

    def require(self, *acts: Act) -> None:
        """RecordsError ``records.not_permitted`` unless one of ``acts`` is granted."""
        if not any(self.may(act) for act in acts):
            raise RecordsError("records.not_permitted", role=self.role.value, act=acts[0].value)


@dataclass(frozen=True, slots=True)
class Access:
    """What a record file is opened with: by whom, and with which key.

    ``digest`` is the hash of new entries of the audit log and ``file_cipher`` the cipher of
    sealed files, as the profile ``profile_id`` chooses them.
    """

    actor: Actor
    key: Key
    digest: Digest = Digest.SHA256
    file_cipher: str = "aes-256-gcm"
    profile_id: str = ""
