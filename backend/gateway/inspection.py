"""What runs inside an extractor process: the whole message in, what it is out. Nothing of it is kept there."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from joserfc.jwk import OKPKey

from backend.classification import shadow
from backend.classification.approval import read_proposal
from backend.classification.bundle import Bundle, load_bundle, read_bundle
from backend.classification.engine import Engine
from backend.classification.inspect import inspect_message
from backend.classification.message_findings import MessageFindings
from backend.classification.shadow import AT_THE_END, ShadowCount, ShadowJudge, shadow_engine
from backend.gateway.inspected import Inspected
from backend.mail.automatic import judge_automatic
from backend.mail.fields import read_header
from backend.mail.message import header_facts
from backend.mail.receipts import read_receipt

_log = logging.getLogger("congvu.milter")
RECEIPT_BYTES = 1_000_000  # what a receipt says stands before the letter it gives back


@dataclass(frozen=True, slots=True)
class _Inspector:
    """Engines by the sender's agency, made when its first message comes; those of the province stand from the start."""

    bundle: Bundle
    trusted_server: str
    engines: dict[str | None, Engine]
    candidate: Bundle | None
    shadows: dict[str | None, Engine]

    def shadow(self, agency: str | None) -> ShadowJudge | None:
        """Judges by the proposed rules as this agency would have them."""
        if self.candidate is None:
            return None
        known = agency if any(overlay.agency == agency for overlay in self.candidate.overlays) else None
        if known not in self.shadows:
            self.shadows[known] = shadow_engine(self.candidate.for_agency(known))
        return ShadowJudge(self.shadows[known])

    def engine(self, agency: str | None, *, open_attachments: bool) -> Engine:
        """Without attachments: one whose time for them is over before it begins."""
        known = agency if any(overlay.agency == agency for overlay in self.bundle.overlays) else None
        if known not in self.engines:
            self.engines[known] = Engine(self.bundle.for_agency(known))
        engine = self.engines[known]
        return engine if open_attachments else engine.with_seconds(0.0)


_inspectors: list[_Inspector] = []  # one a process, set once by `prepare`


def prepare(
    bundle_text: str,
    trusted_keys: tuple[Mapping[str, str], ...],
    approvals: int,
    trusted_server: str,
    proposal: str | None = None,
) -> None:
    """Load the signed bundle, and a proposed one to run in its shadow (public keys as JWK), once for this process.

    Raises:
        BundleError: the bundle is not signed by the keys, or by too few of them. Of the proposed one nothing is raised.
    """
    keys = [OKPKey.import_key(dict(key)) for key in trusted_keys]
    bundle = load_bundle(bundle_text, keys, approvals)
    candidate = None if proposal is None else _readable(proposal, keys)
    _inspectors[:] = [_Inspector(bundle, trusted_server, {None: Engine(bundle)}, candidate, {})]


def _readable(proposal: str, keys: Sequence[OKPKey]) -> Bundle | None:
    try:
        candidate = read_bundle(read_proposal(proposal, keys).payload)
        for agency in (None, *(overlay.agency for overlay in candidate.overlays)):
            shadow_engine(candidate.for_agency(agency))
    except Exception as error:  # noqa: BLE001 - whatever it is: the live rules judge without it
        _log.error("the proposed rules run in no shadow: %s", type(error).__name__)
        return None
    return candidate


def inspect(
    raw: bytes, envelope_sender: str, agency: str | None, open_attachments: bool, in_shadow: bool = False
) -> Inspected:
    """Judge one message by the rules of the sender's agency (None: of the province alone). Without `open_attachments`
    every attachment counts as unreadable (limit); only with `in_shadow` proposed rules look at it too."""
    [inspector] = _inspectors
    header = read_header(raw)
    automatic = judge_automatic(header, envelope_sender, inspector.trusted_server)
    engine = inspector.engine(agency, open_attachments=open_attachments)
    judge = inspector.shadow(agency) if in_shadow else None
    findings = inspect_message(raw, engine, judge)
    return Inspected(
        findings=findings,
        shadow=_counted(engine.bundle, findings, judge),
        facts=header_facts(header),
        automatic=automatic,
        receipt=read_receipt(raw[:RECEIPT_BYTES]) if automatic.automatic else None,
    )


def _counted(bundle: Bundle, findings: MessageFindings, judge: ShadowJudge | None) -> tuple[ShadowCount, ...]:
    every = (findings.subject, *findings.bodies, *findings.attachments)
    live = shadow.seen(every, bundle, datetime.now(UTC))
    if judge is None:
        return shadow.counts(live, bundle.version, None)
    proposed = judge.engine.bundle
    saw = None if judge.has_failed else shadow.seen(judge.findings, proposed, AT_THE_END)
    return shadow.counts(live, bundle.version, (saw, proposed.version))
