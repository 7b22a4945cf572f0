"""Files that hold a secret are readable by nobody but those who need them."""

import stat
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import make_url

from backend.doctor.fault import Fault
from backend.settings import Settings

OTHERS = stat.S_IRWXO | stat.S_IWGRP  # a group may read (the web server's, say), nobody else anything


def secrets(settings: Settings) -> list[Path]:
    """Those that the settings name, and private keys that lie beside public ones."""
    named = [
        settings.gate_token,
        settings.directory_key,
        *settings.rule_rollback_keys,
        *(file.with_suffix("") for file in settings.trusted_keys if file.suffix == ".pub"),
        *(one.password_file for one in settings.watch),
    ]
    optional = (
        settings.oidc_client_secret_file,
        settings.alert_webhook_secret_file,
        settings.issuance_webhook_secret_file,
    )
    url = make_url(settings.database)
    database = [Path(url.database)] if url.get_backend_name() == "sqlite" and url.database else []
    return [*named, *(file for file in optional if file is not None), *database]


def mode_faults(settings: Settings) -> Iterator[Fault]:
    """
    Raises:
        PermissionError: a folder on the way may not be passed.
    """
    for file in secrets(settings):
        if file.exists() and file.stat().st_mode & OTHERS:
            yield Fault("open", {"file": str(file), "mode": f"{stat.S_IMODE(file.stat().st_mode):04o}"})
    folder = settings.state_dir
    if folder.exists() and folder.stat().st_mode & (stat.S_IROTH | stat.S_IWOTH):
        yield Fault("open_folder", {"file": str(folder), "mode": f"{stat.S_IMODE(folder.stat().st_mode):04o}"})


def token_faults(settings: Settings) -> Iterator[Fault]:
    """The secret that milter and web share: without it nobody can confirm anything.

    Raises:
        OSError: it is there and may not be read.
    """
    said = {"file": str(settings.gate_token)}
    if not settings.gate_token.exists():
        yield Fault("missing", said)
    elif not settings.gate_token.read_text("ascii", "replace").strip():
        yield Fault("empty", said)
