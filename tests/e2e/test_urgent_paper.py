"""An agency's paper marked HOẢ TỐC: clerk and head are written to at once, and the gateway that rings them called."""

import hashlib
import hmac
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from docx import Document

from deploy.demo.backend import ALL_ROLES
from tests.e2e.canaries import Kind, planted
from tests.e2e.demo import CLERK, FINANCE, HEAD, Demo, wait_for
from tests.e2e.letters import letter

SECRET = planted(Kind.SHARED, "6f1d0c9ab2e3478c95d0e1f2a3b4c5d6")
SUBJECT = "Chuẩn bị ứng phó mưa lũ trên sông Cầu"


@dataclass
class Gateway:
    """Answers 503 to the first call, and takes the others."""

    calls: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    port: int = 0


@contextmanager
def sms_gateway() -> Iterator[Gateway]:
    seen = Gateway()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            seen.calls.append((dict(self.headers.items()), body))
            self.send_response(503 if len(seen.calls) == 1 else 204)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Nothing is printed."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    seen.port = server.server_address[1]
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield seen
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def calling(demo: Demo, gateway: Gateway) -> Iterator[None]:
    """The backend with this gateway in its settings; without it again afterwards."""
    settings = demo.layout.settings
    before, owner = settings.read_text("utf-8"), demo.layout.state.stat()
    secret = demo.layout.state / "webhook.secret"
    secret.write_text(SECRET + "\n", "ascii")
    secret.chmod(0o600)
    shutil.chown(secret, owner.st_uid, owner.st_gid)
    added = f'alert_webhook = "http://127.0.0.1:{gateway.port}/truc"\nalert_webhook_secret_file = "{secret}"\n'
    demo.stop(*ALL_ROLES)
    settings.write_text(before + added, "utf-8")
    try:
        demo.start(*ALL_ROLES)
        yield
    finally:
        demo.stop(*ALL_ROLES)
        settings.write_text(before, "utf-8")
        demo.start(*ALL_ROLES)


def urgent_paper(folder: Path) -> Path:
    document = Document()
    for line in (
        "UBND TỈNH THÁI NGUYÊN",
        "SỞ TÀI CHÍNH",
        "Số: 12/STC-VP",
        "HOẢ TỐC",
        f"V/v {SUBJECT[0].lower()}{SUBJECT[1:]}",
        "Kính gửi: Sở Khoa học và Công nghệ",
        "Đề nghị quý Sở khẩn trương chuẩn bị và báo cáo trước 17 giờ hôm nay./.",
    ):
        document.add_paragraph(line)
    file = folder / "hoa-toc.docx"
    document.save(str(file))
    return file


def test_an_urgent_paper_reaches_clerk_head_and_telephone_at_once(demo: Demo, tmp_path: Path) -> None:
    with sms_gateway() as gateway, calling(demo, gateway):
        paper = letter(FINANCE, CLERK, SUBJECT, attachments=[urgent_paper(tmp_path)])
        assert demo.submit(paper, FINANCE).code == 250

        subject = "Văn bản HOẢ TỐC đến Sở Khoa học và Công nghệ"
        for box in (CLERK, HEAD):
            alert = demo.wait_for_letter(box, subject)
            assert "Sở Tài chính" in alert.get_content()
            assert SUBJECT.lower() not in alert.as_string().lower()
        settled = "select outcome, attempts from urgent_alert where state = 'sent'"
        [row] = wait_for(lambda: demo.rows(settled), "the gateway to take the call")
        demo.wait_until_queue_is_empty()

        assert (row["outcome"], row["attempts"]) == ("204", 2)  # the first was answered 503
        (first, body), (second, again) = gateway.calls
        assert (body, first["Cong-Vu-Call"]) == (again, second["Cong-Vu-Call"])
        expected = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
        assert {first["Cong-Vu-Signature"], second["Cong-Vu-Signature"]} == {f"sha256={expected}"}
        said = json.loads(body)
        assert (said["agency"], said["urgency"]) == ("H55.05", "HOA_TOC")
        assert said.keys() == {"agency", "urgency", "reference_code", "received_at", "link"}
        assert [len(demo.letters(box, subject)) for box in (CLERK, HEAD)] == [1, 1]
        assert demo.files_that_hold(SUBJECT) == []
