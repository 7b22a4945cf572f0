"""The files for Prometheus and Grafana: promtool takes them, and they name nothing that the product does not tell."""

import json
import re
import subprocess
from pathlib import Path

import httpx
from prometheus_client.core import Metric

from backend.access.imap_sign_in import ImapSignIn
from backend.clock import FixedClock
from backend.db import Database
from backend.directory.search import DirectorySearch
from backend.gateway import milter_metrics
from backend.gateway.journal_reader import JournalPosition
from backend.gateway.source_progress import SourceProgress
from backend.graphql import operation_metrics
from backend.graphql.sign_in import Bearers
from backend.metrics import certificates
from backend.metrics.registry import REGISTRY, ProcessFacts
from backend.metrics.snapshots import Snapshots
from backend.settings import Settings
from backend.web import web_metrics
from backend.web.application import WebParts, web_application
from backend.worker import worker_metrics
from tests.unit.small_province import NOW, built
from tests.unit.web.conftest import no_graphql, no_socket

ROOT = Path(__file__).parents[3]
RULES, TRIED = ROOT / "deploy/prometheus/congvu.rules.yml", ROOT / "deploy/prometheus/congvu.rules.test.yml"
DASHBOARD = ROOT / "deploy/grafana/congvu.json"
NAME = re.compile(r"\bcongvu_[a-z_]+")
COUNTING = (
    certificates,
    milter_metrics,
    operation_metrics,
    web_metrics,
    worker_metrics,
)  # imported, so in the registry


def promtool(*arguments: str | Path) -> str:
    done = subprocess.run(["promtool", *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def expressions() -> dict[str, str]:
    """Of the dashboard by panel title, and of the rules by alert."""
    panels = json.loads(DASHBOARD.read_text("utf-8"))["panels"]
    shown = {
        f"panel {panel['id']}: {target['expr']}": target["expr"]
        for panel in panels
        for target in panel.get("targets", ())
    }
    alerts = re.findall(r"- alert: (\w+)\n\s+expr: (.+)", RULES.read_text("utf-8"))
    assert len(alerts) >= 20
    return shown | dict(alerts)


async def families(tmp_path: Path) -> list[Metric]:
    """Everything any role tells of."""
    log = tmp_path / "mail.log"
    log.write_bytes(b"")
    progress = SourceProgress(tmp_path, {"postfix": log})
    progress.journal_begins(JournalPosition())
    progress.log_begins("postfix", None)
    collectors = (REGISTRY, progress, ProcessFacts(["web"], tmp_path), Snapshots(tmp_path))
    return [family for collector in collectors for family in collector.collect()]


async def names_told(tmp_path: Path) -> set[str]:
    told = {family.name for family in await families(tmp_path)}
    settings = Settings(state_dir=tmp_path)
    await built(settings.database)
    database = Database(settings.database)
    search = DirectorySearch(database, FixedClock(NOW))
    try:
        told |= {line.split()[2] for line in (await page(settings, database, search)).splitlines() if "# TYPE" in line}
    finally:
        await search.close()
        await database.close()
    return told


async def page(settings: Settings, database: Database, search: DirectorySearch) -> str:
    bearers, clock = Bearers(database, FixedClock(NOW)), FixedClock(NOW)
    parts = WebParts(settings, database, clock, ImapSignIn(settings), no_graphql, no_socket, search, bearers.principal)
    transport = httpx.ASGITransport(web_application(parts))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        return (await client.get("/metrics")).text


def base(name: str) -> str:
    return re.sub(r"_(total|bucket|sum|count)$", "", name)


async def test_every_metric_that_rules_and_dashboard_name_is_told(tmp_path: Path) -> None:
    told = {base(name) for name in await names_told(tmp_path)}
    named = {place: {base(name) for name in NAME.findall(expression)} for place, expression in expressions().items()}

    assert {place: names - told for place, names in named.items() if names - told} == {}
    assert len(set().union(*named.values())) >= 20


async def test_every_metric_the_product_tells_stands_on_the_dashboard(tmp_path: Path) -> None:
    shown = {base(name) for name in NAME.findall(DASHBOARD.read_text("utf-8"))}
    elsewhere = {"congvu_snapshot_age_seconds", "congvu_bundle_issued_timestamp_seconds", "congvu_bundle_state",
                 "congvu_journal_lost",
                 "congvu_journal_segments", "congvu_worker_last_round_timestamp_seconds"}  # fmt: skip

    assert {base(name) for name in await names_told(tmp_path) if name.startswith("congvu_")} - shown == elsewhere


async def test_labels_are_few_and_none_can_name_somebody(tmp_path: Path) -> None:
    allowed = {"action", "answer", "direction", "kind", "le", "method", "operation", "outcome", "probe", "reason",
               "role", "route", "source", "state", "status", "version"}  # fmt: skip
    found = {label for family in await families(tmp_path) for sample in family.samples for label in sample.labels}

    assert found <= allowed


def test_promtool_takes_the_rules_and_the_configuration() -> None:
    assert "SUCCESS" in promtool("check", "rules", RULES)
    promtool("check", "config", "--syntax-only", ROOT / "deploy/prometheus/congvu.prometheus.yml")


def test_every_alert_fires_on_what_it_is_for_and_none_when_all_is_well() -> None:
    assert "SUCCESS" in promtool("test", "rules", TRIED)
    alerts = set(re.findall(r"- alert: (\w+)", RULES.read_text("utf-8")))

    assert set(re.findall(r'alertname="(\w+)"\}', TRIED.read_text("utf-8"))) == alerts


def test_every_alert_says_what_to_do_in_both_languages_and_where_it_is_explained() -> None:
    said = RULES.read_text("utf-8").split("- alert: ")[1:]
    headings = {
        line.lstrip("# ").lower() for line in (ROOT / "docs/operations.md").read_text("utf-8").splitlines()
        if line.startswith("### ")
    }  # fmt: skip

    for alert in said:
        name = alert.splitlines()[0]
        for annotation in ("meaning_vi", "meaning_en", "first_step_vi", "first_step_en"):
            assert re.search(rf'{annotation}: ".{{20,}}"', alert), (name, annotation)
        assert f"runbook: docs/operations.md#{name.lower()}\n" in alert + "\n"
        assert name.lower() in headings


def test_the_dashboard_can_be_imported_with_any_prometheus() -> None:
    dashboard = json.loads(DASHBOARD.read_text("utf-8"))
    panels = [panel for panel in dashboard["panels"] if panel["type"] != "row"]

    assert [one["name"] for one in dashboard["templating"]["list"]] == ["source"]
    assert {panel["datasource"]["uid"] for panel in panels} == {"${source}"}
    assert len({panel["id"] for panel in dashboard["panels"]}) == len(dashboard["panels"])
