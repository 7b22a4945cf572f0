"""When a certificate ends is told, of one that has ended too; one that cannot be read is said to be unread."""

from datetime import UTC, datetime

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding

from backend.app import shown_certificates
from backend.metrics.certificates import Shown, ask
from backend.metrics.registry import REGISTRY
from backend.settings import Settings

ENDED = datetime(2025, 3, 1, 12, tzinfo=UTC)


def certificate() -> bytes:
    key, name = Ed25519PrivateKey.generate(), x509.Name([])
    begun = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), datetime(2025, 1, 1))  # noqa: DTZ001 - read as UTC
    return begun.not_valid_after(ENDED).sign(key, None).public_bytes(Encoding.DER)


async def shows_one(_server: Shown) -> bytes:
    return certificate()


async def shows_none(_server: Shown) -> bytes:
    return b""


async def is_away(_server: Shown) -> bytes:
    raise ConnectionRefusedError


def told(name: str, kind: str) -> float | None:
    return REGISTRY.get_sample_value(name, {"kind": kind})


async def test_the_end_of_a_certificate_is_told_even_when_it_is_over() -> None:
    await ask(Shown("imap", "mail.example", 993), shows_one)
    assert told("congvu_certificate_expires_timestamp_seconds", "imap") == ENDED.timestamp()
    assert told("congvu_certificate_unread", "imap") == 0


async def test_what_shows_no_certificate_is_unread_and_what_was_known_stays() -> None:
    await ask(Shown("smtp", "mail.example", 465), shows_one)
    for way in (shows_none, is_away):
        await ask(Shown("smtp", "mail.example", 465), way)
        assert told("congvu_certificate_unread", "smtp") == 1
    assert told("congvu_certificate_expires_timestamp_seconds", "smtp") == ENDED.timestamp()


def test_the_servers_that_the_settings_name_are_asked() -> None:
    settings = Settings(
        public_url="https://thu.tinh.example",
        client_imap_host="imap.tinh.example",
        client_smtp_host="smtp.tinh.example",
    )
    assert [(one.kind, one.host) for one in shown_certificates(settings)] == [
        ("web", "thu.tinh.example"),
        ("imap", "imap.tinh.example"),
        ("smtp", "smtp.tinh.example"),
    ]
    assert shown_certificates(Settings(public_url="http://127.0.0.1:8000")) == []
