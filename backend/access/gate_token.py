"""The secret by which the web role knows the milter; both read it from one file (architecture, "Confirming")."""

import os
import secrets
from pathlib import Path


def ensure_gate_token(file: Path) -> None:
    """Make the secret, readable for its owner only, unless it is there. Safe when two roles start together.

    Raises:
        OSError: the folder is missing or may not be written.
    """
    if file.exists():
        return
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    draft.touch(mode=0o600, exist_ok=False)
    try:
        draft.write_text(secrets.token_urlsafe(32) + "\n", encoding="ascii")
        os.link(draft, file)
    except FileExistsError:
        return  # the other role was quicker; its secret is whole, for a link appears at once
    finally:
        draft.unlink()
