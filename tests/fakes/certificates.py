"""Certificates for tests: an authority, and PKCS#12 files of people it knows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
)
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from cryptography.x509.oid import NameOID

PASSWORD = "open sesame"


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _usage(signs: bool, certifies: bool) -> x509.KeyUsage:
    return x509.KeyUsage(signs, signs, False, False, False, certifies, False, False, False)


@dataclass(frozen=True)
class Authority:
    """A hospital's own authority; ``pem`` is its certificate as a file."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate
    pem: Path

    @classmethod
    def make(cls, folder: Path, name: str = "Hospital CA") -> Authority:
        """A new one, its certificate in ``folder``."""
        key = ec.generate_private_key(ec.SECP256R1())
        made = (
            x509.CertificateBuilder()
            .subject_name(_name(name))
            .issuer_name(_name(name))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(datetime.now(UTC) - timedelta(days=3650))
            .not_valid_after(datetime.now(UTC) + timedelta(days=3650))
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_usage(False, True), critical=True)
            .sign(key, hashes.SHA256())
        )
        pem = folder / f"{name}.pem"
        pem.write_bytes(made.public_bytes(Encoding.PEM))
        return cls(key, made, pem)

    def person(self, folder: Path, name: str, days: int = 365, password: str = PASSWORD) -> Path:
        """A PKCS#12 file; ``days`` from now it is over."""
        key = ec.generate_private_key(ec.SECP256R1())
        until = datetime.now(UTC) + timedelta(days=days)
        made = (
            x509.CertificateBuilder()
            .subject_name(_name(name))
            .issuer_name(self.certificate.subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(min(datetime.now(UTC), until) - timedelta(days=1))
            .not_valid_after(until)
            .add_extension(_usage(True, False), critical=True)
            .sign(self.key, hashes.SHA256())
        )
        locked = BestAvailableEncryption(password.encode()) if password else NoEncryption()
        file = folder / f"{name}.p12"
        file.write_bytes(
            serialize_key_and_certificates(b"person", key, made, [self.certificate], locked)
        )
        return file
