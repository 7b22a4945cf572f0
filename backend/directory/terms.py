"""The closed sets of the directory and the values other features receive from it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from backend.directory.channels import KindChannel
from backend.directory.lookalike_addresses import LookalikeReason
from backend.directory.recipient_reasons import AskReason, BlankReason, EntryState, MatchReason


class MailboxKind(StrEnum):
    """Letters are recorded for agency and role boxes only, never for a personal one."""

    AGENCY = "agency"
    ROLE = "role"
    PERSONAL = "personal"


class RecipientRing(StrEnum):
    """How far an address stands from the province; the values of `backend.classification.verdict.Ring`."""

    PROVINCE = "province"
    OFFICIAL = "official"
    OTHER = "other"


class OfficialRole(StrEnum):
    """What an official may be in an agency; the values of `backend.access.roles.Role`."""

    OFFICIAL = "official"
    CLERK = "clerk"
    DEPUTY = "deputy"
    UNIT_HEAD = "unit_head"
    HEAD = "head"
    SECRETS_OFFICER = "secrets_officer"
    NAMED_RECEIVER = "named_receiver"
    IT_ADMIN = "it_admin"
    RECEIVER = "receiver"
    IT_OFFICER = "it_officer"
    RULE_EDITOR = "rule_editor"
    RULE_APPROVER = "rule_approver"
    DATA_OFFICER = "data_officer"
    AUDITOR = "auditor"
    DIRECTORY_ADMIN = "directory_admin"
    SUPPORT_DESK = "support_desk"
    DELEGATE = "delegate"


class SuccessionKind(StrEnum):
    """How an agency became another: hợp nhất hoặc sáp nhập · chia tách · đổi tên · chuyển về nơi khác."""

    MERGED = "merged"
    SPLIT = "split"
    RENAMED = "renamed"
    MOVED = "moved"


class ReadinessItem(StrEnum):
    """What an agency needs before mail is mandatory for it (Chỉ thị, khoản 1 điểm c)."""

    LINE = "line"
    BOXES = "boxes"
    PLUGIN = "plugin"
    TRAINED_CLERK = "trained_clerk"


@dataclass(frozen=True, slots=True)
class AgencyName:
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class MailboxEntry:
    address: str
    kind: MailboxKind
    agency: AgencyName


@dataclass(frozen=True, slots=True)
class Person:
    id: str
    name: str
    post: str


@dataclass(frozen=True, slots=True)
class Grant:
    """A role held at one agency."""

    role: OfficialRole
    agency_code: str


@dataclass(frozen=True, slots=True)
class Principal:
    """Whom the directory knows by a log-in.

    `people` share the log-in (clerks do); a grant counts only if every one of them holds it, so that a shared
    log-in never gives its other holders what one of them alone may do.
    """

    login: str
    agency: AgencyName | None
    head_of: tuple[AgencyName, ...]
    mailboxes: tuple[MailboxEntry, ...]
    people: tuple[Person, ...]
    grants: frozenset[Grant]

    @property
    def roles(self) -> frozenset[OfficialRole]:
        return frozenset(grant.role for grant in self.grants)

    @property
    def known(self) -> bool:
        """Whether the directory has this log-in at all."""
        return bool(self.mailboxes or self.people)

    def narrowed(self, roles: Collection[str], agencies: Collection[str]) -> "Principal":
        """What somebody else's word (a provider's) leaves of it: these roles, in these agencies. Being an official of
        an agency needs no role."""
        stands = frozenset({OfficialRole.OFFICIAL, *roles})
        return replace(
            self,
            agency=self.agency if self.agency is not None and self.agency.code in agencies else None,
            head_of=tuple(led for led in self.head_of if led.code in agencies and OfficialRole.HEAD in stands),
            mailboxes=tuple(mailbox for mailbox in self.mailboxes if mailbox.agency.code in agencies),
            grants=frozenset(grant for grant in self.grants if grant.role in stands and grant.agency_code in agencies),
        )


@dataclass(frozen=True, slots=True)
class OfficialInstead:
    """The official mailbox of somebody whose private address was written (Chỉ thị, khoản 1 điểm a)."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class LookalikeAddress:
    """`resembles`: the official domain or address an address looks like; `instead`: the mailbox that may be meant."""

    resembles: str
    reason: LookalikeReason
    instead: str | None


@dataclass(frozen=True, slots=True)
class Namesake:
    """Who has the name too: an agency under `place`, or somebody in the agency `place`. `nearer`: to the asker than the
    one whose address was written."""

    agency_code: str
    name: str
    place: str
    address: str
    nearer: bool


@dataclass(frozen=True, slots=True)
class SameName:
    """Whose address was written, and who else is called so, the nearest to the asker first."""

    name: str
    place: str
    others: tuple[Namesake, ...]


@dataclass(frozen=True, slots=True)
class RecipientCheck:
    address: str
    ring: RecipientRing
    agency_name: str | None
    official_instead: OfficialInstead | None
    lookalike: LookalikeAddress | None = None
    same_name: SameName | None = None


@dataclass(frozen=True, slots=True)
class RecipientMatch:
    """A published agency mailbox an entry means, or may mean; `score` in (0, 1]. `channels`: how papers reach it from
    whoever asked, by kind; empty where mail carries them all. `predecessor`: whom the entry names, where this agency
    stands in for it."""

    agency_name: str
    agency_code: str
    address: str
    score: float
    channels: tuple[KindChannel, ...] = ()
    reason: MatchReason = MatchReason.EXACT_NAME
    predecessor: AgencyName | None = None


@dataclass(frozen=True, slots=True)
class RecipientQuestion:
    """A part of an entry that somebody has to settle: `text` as written, the candidates the likeliest first."""

    text: str
    reason: AskReason
    candidates: tuple[RecipientMatch, ...]
    predecessor: AgencyName | None = None


@dataclass(frozen=True, slots=True)
class BlankPart:
    """A part of an entry that nobody is mailed for, and why. `agency`: the one without a mailbox, or that ended."""

    text: str
    reason: BlankReason
    agency: AgencyName | None = None


@dataclass(frozen=True, slots=True)
class RecipientMemory:
    """What somebody chose for the agency: `text` of the entry (folded where it is a key), codes of agencies, who and
    when."""

    text: str
    codes: tuple[str, ...]
    chosen_by: str
    chosen_at: datetime


@dataclass(frozen=True, slots=True)
class RecipientEntry:
    """One entry of Nơi nhận or Kính gửi. `group`: it names many at once; `internal`: nobody is to be mailed for it;
    `memories`: the choices made before that its matches follow, each with the part of the entry it is about."""

    text: str
    group: bool
    internal: bool
    matches: tuple[RecipientMatch, ...]
    state: EntryState = EntryState.NOBODY
    questions: tuple[RecipientQuestion, ...] = ()
    blanks: tuple[BlankPart, ...] = ()
    memories: tuple[RecipientMemory, ...] = ()

    @property
    def all_matches(self) -> tuple[RecipientMatch, ...]:
        """Those meant and those asked about."""
        return (*self.matches, *(one for question in self.questions for one in question.candidates))

    def with_channels(self, ways: Mapping[str, tuple[KindChannel, ...]]) -> "RecipientEntry":
        """`ways`: how papers reach each agency, by its code."""

        def on_their_way(matches: Iterable[RecipientMatch]) -> tuple[RecipientMatch, ...]:
            return tuple(replace(one, channels=ways[one.agency_code]) for one in matches)

        questions = tuple(replace(one, candidates=on_their_way(one.candidates)) for one in self.questions)
        return replace(self, matches=on_their_way(self.matches), questions=questions)
