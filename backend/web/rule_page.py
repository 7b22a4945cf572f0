"""`/quy-tac`: the rules in force, what is tried out beside them, and one button back to the ones before.

For whoever proposes or approves rules. Only counts are shown, by agency; no letter, no name but of those who signed.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from backend.access.roles import Capability, may_somewhere
from backend.classification.candidate import Candidate, CandidateFile
from backend.classification.keys import read_key
from backend.classification.releasing import read_held
from backend.classification.restoring import Desk, earlier, restore
from backend.classification.rule_overview import Overview, Staged, overview
from backend.classification.stages import Stage
from backend.clock import Clock
from backend.db import Database
from backend.directory.queries import agency_names
from backend.directory.terms import Principal
from backend.errors import DomainError
from backend.settings import Settings
from backend.web.declaring import declarer_of
from backend.web.locale import language_of
from backend.web.mailbox_sign_in import SignInOf
from backend.web.moments import date_and_time
from backend.web.principal_behind import principal_behind
from backend.web.visits import Visitor

PATH = "/quy-tac"


@dataclass(frozen=True, slots=True)
class Shown:
    """One rule in words; `next_stage` is a text key, with when it begins; empty where none follows."""

    id: str
    title: str
    effect: str
    stage: str
    next_stage: str
    next_from: str


@dataclass(frozen=True, slots=True)
class RulePage:
    settings: Settings
    database: Database
    clock: Clock
    sign_in: SignInOf

    def routes(self) -> list[Route]:
        return [
            self.sign_in.page(PATH, self._page),
            self.sign_in.act(PATH, self._act),
            *self.sign_in.routes(),
        ]

    async def _act(self, request: Request, visitor: Visitor, answers: Mapping[str, str]) -> Response:
        problem = await self._go_back(visitor, answers)
        return self.sign_in.back(request) if problem is None else await self._page(request, visitor, problem)

    async def _go_back(self, visitor: Visitor, answers: Mapping[str, str]) -> str | None:
        """Put the rules before in force again; the name of the problem if that cannot be done. The form says what it
        showed: of two people who press at once, the second one is told that something changed, and nobody goes further
        back than the page offers."""
        now = self.clock.now()
        async with self.database.read() as session:
            principal = await principal_behind(session, visitor.who, now)
        who = declarer_of(principal, answers.get("person", ""))
        if who is None or not may_somewhere(principal.grants, Capability.RESTORE_RULES):
            return "incomplete"
        desk = await asyncio.to_thread(self._desk)
        held = await asyncio.to_thread(read_held, desk.file, desk.trusted)
        if held is None or held.bundle.version != answers.get("in_force"):
            return "changed"
        if len(desk.private) < desk.approvals:
            return "no_keys"
        try:
            async with self.database.read() as session:
                offered = await earlier(session, held.payload, desk.trusted, desk.approvals, now)
            if offered.version != answers.get("before"):
                return "changed"
            await restore(self.database, desk, held, who, now, offered.version)
        except DomainError:
            return "refused"
        return None

    def _desk(self) -> Desk:
        settings = self.settings
        trusted = [read_key(file) for file in settings.trusted_keys]
        try:
            private = [read_key(file) for file in settings.rule_rollback_keys]
        except (OSError, DomainError):  # taken away: the page says which command to run
            private = []
        return Desk(settings.bundle, trusted, settings.rule_approvals, private)

    async def _page(self, request: Request, visitor: Visitor, problem: str | None = None) -> Response:
        now = self.clock.now()
        desk = await asyncio.to_thread(self._desk)
        held = await asyncio.to_thread(read_held, desk.file, desk.trusted)
        async with self.database.read() as session:
            principal = await principal_behind(session, visitor.who, now)
            allowed = may_somewhere(principal.grants, Capability.READ_RULES)
            seen = await overview(session, held, desk, now) if allowed and held is not None else None
            codes = {one.agency for one in _counts(seen)} | _replayed_agencies(seen)
            names = await agency_names(session, codes)
        trial = await asyncio.to_thread(CandidateFile(desk.file, desk.trusted).current, held.bundle if held else None)
        return self.sign_in.draw(
            request,
            visitor,
            "rules.html",
            status_code=200 if problem is None else 422,
            problem=None if problem is None else f"rules.problem_{problem}",
            allowed=allowed,
            people=principal.people,
            may_press=_may_press(principal, desk),
            approvals=desk.approvals,
            names=names,
            **({} if seen is None else _words(seen, trial, language_of(request), now)),
            seen=seen,
        )


def _may_press(principal: Principal, desk: Desk) -> bool:
    return may_somewhere(principal.grants, Capability.RESTORE_RULES) and len(desk.private) >= desk.approvals


def _counts(seen: Overview | None) -> list[Any]:
    if seen is None:
        return []
    return [*seen.observed, *(seen.trial.counts if seen.trial else ())]


def _replayed_agencies(seen: Overview | None) -> set[str]:
    replay = seen.trial.replay if seen and seen.trial else None
    return {one["agency"] for one in replay["agencies"]} if replay else set()


def _words(seen: Overview, proposed: Candidate | None, language: str, now: datetime) -> dict[str, Any]:
    title = "title" if language == "vi" else "title_en"
    rules = (*(proposed.bundle.rules if proposed else ()), *seen.before_rules, *seen.held.bundle.rules)
    bundle, release, trial = seen.held.bundle, seen.release, seen.trial
    return {
        "title_of": {rule.id: getattr(rule, title) for rule in rules},
        "rows": [_shown(one, title) for one in sorted(seen.staged, key=_is_settled)],
        "published_at": date_and_time(release.published_at) if release else "",
        "expires_at": date_and_time(bundle.expires_at) if bundle.expires_at else "",
        "expired": bundle.is_expired(now),
        "trial_since": date_and_time(trial.since) if trial else "",
        "trial_until": date_and_time(trial.until) if trial else "",
        "trial_over": trial is not None and trial.until <= now,
        "replayed_at": date_and_time(trial.replayed_at) if trial and trial.replayed_at else "",
    }


def _is_settled(one: Staged) -> bool:
    """What is not fully in force yet comes first."""
    return one.stage is Stage.ENFORCE and one.following is None


def _shown(one: Staged, title: str) -> Shown:
    following = one.following
    return Shown(
        id=one.rule.id,
        title=getattr(one.rule, title),
        effect=f"rules.effect_{one.rule.effect}",
        stage=f"rules.stage_{one.stage}",
        next_stage=f"rules.stage_{following.stage}" if following else "",
        next_from=date_and_time(following.since) if following else "",
    )
