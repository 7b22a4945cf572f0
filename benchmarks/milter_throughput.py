"""`milter-throughput`: letters a second through a real Postfix with the whole gate, delivered by LMTP into mailboxes
of a real Dovecot, against the same Postfix without a milter and, where it is installed, with rspamd as its milter.

A round ends when its last letter lies in its mailbox. What delivering takes goes up and down with the disk, more than
with what is measured; so rounds are short and many, and each turn has one of every way, beginning with another one each
time. The ratio is the median of the turns' own ratios: what a slow minute does to a turn it does to both sides. Before
every round the mailbox is empty, the queue too, and what earlier rounds wrote is on the disk. How far apart the turns'
ratios lie (the middle half of them) is a figure of its own; a ratio with a wide one says little.

Needs root, postfix, dovecot-core and dovecot-lmtpd.
"""

import asyncio
import io
import os
import statistics
import tempfile
import time
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path

import aiosmtplib
import docx

from benchmarks.private_rspamd import private_rspamd
from deploy.postfix.private_milter import PrivateMilter
from deploy.postfix.private_postfix import PrivatePostfix, Service

PORTS = {"ours": 22100, "the same Postfix without a milter": 22101, "rspamd as its milter": 22102}
CONNECTIONS = 8
TURNS, WARM_TURNS = 21, 2
LOOK_SECONDS, LATE_SECONDS = 0.01, 120.0
RELAY = ("smtpd_relay_restrictions=permit_mynetworks,reject",)
SENDER, BOX = "sokhcn@thainguyen.gov.vn", "phong"
RECIPIENT = f"{BOX}@hop-thu.example"
LINE = "Căn cứ Nghị định số 30/2020/NĐ-CP của Chính phủ về công tác văn thư, đề nghị các đơn vị thực hiện.\n"


def run() -> Iterator[dict[str, object]]:
    """For each kind of letter two figures a peer; values are medians over the turns."""
    with _servers() as (ports, postfix):
        for name, message, count in _letters():
            rates = asyncio.run(_interleaved(ports, postfix, message, count))
            ours = rates.pop("ours")
            for peer, theirs in rates.items():
                yield from figures(name, peer, ours, theirs, count)


def figures(
    name: str, peer: str, ours: Sequence[float], theirs: Sequence[float], count: int
) -> Iterator[dict[str, object]]:
    """`ours`, `theirs`: messages a second of each turn, of which each had `count` messages."""
    ratios = [mine / other for mine, other in zip(ours, theirs, strict=True)]
    low, ratio, high = statistics.quantiles(ratios, n=4, method="inclusive")
    value, peer_value = statistics.median(ours), statistics.median(theirs)
    of = {"peer": peer, "n": len(ratios) * count}
    yield {
        "name": "milter-throughput",
        "value": round(value, 1),
        "unit": f"messages/s ({name})",
        "peer_value": round(peer_value, 1),
        "ratio": round(ratio, 2),
        **of,
    }
    yield {
        "name": "milter-throughput (middle half of the turns' ratios, from end to end)",
        "value": round(100 * (high - low) / ratio),
        "unit": f"% ({name})",
        "peer_value": None,
        "ratio": None,
        **of,
    }


def _letters() -> list[tuple[str, bytes, int]]:
    """Name, message, and how many make one round. Sizes are those of the text: the smallest DOCX that python-docx makes
    adds 20 kB; the one of 2 MB is 400 pages of text, packed without compression."""
    short = "Kính gửi các đơn vị.\n"
    return [
        ("10 kB text", _letter(LINE * 37), 80),
        ("5 kB with a DOCX", _letter(short * 20, _paper(2, zipfile.ZIP_DEFLATED)), 60),
        ("2 MB with a DOCX", _letter(short, _paper(1_900, zipfile.ZIP_STORED)), 8),
        ("2 MB text file", _letter(short, table=(LINE * 12_000).encode()), 8),
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


def _paper(paragraphs: int, compression: int) -> bytes:
    """Word's own template has styles enough to fill most of a short letter; here it is the text that counts."""
    document = docx.Document()
    document.add_paragraph("CÔNG VĂN")
    for _ in range(paragraphs):
        document.add_paragraph(LINE * 4)
    saved, packed = io.BytesIO(), io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(packed, "w", compression) as target:
        for name in source.namelist():
            if not name.startswith(("word/theme", "docProps/thumbnail", "word/stylesWithEffects")):
                target.writestr(name, source.read(name))
    return packed.getvalue()


@contextmanager
def _servers() -> Iterator[tuple[Mapping[str, int], PrivatePostfix]]:
    """The port of each way, and the Postfix of all."""
    with tempfile.TemporaryDirectory(prefix="congvu-bench-", dir="/tmp") as folder:
        root = Path(folder)
        root.chmod(0o755)
        milter = PrivateMilter(root / "milter", extractor_processes=0)
        milter.publish("2026.11.3")
        milter.start()
        try:
            with private_rspamd(root / "rspamd") as rspamd:
                filters = (None, "", f"unix:{rspamd}" if rspamd else None)
                milters: dict[str, str | None] = dict(zip(PORTS, filters, strict=True))
                ports = {who: port for who, port in PORTS.items() if who == "ours" or milters[who] is not None}
                with PrivatePostfix(root / "postfix", _services(ports, milters), milter.socket) as postfix:
                    yield ports, postfix
        finally:
            milter.end()


def _services(ports: Mapping[str, int], milters: Mapping[str, str | None]) -> Sequence[Service]:
    instead = {who: () if milters[who] is None else (f"smtpd_milters={milters[who]}",) for who in ports}
    return [Service(port, (*RELAY, *instead[who])) for who, port in ports.items()]


async def _interleaved(
    ports: Mapping[str, int], postfix: PrivatePostfix, message: bytes, count: int
) -> dict[str, list[float]]:
    """Messages a second of each turn; the first ones warm up."""
    rates: dict[str, list[float]] = {who: [] for who in ports}
    order = list(ports)
    mailbox = postfix.maildir(BOX)
    for turn in range(WARM_TURNS + TURNS):
        order.append(order.pop(0))
        for who in order:
            _make_room(postfix, mailbox)
            rate = await _round(ports[who], mailbox, message, count)
            if turn >= WARM_TURNS:
                rates[who].append(rate)
    return rates


def _make_room(postfix: PrivatePostfix, mailbox: Path) -> None:
    postfix.wait_until_empty()
    for file in list(mailbox.glob("*")):
        file.unlink()
    os.sync()


async def _round(port: int, mailbox: Path, message: bytes, count: int) -> float:
    waiting = iter(range(count))
    clients = [_client(port) for _ in range(CONNECTIONS)]
    await asyncio.gather(*(client.connect() for client in clients))
    started = time.perf_counter()
    await asyncio.gather(*(_send(client, message, waiting) for client in clients))
    while _arrived(mailbox) < count:
        if time.perf_counter() - started > LATE_SECONDS:
            raise TimeoutError("letters do not arrive")
        await asyncio.sleep(LOOK_SECONDS)
    seconds = time.perf_counter() - started
    await asyncio.gather(*(client.quit() for client in clients))
    return count / seconds


def _arrived(mailbox: Path) -> int:
    return len(os.listdir(mailbox)) if mailbox.is_dir() else 0


def _client(port: int) -> aiosmtplib.SMTP:
    return aiosmtplib.SMTP(hostname="127.0.0.1", port=port, start_tls=False, timeout=120)


async def _send(client: aiosmtplib.SMTP, message: bytes, waiting: Iterator[int]) -> None:
    for _ in waiting:
        await client.sendmail(SENDER, [RECIPIENT], message)
