"""Whether a user of this machine may reach a file: what the modes of its folders say, not what root may."""

import grp
import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Account:
    """A user and every group it is in."""

    uid: int
    gids: frozenset[int]


def account(name: str) -> Account | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return Account(entry.pw_uid, frozenset(os.getgrouplist(name, entry.pw_gid)))


def group_of(file: Path) -> str:
    number = file.stat().st_gid
    try:
        return grp.getgrgid(number).gr_name
    except KeyError:
        return str(number)


def closed_folder(file: Path, visitor: Account) -> Path | None:
    """The first folder on the way to `file` that the visitor may not pass; None: all are open."""
    return next((one for one in reversed(file.parents) if not _may(one, visitor, stat.S_IXOTH)), None)


def may_write(file: Path, visitor: Account) -> bool:
    return _may(file, visitor, stat.S_IWOTH)


def _may(file: Path, visitor: Account, bit: int) -> bool:
    """`bit` as it stands for others; the owner's and the group's are the same, further left."""
    seen = file.stat()
    if visitor.uid == 0:
        return True
    shift = 6 if seen.st_uid == visitor.uid else 3 if seen.st_gid in visitor.gids else 0
    return bool(seen.st_mode & (bit << shift))
