"""The extension in Firefox ESR, set up by managed storage as a policy does: what is marked makes no request."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.extension_package.manifest import firefox_manifest, gecko_id
from backend.extension_package.province import Province
from deploy.demo import samples
from deploy.demo.layout import CHECKOUT
from tests.e2e.demo import free_ports
from tests.e2e.pages.upload_site import UploadSite

BUILT = CHECKOUT / "extension" / "dist" / "firefox"
NODE = CHECKOUT / ".venv" / "bin" / "node"
PROGRAM = CHECKOUT / "tests" / "e2e" / "firefox_uploads.mjs"
STOPS = "không được gửi qua thư điện tử"


@pytest.fixture
def site() -> Iterator[UploadSite]:
    with UploadSite(free_ports().base) as running:
        yield running


@pytest.fixture
def package(tmp_path: Path, site: UploadSite) -> Path:
    """As `congvu extension pack` makes it for a province whose webmail this page is."""
    folder = tmp_path / "extension"
    shutil.copytree(BUILT, folder)
    manifest = folder / "manifest.json"
    manifest.write_bytes(firefox_manifest(manifest.read_bytes(), Province(site.address, ("http://127.0.0.1/*",))))
    return folder


@pytest.fixture
def home(tmp_path: Path, site: UploadSite, package: Path) -> Path:
    """Where Firefox finds what an administrator has set."""
    extension_id = gecko_id((package / "manifest.json").read_bytes())
    managed = {"name": extension_id, "description": "policy", "type": "storage", "data": dict(site.settings)}
    folder = tmp_path / "home" / ".mozilla" / "managed-storage"
    folder.mkdir(parents=True)
    (folder / f"{extension_id}.json").write_text(json.dumps(managed), "utf-8")
    return tmp_path / "home"


def test_firefox_keeps_a_marked_paper_and_uploads_a_clean_one(
    site: UploadSite, package: Path, home: Path, tmp_path: Path
) -> None:
    marked, clean = samples.marked_page_header(tmp_path), samples.six_recipients(tmp_path)

    shown = upload(site, package, home, [(marked, STOPS), (clean, "")])

    assert [one["kept"] for one in shown] == [0, 1]
    *_, (how, body) = site.received
    assert how == "picker"
    assert clean.read_bytes() in body
    assert not any(marked.read_bytes() in body for _, body in site.received)


def upload(site: UploadSite, package: Path, home: Path, files: list[tuple[Path, str]]) -> list[dict[str, object]]:
    """Choose the files one after the other, each until the extension has said these words, or the page uploaded it."""
    told = {
        "extension": str(package),
        "address": site.address,
        "picker": "#picker",
        "probe": str(samples.work_schedule(home)),
        "files": [[str(file), words] for file, words in files],
        "home": str(home),
    }
    done = subprocess.run(
        [NODE, PROGRAM, json.dumps(told)], cwd=CHECKOUT, capture_output=True, text=True, check=False, timeout=240
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]
