"""What runs inside an extractor process: the whole message in, what it is out. Nothing of it is kept there."""

from collections.abc import Mapping
from dataclasses import dataclass

from joserfc.jwk import OKPKey

from backend.classification.bundle import Bundle, load_bundle
from backend.classification.engine import Engine
from backend.classification.inspect import MessageFindings, inspect_message
from backend.mail.automatic import Automatic, judge_automatic
from backend.mail.fields import read_header
from backend.mail.message import HeaderFacts, header_facts
from backend.mail.receipts import Receipt, read_receipt

RECEIPT_BYTES = 1_000_000  # what a receipt says stands before the letter it gives back


@dataclass(frozen=True, slots=True)
class Inspected:
    """Findings of the parts, facts of the header, what a receipt says. Lives in memory for one decision."""

    findings: MessageFindings
    facts: HeaderFacts
    automatic: Automatic
    receipt: Receipt | None = None


@dataclass(frozen=True, slots=True)
class _Inspector:
    """Engines by the sender's agency, made when its first message comes; those of the province stand from the start."""

    bundle: Bundle
    trusted_server: str
    engines: dict[str | None, Engine]

    def engine(self, agency: str | None, *, open_attachments: bool) -> Engine:
        """Without attachments: one whose time for them is over before it begins."""
        known = agency if any(overlay.agency == agency for overlay in self.bundle.overlays) else None
        if known not in self.engines:
            self.engines[known] = Engine(self.bundle.for_agency(known))
        engine = self.engines[known]
        return engine if open_attachments else engine.with_seconds(0.0)


_inspectors: list[_Inspector] = []  # one a process, set once by `prepare`


def prepare(bundle_text: str, trusted_keys: tuple[Mapping[str, str], ...], approvals: int, trusted_server: str) -> None:
    """Load the signed bundle (public keys as JWK) once for this process.

    Raises:
        BundleError: it is not signed by the keys, or by too few of them.
    """
    bundle = load_bundle(bundle_text, [OKPKey.import_key(dict(key)) for key in trusted_keys], approvals)
    _inspectors[:] = [_Inspector(bundle, trusted_server, {None: Engine(bundle)})]


def inspect(raw: bytes, envelope_sender: str, agency: str | None, open_attachments: bool) -> Inspected:
    """Judge one message by the rules of the sender's agency (None: of the province alone). Without `open_attachments`
    every attachment counts as unreadable (limit)."""
    [inspector] = _inspectors
    header = read_header(raw)
    automatic = judge_automatic(header, envelope_sender, inspector.trusted_server)
    return Inspected(
        findings=inspect_message(raw, inspector.engine(agency, open_attachments=open_attachments)),
        facts=header_facts(header),
        automatic=automatic,
        receipt=read_receipt(raw[:RECEIPT_BYTES]) if automatic.automatic else None,
    )
