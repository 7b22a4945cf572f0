"""`milter-throughput`: messages a second through a real Postfix with the whole gate, against the same Postfix without.

Rounds with and without the milter alternate, so that whatever else the machine does meets both. Mail goes to Postfix's
discard transport. Needs root, postfix and dovecot-core.
"""

import asyncio
import io
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path

import aiosmtplib
import docx

from deploy.postfix.private_milter import PrivateMilter
from deploy.postfix.private_postfix import PrivatePostfix, Service

WITH_PORT, WITHOUT_PORT = 22100, 22101
CONNECTIONS = 8
ROUNDS = 6
RELAY = ("smtpd_relay_restrictions=permit_mynetworks,reject",)
NO_MILTER = (*RELAY, "smtpd_milters=")
SENDER, RECIPIENT = "sokhcn@thainguyen.gov.vn", "congdan@discard.example"
LINE = "Căn cứ Nghị định số 30/2020/NĐ-CP của Chính phủ về công tác văn thư, đề nghị các đơn vị thực hiện.\n"


def run() -> Iterator[dict[str, object]]:
    """One figure for each kind of letter; `value` and `peer_value` are medians over the rounds."""
    with _servers():
        for name, message, count in _letters():
            gated, plain = asyncio.run(_interleaved(message, count))
            value, peer_value = statistics.median(gated), statistics.median(plain)
            yield {
                "name": "milter-throughput",
                "value": round(value, 1),
                "unit": f"messages/s ({name})",
                "peer": "the same Postfix without a milter",
                "peer_value": round(peer_value, 1),
                "ratio": round(value / peer_value, 2),
                "n": ROUNDS * count,
            }


def _letters() -> list[tuple[str, bytes, int]]:
    """Name, message, and how many make one round."""
    return [
        ("10 kB text", _letter(LINE * 75), 200),
        ("a DOCX of two pages", _letter("Kính gửi các đơn vị.", paper=_paper()), 100),
        ("2 MB text file", _letter("Kính gửi các đơn vị.", table=(LINE * 12_000).encode()), 12),
    ]


def _letter(body: str, paper: bytes = b"", table: bytes = b"") -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = SENDER, RECIPIENT, "Công văn"
    message.set_content(body, cte="quoted-printable")
    if paper:
        message.add_attachment(paper, maintype="application", subtype="octet-stream", filename="cong-van.docx")
    if table:
        message.add_attachment(table, maintype="application", subtype="octet-stream", filename="bang.txt")
    return message.as_bytes(policy=message.policy.clone(linesep="\r\n"))


def _paper() -> bytes:
    document = docx.Document()
    document.add_paragraph("CÔNG VĂN")
    for _ in range(40):
        document.add_paragraph(LINE * 2)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


@contextmanager
def _servers() -> Iterator[None]:
    with tempfile.TemporaryDirectory(prefix="congvu-bench-", dir="/tmp") as folder:
        root = Path(folder)
        root.chmod(0o755)
        milter = PrivateMilter(root / "milter", extractor_processes=0)
        milter.publish("2026.11.3")
        milter.start()
        try:
            services = [Service(WITH_PORT, RELAY), Service(WITHOUT_PORT, NO_MILTER)]
            with PrivatePostfix(root / "postfix", services, milter.socket):
                yield
        finally:
            milter.end()


async def _interleaved(message: bytes, count: int) -> tuple[list[float], list[float]]:
    """Messages a second of each round, with and without; one short round of each warms up."""
    rates: dict[int, list[float]] = {WITH_PORT: [], WITHOUT_PORT: []}
    for port in rates:
        await _round(port, message, CONNECTIONS * 2)
    for number in range(ROUNDS):
        for port in (WITH_PORT, WITHOUT_PORT) if number % 2 else (WITHOUT_PORT, WITH_PORT):
            rates[port].append(await _round(port, message, count))
    return rates[WITH_PORT], rates[WITHOUT_PORT]


async def _round(port: int, message: bytes, count: int) -> float:
    waiting = iter(range(count))
    clients = [_client(port) for _ in range(CONNECTIONS)]
    await asyncio.gather(*(client.connect() for client in clients))
    started = time.perf_counter()
    await asyncio.gather(*(_send(client, message, waiting) for client in clients))
    seconds = time.perf_counter() - started
    await asyncio.gather(*(client.quit() for client in clients))
    return count / seconds


def _client(port: int) -> aiosmtplib.SMTP:
    return aiosmtplib.SMTP(hostname="127.0.0.1", port=port, start_tls=False, timeout=120)


async def _send(client: aiosmtplib.SMTP, message: bytes, waiting: Iterator[int]) -> None:
    for _ in waiting:
        await client.sendmail(SENDER, [RECIPIENT], message)
