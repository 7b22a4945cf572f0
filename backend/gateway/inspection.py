"""What runs inside an extractor process: the whole message in, what it is out. Nothing of it is kept there."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from joserfc.jwk import OKPKey

from backend.classification.bundle import load_bundle
from backend.classification.engine import Engine
from backend.classification.inspect import MessageFindings, inspect_message
from backend.mail.automatic import Automatic, judge_automatic
from backend.mail.fields import read_header
from backend.mail.message import HeaderFacts, header_facts


@dataclass(frozen=True, slots=True)
class Inspected:
    """Findings of the parts, facts of the header. Lives in memory for one decision."""

    findings: MessageFindings
    facts: HeaderFacts
    automatic: Automatic


@dataclass(frozen=True, slots=True)
class _Inspector:
    engine: Engine
    closed_engine: Engine  # opens no attachment: its time is over before it begins
    trusted_server: str


_inspectors: list[_Inspector] = []  # one a process, set once by `prepare`


def prepare(bundle_text: str, trusted_keys: tuple[Mapping[str, str], ...], trusted_server: str) -> None:
    """Load the signed bundle (public keys as JWK) once for this process.

    Raises:
        BundleError: it is not signed by one of the keys.
    """
    bundle = load_bundle(bundle_text, [OKPKey.import_key(dict(key)) for key in trusted_keys])
    closed = replace(bundle, limits=replace(bundle.limits, seconds=0.0))
    _inspectors[:] = [_Inspector(Engine(bundle), Engine(closed), trusted_server)]


def inspect(raw: bytes, envelope_sender: str, open_attachments: bool) -> Inspected:
    """Judge one message. Without `open_attachments` every attachment counts as unreadable (limit)."""
    [inspector] = _inspectors
    header = read_header(raw)
    engine = inspector.engine if open_attachments else inspector.closed_engine
    return Inspected(
        findings=inspect_message(raw, engine),
        facts=header_facts(header),
        automatic=judge_automatic(header, envelope_sender, inspector.trusted_server),
    )
