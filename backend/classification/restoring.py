"""Going back: the rules of an earlier bundle, issued again as a new and higher version (anti-rollback stays true).

Nobody decides alone what is stopped: what comes back was signed by as many people as are needed today, and those
signatures are looked at again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
from joserfc.jwk import OKPKey

from backend.classification import approval, rule_queries
from backend.classification.bundle import VALID_FOR, canonical, read_bundle, version_key, written_moment
from backend.classification.declarations import Declarer
from backend.classification.models import RuleRelease
from backend.classification.publication import content_digest
from backend.classification.releasing import Release, Written, owners_of, put_in_force, read_written
from backend.db import Database, ReadSession
from backend.errors import BundleError, UsageError

LOOKED_AT = 200  # releases, the newest first
_KEPT = ("format", "province", "fingerprint_keys")  # of today: keys may have been changed since


@dataclass(frozen=True, slots=True)
class Earlier:
    """What would come back: the version it had, and its payload as it would be issued now."""

    version: str
    payload: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Desk:
    """Where the live bundle is, whose keys count, how many people must sign, and the private keys at hand."""

    file: Path
    trusted: Sequence[OKPKey]
    approvals: int
    private: Sequence[OKPKey] = ()


async def earlier(
    session: ReadSession,
    held: Mapping[str, Any],
    trusted_keys: Sequence[OKPKey],
    approvals: int,
    now: datetime,
    wanted: str | None = None,
) -> Earlier:
    """The bundle published before the one in force that judges otherwise, or the version that is wanted.

    Where what is in force brought an earlier one back, it is the one before that: pressing twice never leads forward to
    what was just taken back.

    Raises:
        UsageError: there is none, or not of this version.
        BundleError: it was signed by too few people, or by keys that are trusted no longer.
    """
    rows = await rule_queries.releases(session, LOOKED_AT)
    content = content_digest(held)
    start = held["version"] if wanted else _stood_for(rows, held["version"])
    for row in _before(rows, start):
        if wanted is None and row.content == content:
            continue
        if wanted in (None, row.version):
            signed = approval.read_signed(row.text, trusted_keys, approvals)
            return Earlier(row.version, _reissued(orjson.loads(signed.payload), held, now))
    raise UsageError(f"version {wanted} was never in force here" if wanted else "there is no earlier bundle on record")


async def restore(
    database: Database, desk: Desk, held: Written, presser: Declarer | None, now: datetime, wanted: str | None = None
) -> str:
    """Put the earlier rules in force again; returns the new version.

    Raises:
        UsageError, BundleError: as `earlier` and `sign_anew`, or the keys do not say that two people did.
    """
    async with database.read() as session:
        found = await earlier(session, held.payload, desk.trusted, desk.approvals, now, wanted)
    text = sign_anew(found.payload, desk.private, desk.approvals)
    signed = approval.read_signed(text, desk.trusted, desk.approvals)
    owners = owners_of(signed, desk.trusted, desk.approvals)
    proposer = (owners[signed.proposer], signed.proposer) if signed.proposer else None
    signer = (owners[signed.signer], signed.signer)
    release = Release(read_written(signed.payload), signed, text, proposer, signer, presser=presser)
    await put_in_force(database, desk.file, release, held, now)
    return release.written.bundle.version


def sign_anew(payload: Mapping[str, Any], keys: Sequence[OKPKey], approvals: int) -> str:
    """
    Raises:
        UsageError: fewer private keys than people who must sign.
    """
    if len(keys) < approvals:
        raise UsageError(f"{approvals} private keys are needed")
    written = canonical(payload)
    if approvals == 1:
        return approval.sign(written, keys[0])
    proposal = approval.propose(written, keys[0])
    return approval.approve(proposal, [keys[0]], keys[1])


def _stood_for(rows: Sequence[RuleRelease], version: str) -> str:
    """The version whose rules this one brought back; itself where it brought none back."""
    restored = {row.version: row.restores for row in rows}
    while (earlier_one := restored.get(version)) is not None and version_key(earlier_one) < version_key(version):
        version = earlier_one
    return version


def _before(rows: Sequence[RuleRelease], version: str) -> Sequence[RuleRelease]:
    """Those older than what is in force, the newest first."""
    older = [row for row in rows if version_key(row.version) < version_key(version)]
    return sorted(older, key=lambda row: version_key(row.version), reverse=True)


def _reissued(old: Mapping[str, Any], held: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """
    Raises:
        BundleError: it cannot be compiled any more.
    """
    times = {"issued_at": written_moment(now), "expires_at": written_moment(now + VALID_FOR)}
    fresh = {**old, **{name: held[name] for name in _KEPT}, **times, "version": next_version(held["version"], now)}
    if version_key(read_bundle(canonical(fresh)).version) <= version_key(held["version"]):
        raise BundleError("the new version would be no higher than the one in force")
    return fresh


def next_version(held: str, now: datetime) -> str:
    """Year, month, day and minute of the day, as `congvu rules propose` makes them; above what is in force always."""
    fresh = f"{now.year}.{now.month}.{now.day}.{now.hour * 60 + now.minute}"
    return fresh if version_key(fresh) > version_key(held) else f"{held}.1"
