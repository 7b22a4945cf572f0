"""The role `milter`: puts the gate together and serves it until it is told to stop."""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import AsyncExitStack

from joserfc.jwk import OKPKey

from backend.classification.keys import read_key
from backend.classification.refusal import Refusal, help_link
from backend.clock import Clock
from backend.documents.sandbox import ExtractorPool
from backend.gateway import milter_metrics
from backend.gateway.append_gate import AppendGate
from backend.gateway.append_protocol import AppendConnections
from backend.gateway.declaration_client import DeclarationClient
from backend.gateway.gate_file import GateFile, read_gate_file
from backend.gateway.inspected import Inspected
from backend.gateway.journal import Journal
from backend.gateway.milter import Gate, GatePolicy
from backend.gateway.milter_protocol import MilterConnections
from backend.gateway.milter_session import MemoryBudget
from backend.gateway.removal_notice import RemovalNotices
from backend.gateway.rule_source import Rules, RuleSource, WatchedFile
from backend.gateway.scanner import Scanner
from backend.gateway.smtp_out import MailServer
from backend.gateway.unix_server import UnixServer, peer_ids
from backend.settings import Settings

_log = logging.getLogger("congvu.milter")


async def run_milter(settings: Settings, clock: Clock, stop: asyncio.Event) -> None:
    """Serve until `stop` is set. Without a valid bundle every message gets 451 until there is one.

    Raises:
        UsageError: the socket or the journal belongs to another process, or a trusted key cannot be read.
        OSError: state_dir cannot be written.
    """
    keys = [read_key(file) for file in settings.trusted_keys]
    source = RuleSource(settings.bundle, settings.state_dir, keys, settings.rule_approvals)
    async with AsyncExitStack() as stack:
        journal = await stack.enter_async_context(Journal(settings.journal_dir, clock))
        scanner = await stack.enter_async_context(Scanner(source, lambda rules: _pool(settings, keys, rules)))
        if not scanner.ready:
            _log.error(
                "%s holds no bundle that trusted keys signed: every message is refused with 451", settings.bundle
            )
        declarations = await stack.enter_async_context(
            DeclarationClient(settings.milter_backend_url, settings.gate_token, settings.declaration_timeout_seconds)
        )
        gate_file: WatchedFile[GateFile] = WatchedFile(settings.gate_file, read_gate_file)
        policy = GatePolicy(
            settings.province_id, settings.public_url, settings.inbound_refuse_marked, settings.canary_mailbox
        )
        gate = Gate(policy, scanner, gate_file, declarations, journal, clock)
        budget = MemoryBudget()
        if settings.append_socket is not None:
            notices = RemovalNotices(
                MailServer(settings.smtp_host, settings.smtp_port),
                settings.notice_from,
                help_link(settings.public_url, Refusal.REMOVED),
            )
            append_gate = AppendGate(scanner, gate_file, journal, notices.tell, clock)
            stack.push_async_callback(append_gate.close)
            stored = AppendConnections(append_gate, budget)
            owners = peer_ids(settings.append_peer_users)
            await stack.enter_async_context(UnixServer(settings.append_socket, stored.serve, owners))
            _log.info("stored messages are checked on %s", settings.append_socket)
        peers = peer_ids(settings.milter_peer_users)
        milter = MilterConnections(gate, budget)
        await stack.enter_async_context(UnixServer(settings.socket, milter.serve, peers))
        _log.info("the milter listens on %s", settings.socket)
        await stop.wait()


def _pool(settings: Settings, keys: Sequence[OKPKey], rules: Rules) -> ExtractorPool[Inspected]:
    public = tuple(key.as_dict(private=False) for key in keys)
    return ExtractorPool(
        "backend.gateway.inspection.inspect",
        initializer="backend.gateway.inspection.prepare",
        initializer_arguments=(
            rules.text,
            public,
            settings.rule_approvals,
            settings.authentication_server_id,
            rules.proposal,
        ),
        processes=settings.extractor_processes,
        memory_bytes=settings.extractor_memory_bytes,
        timeout_seconds=settings.extractor_timeout_seconds,
        replaced=milter_metrics.note_extractor_restart,
    )
