"""Settings: what a file or a variable says is taken or refused, never ignored."""

import re
from pathlib import Path

import pytest
from pydantic import SecretStr

from backend.errors import UsageError
from backend.settings import Settings, WatchedMailbox


def written(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "congvu.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_without_a_file_the_defaults_listen_on_loopback_only() -> None:
    settings = Settings.load()

    assert settings.host == "127.0.0.1"
    assert settings.graphql_free_form is False
    assert settings.database == "sqlite+aiosqlite:////var/lib/congvu/congvu.db"


def test_a_file_is_read(tmp_path: Path) -> None:
    file = written(
        tmp_path, 'province_name = "tỉnh Thái Nguyên"\nport = 9000\nwebmail_origins = ["https://mail.example"]'
    )

    settings = Settings.load(file)

    assert settings.port == 9000
    assert settings.webmail_origins == ("https://mail.example",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("prot = 9000", "prot"),
        ("port = 70000", "port"),
        ('port = "many"', "port"),
        ('graphql_free_form = "perhaps"', "graphql_free_form"),
        ("[web]\nport = 9000", "web"),
        ("port = ", "congvu.toml"),
    ],
)
def test_a_file_is_refused_and_the_key_named(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        Settings.load(written(tmp_path, text))


def test_a_file_that_is_no_utf_8_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "congvu.toml"
    file.write_bytes(b'province_name = "t\xec\xf1h"')

    with pytest.raises(UsageError, match="utf-8"):
        Settings.load(file)


def test_a_file_that_is_not_there_is_an_operating_system_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Settings.load(tmp_path / "missing.toml")


def test_a_variable_goes_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONGVU_PORT", "9001")
    monkeypatch.setenv("CONGVU_SETTINGS", str(written(tmp_path, "port = 9000\nsmtp_port = 2525")))

    settings = Settings.load()

    assert (settings.port, settings.smtp_port) == (9001, 2525)


def test_an_unknown_variable_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONGVU_PROT", "9001")

    with pytest.raises(UsageError, match="CONGVU_PROT"):
        Settings.load()


def test_the_command_line_goes_before_both(tmp_path: Path) -> None:
    settings = Settings.load(written(tmp_path, 'port = 9000\nhost = "::1"')).changed(port=9002, host=None)

    assert (settings.port, settings.host) == (9002, "::1")


def test_the_command_line_is_checked_too() -> None:
    with pytest.raises(UsageError, match="command line: port"):
        Settings.load().changed(port=0)


def test_files_stand_in_the_state_folder_unless_named(tmp_path: Path) -> None:
    settings = Settings(state_dir=tmp_path, gate_token_file=Path("/run/congvu/gate.token"))

    assert settings.bundle == tmp_path / "bundle.jws"
    assert settings.gate_token == Path("/run/congvu/gate.token")
    assert settings.database == f"sqlite+aiosqlite:///{tmp_path}/congvu.db"


@pytest.mark.parametrize(
    "url", ["http://sms.example/x", "ftp://127.0.0.1/x", "https://u:p@sms.example/", "https:///x", "//sms.example"]
)
def test_a_webhook_that_others_could_read_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="https address"):
        Settings(alert_webhook=url, alert_webhook_secret_file=Path("/etc/congvu/secret"))


def test_a_webhook_needs_its_secret() -> None:
    with pytest.raises(ValueError, match="alert_webhook_secret_file"):
        Settings(alert_webhook="https://sms.example/x")
    for url in ("https://sms.example/x", "http://127.0.0.1:8099/x", ""):
        assert Settings(alert_webhook=url, alert_webhook_secret_file=Path("/etc/congvu/secret")).alert_webhook == url


PROVIDER = (
    'public_url = "https://congvu.example"\noidc_issuer = "https://dangnhap.example"\noidc_client_id = "congvu"\n'
)


def test_a_provider_is_complete_and_its_secret_shows_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONGVU_OIDC_CLIENT_SECRET", "bi-mat-can-tim")
    settings = Settings.load(written(tmp_path, PROVIDER + '[oidc_role_names]\nvan-thu = "clerk"'))

    assert settings.oidc_client_secret.get_secret_value() == "bi-mat-can-tim"
    assert settings.oidc_role_names == {"van-thu": "clerk"}
    assert "bi-mat-can-tim" not in repr(settings)
    assert settings.changed(port=9000).oidc_client_secret == settings.oidc_client_secret


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (PROVIDER, "oidc_client_secret_file"),
        (PROVIDER + 'oidc_client_secret = "bi-mat-can-tim"', "environment"),
        ('oidc_client_secret = "bi-mat-can-tim"', "environment"),
        (PROVIDER.replace("https://dang", "http://dang") + 'oidc_client_secret_file = "/x"', "https"),
        (PROVIDER.replace("https://cong", "http://cong") + 'oidc_client_secret_file = "/x"', "public_url"),
        (PROVIDER.replace('"congvu"', '""') + 'oidc_client_secret_file = "/x"', "oidc_client_id"),
    ],
)
def test_a_provider_that_is_not_complete_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(UsageError, match=said) as refused:
        Settings.load(written(tmp_path, text))

    assert "bi-mat-can-tim" not in str(refused.value)


@pytest.mark.parametrize("name", ["graphql_requests_per_minute", "page_requests_per_minute"])
def test_a_limit_that_would_let_nobody_ask_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="greater than or equal to 1"):
        Settings().changed(**{name: 0})


SECRET_NAMES = re.compile(r"secret|password|token|_key")
PATH_OR_NONE, HIDDEN = Path | None, SecretStr


def test_every_secret_is_a_file_or_hidden_and_none_has_a_value_by_default() -> None:
    found = {name: one for name, one in Settings.model_fields.items() if SECRET_NAMES.search(name)}

    kinds = {name: one.annotation for name, one in found.items()}
    assert kinds.pop("oidc_client_secret") is HIDDEN
    assert kinds.pop("trusted_keys") == kinds.pop("directory_trusted_keys") == tuple[Path, ...]  # public ones
    assert kinds.pop("rule_rollback_keys") == tuple[Path, ...]
    assert set(kinds.values()) == {PATH_OR_NONE}
    assert {name for name, one in found.items() if one.default not in (None, (), SecretStr(""))} == set()
    assert WatchedMailbox.model_fields["password_file"].annotation is Path
    assert not [name for name in WatchedMailbox.model_fields if name in ("password", "token", "secret")]


def test_a_hidden_secret_is_in_no_text_that_a_log_could_get(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONGVU_OIDC_CLIENT_SECRET", "bi-mat-cua-may")

    assert "bi-mat-cua-may" not in f"{Settings.load()!r} {Settings.load()}"


@pytest.mark.parametrize(
    "box", ["canary@gmail.com", "canary@x.thainguyen.gov.vn", "Canary@thainguyen.gov.vn", "@thainguyen.gov.vn"]
)
def test_canary_letters_go_nowhere_but_into_the_provinces_own_domains(tmp_path: Path, box: str) -> None:
    with pytest.raises(UsageError, match="canary_mailbox"):
        Settings.load(written(tmp_path, f'canary_mailbox = "{box}"'))
    assert Settings.load(written(tmp_path, 'canary_mailbox = "canary@thainguyen.gov.vn"')).canary_mailbox
