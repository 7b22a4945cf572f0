"""Whom an entry of "Nơi nhận" or "Kính gửi" means. When unsure it asks: a paper sent to the wrong commune is worse than
one click.

`reading` takes an entry apart, `name_book` finds names, `spelling` mends what typing and scanning broke, `lineage` says
who stands in for an agency today, `groups` expands group lines, `asking` settles one name, `lists` a list of them;
`index` holds a directory.

Source: Chỉ thị, khoản 1 điểm j; NĐ 30/2020/NĐ-CP, Phụ lục I (Nơi nhận); confusable names of the province's communes.
"""

from backend.directory.recipients.index import RecipientIndex
from backend.directory.recipients.known import DatedName, GroupMember, Heir, NamedAgency, NamedGroup, When, stands
from backend.directory.recipients.reading import folded_entry

__all__ = [
    "DatedName",
    "GroupMember",
    "Heir",
    "NamedAgency",
    "NamedGroup",
    "RecipientIndex",
    "When",
    "folded_entry",
    "stands",
]
