"""A real Prometheus reads a running backend, and an alert of ours fires when something is really broken."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.e2e.demo import PATIENCE_SECONDS, wait_for
from tests.e2e.test_serve import folder as folder
from tests.e2e.test_serve import port as port
from tests.e2e.test_serve import serving, wait_for_answer

RULES = Path(__file__).parents[2] / "deploy/prometheus/congvu.rules.yml"


@contextmanager
def prometheus(place: Path, port: int) -> Iterator[httpx.Client]:
    """With our rules as they are, but nothing is waited for: `for` is taken out."""
    place.mkdir()
    (place / "rules.yml").write_text(re.sub(r"\n +for: .*", "", RULES.read_text("utf-8")), "utf-8")
    (place / "prometheus.yml").write_text(
        "global: {scrape_interval: 1s, evaluation_interval: 1s}\n"
        f"rule_files: [{place}/rules.yml]\n"
        f"scrape_configs: [{{job_name: congvu, static_configs: [{{targets: ['127.0.0.1:{port}']}}]}}]\n",
        "utf-8",
    )
    own = port + 1 if port < 65_000 else port - 1
    with (place / "log").open("w") as log:
        process = subprocess.Popen(
            [
                "prometheus",
                f"--config.file={place}/prometheus.yml",
                f"--storage.tsdb.path={place}/data",
                f"--web.listen-address=127.0.0.1:{own}",
            ],
            stderr=log,
        )
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{own}/api/v1", timeout=PATIENCE_SECONDS) as client:
                yield client
        finally:
            process.kill()
            process.wait()


def is_firing(client: httpx.Client, alert: str) -> bool:
    try:
        alerts = client.get("/alerts").json()["data"]["alerts"]
    except httpx.TransportError:
        return False
    return any(one["labels"]["alertname"] == alert and one["state"] == "firing" for one in alerts)


def test_rules_that_nobody_trusts_raise_an_alert_until_good_ones_are_there(folder: Path, port: int) -> None:
    good, there = folder / "good.jws", folder / "state/bundle.jws"
    shutil.move(there, good)
    there.write_text("no bundle", "ascii")
    with serving("--port", port, folder=folder) as process, prometheus(folder / "prometheus", port) as client:
        wait_for_answer(f"http://127.0.0.1:{port}/healthz", process)
        wait_for(lambda: is_firing(client, "CongvuNoRules"), "the alert")
        assert not is_firing(client, "CongvuDatabaseAway")

        shutil.copy(good, there)
        wait_for(lambda: not is_firing(client, "CongvuNoRules"), "its end")
        told = client.get("/query", params={"query": "congvu_milter_rules_in_force"}).json()["data"]["result"]

    assert [one["value"][1] for one in told] == ["1"]
