"""rspamd as a milter of its own, on a unix socket, almost without rules: what a mail server's usual filter costs.

Debian's package; nothing of /etc is read. Without rules, statistics and Redis it only takes a message apart.
"""

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

START_SECONDS = 30.0
CONF = """
options {{
  pidfile = "{root}/rspamd.pid";
  tempdir = "{root}";
  filters = "";
  raw_mode = false;
  dns {{ nameserver = ["127.0.0.1"]; timeout = 1s; retransmits = 1; }}
}}
logging {{ type = "file"; filename = "{root}/rspamd.log"; level = "error"; }}
metric {{ name = "default"; actions {{ reject = 1000; }} }}
worker "rspamd_proxy" {{
  bind_socket = "{socket} mode=0666";
  count = 2;
  milter = yes;
  timeout = 120s;
  max_size = 100M;
  upstream "local" {{ default = yes; self_scan = yes; }}
}}
"""


@contextmanager
def private_rspamd(root: Path) -> Iterator[Path | None]:
    """Its socket; None where it is not installed.

    Raises:
        RuntimeError: it does not listen in time.
    """
    program = shutil.which("rspamd")
    if program is None:
        yield None
        return
    root.mkdir(mode=0o755)
    shutil.chown(root, "_rspamd")
    socket = root / "rspamd.sock"
    (root / "rspamd.conf").write_text(CONF.format(root=root, socket=socket), "utf-8")
    command = [program, "-f", "-c", str(root / "rspamd.conf"), "-u", "_rspamd", "-g", "_rspamd"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            deadline = time.monotonic() + START_SECONDS
            while not socket.is_socket():
                if process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError("rspamd does not start")
                time.sleep(0.05)
            yield socket
        finally:
            process.terminate()
            process.wait(START_SECONDS)
