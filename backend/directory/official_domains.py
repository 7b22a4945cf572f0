"""Domains that only the State holds (rules/deadlines/official_domains.toml): whoever writes from one is an agency."""

import tomllib
from functools import cache

from backend.rules_folder import rules_dir


def is_official_domain(domain: str) -> bool:
    return any(domain == official or domain.endswith(f".{official}") for official in official_domains())


@cache
def official_domains() -> frozenset[str]:
    text = (rules_dir() / "deadlines" / "official_domains.toml").read_text("utf-8")
    return frozenset(tomllib.loads(text)["domains"])
