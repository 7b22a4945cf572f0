"""nginx in front of the backend, as deploy/nginx/congvu.conf has it, but for names, certificate and ports."""

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.demo.layout import CHECKOUT, LOOPBACK
from tests.e2e.demo import Demo, wait_for

CONFIGURATION = CHECKOUT / "deploy" / "nginx" / "congvu.conf"


@contextmanager
def front_door(demo: Demo, folder: Path) -> Iterator[str]:
    """Its address, without a slash at the end."""
    port = demo.layout.ports.reserved[-1]
    text = CONFIGURATION.read_text("utf-8")
    text = text[: text.rindex("server {")]  # the one that sends http to https
    text = re.sub(r"listen 443 .*;", f"listen {LOOPBACK}:{port};", text)
    text = re.sub(r"\n *ssl_.*;", "", text)
    text = text.replace("127.0.0.1:8080", f"{LOOPBACK}:{demo.layout.ports.backend}")
    text = text.replace("/var/log/nginx", str(folder))
    main = folder / "nginx.conf"
    main.write_text(f"daemon off; pid {folder}/pid; events {{}} http {{ {text} }}", "utf-8")
    process = subprocess.Popen(["nginx", "-e", folder / "error.log", "-c", main], stderr=subprocess.DEVNULL)
    try:
        wait_for((folder / "pid").exists, "nginx to begin")
        yield f"http://{LOOPBACK}:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)
