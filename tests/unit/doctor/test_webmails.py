"""Webmails and a plugin's configuration, as `congvu webmail add` prints it."""

import json
from pathlib import Path

import pytest
from joserfc.jwk import OKPKey

from backend.commands.webmail import _configuration
from backend.doctor.webmails import plugin_faults, webmail_faults
from backend.settings import Settings
from tests.unit.doctor.telling import told

RULES, OTHER_RULES, WEBMAIL, OTHER = (
    OKPKey.generate_key("Ed25519", private=True).as_dict(private=True) for _ in range(4)
)
KNOWN = {"webmail": str(WEBMAIL["x"])}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "key.pub").write_text(json.dumps({name: RULES[name] for name in ("kty", "crv", "x")}), "utf-8")
    return Settings(
        trusted_keys=(tmp_path / "key.pub",),
        public_url="https://congvu.thainguyen.gov.vn",
        webmail_origins=("https://webmail.thainguyen.gov.vn",),
    )


@pytest.fixture
def file(tmp_path: Path, settings: Settings) -> Path:
    file = tmp_path / "config.inc.php"
    rules = {name: str(RULES[name]) for name in ("kty", "crv", "x")}
    file.write_text("<?php\n" + _configuration(settings, "webmail", str(WEBMAIL["d"]), [rules]) + "\n", "utf-8")
    file.chmod(0o640)
    return file


def test_a_webmail_that_is_registered_and_may_call_is_fine(settings: Settings) -> None:
    assert list(webmail_faults(settings, KNOWN)) == []


def test_no_webmail_at_all_is_told_unless_the_extension_is_used(settings: Settings) -> None:
    assert told("webmails", webmail_faults(settings, {})) == ["none"]
    redirect = "https://abcdefghijklmnopabcdefghijklmnop.chromiumapp.org/"
    assert list(webmail_faults(settings.changed(extension_redirects=(redirect,)), {})) == []


def test_a_webmail_whose_pages_may_not_call_is_told(settings: Settings) -> None:
    assert told("webmails", webmail_faults(settings.changed(webmail_origins=()), KNOWN)) == ["no_origin"]


def test_the_configuration_that_was_printed_is_known(settings: Settings, file: Path) -> None:
    assert list(plugin_faults(settings, KNOWN, file)) == []


def test_a_configuration_of_another_webmail_or_with_another_key(settings: Settings, file: Path) -> None:
    assert told("plugin", plugin_faults(settings, {}, file)) == ["unknown"]
    assert told("plugin", plugin_faults(settings, {"webmail": str(OTHER["x"])}, file)) == ["other_key"]


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("https://congvu.", "https://cu.", "other_backend"),
        (str(RULES["x"]), str(OTHER_RULES["x"]), "other_rules_key"),
        ("congvu_webmail_id", "webmail_id", "no_configuration"),
    ],
    ids=["other_backend", "other_rules_key", "no_configuration"],  # keys are other ones in each process that collects
)
def test_a_configuration_that_was_changed(before: str, after: str, reason: str, settings: Settings, file: Path) -> None:
    file.write_text(file.read_text("utf-8").replace(before, after), "utf-8")
    assert told("plugin", plugin_faults(settings, KNOWN, file)) == [reason]


def test_a_configuration_that_others_read(settings: Settings, file: Path) -> None:
    file.chmod(0o644)
    assert told("plugin", plugin_faults(settings, KNOWN, file)) == ["open"]
