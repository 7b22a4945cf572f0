"""Notes what a person did about a letter: checked, stored as a fact, with what follows from it in one unit of work."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from backend.audit import service as audit
from backend.correspondence import intake, merging, notices, queries, withdrawing
from backend.correspondence.acts import BY_OTHERS, CHANNELS, NEEDS, REASONS, Act, ActRefused, LetterAct, act_fact
from backend.correspondence.apology import latest_day
from backend.correspondence.deadlines import matters
from backend.correspondence.models import Correspondence
from backend.correspondence.recompute import recompute
from backend.correspondence.service import LetterNotFound
from backend.correspondence.terms import SenderClass
from backend.db import WriteSession
from backend.directory import queries as directory
from backend.directory import service as directory_service
from backend.directory.named_receivers import named_receivers
from backend.workingtime.hours import in_vietnam

LONGEST_TEXT = 300
_ACT_ID = re.compile("[A-Za-z0-9_-]{1,40}")  # no dots: ids with dots are the sender's own words (`senders_word`)
LATEST_TERM = timedelta(days=400)  # a day further ahead is a mistake


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a log-in, and the person among those who share it."""

    login: str
    person_id: str


async def note(
    session: WriteSession,
    letter_id: str,
    act: Act,
    said: Mapping[str, str],
    *,
    act_id: str,
    actor: Actor,
    now: datetime,
    sees_shielded: bool = False,
) -> Correspondence:
    """Note an act about a letter and give the letter as it is then. The same `act_id` again changes nothing.

    The caller has checked that the actor may do this for the letter's agency; `sees_shielded`: as a named receiver.

    Raises:
        LetterNotFound: no letter has this id.
        ActRefused: something is missing, or cannot be.
    """
    rows = await queries.letter(session, letter_id)
    if rows is None:
        raise LetterNotFound("no letter has this id")
    row = rows[0]
    done = LetterAct(act_id, act, letter_id, now, actor.person_id, {name: text for name, text in said.items() if text})
    if act in BY_OTHERS:
        raise ActRefused("act: nobody hands this in")
    check_form(done)
    await _check_sense(session, row, done)
    facts = [act_fact(row.agency_code, row.correspondent_id, done)]
    if act is Act.MERGED:
        facts = [await merging.fact_of(session, row, done)]
    if act is Act.WITHDRAWN:
        facts = await withdrawing.facts_of(session, row, done, sees_shielded=sees_shielded)
    if act is Act.PASSED_ON:
        facts.append(act_fact(done.text("agency"), row.correspondent_id, _taken_over(row, done)))
    due_before, was_shielded = row.due_at, row.shielded
    taken = await intake.take_in_acts(session, facts)
    if taken.facts:
        await recompute(session, taken.groups, now)
        await notices.follow(session, row, done, due_before)
        if not (row.shielded or was_shielded):  # who acted stands in the fact; the log is read by others
            _record(session, row, done, actor)
    return row


def check_form(done: LetterAct) -> None:
    if not _ACT_ID.fullmatch(done.id):
        raise ActRefused("id: up to 40 letters, digits, hyphens and underscores")
    missing = sorted(NEEDS.get(done.act, frozenset()) - done.data.keys())
    if missing:
        raise ActRefused(f"{missing[0]}: is needed")
    if any(len(text) > LONGEST_TEXT for text in done.data.values()):
        raise ActRefused("a text is too long")
    reasons = REASONS.get(done.act)
    if reasons is not None and done.text("reason") not in reasons:
        raise ActRefused("reason: not of the list")
    _read_moments(done)


def _read_moments(done: LetterAct) -> None:
    for name in ("due_on", "paper_on", "on"):
        try:
            day = done.day(name)
        except ValueError as error:
            raise ActRefused(f"{name}: not a day like 2026-01-31") from error
        if day is not None and not _is_near(day, done.at):
            raise ActRefused(f"{name}: too far from today")
    try:
        moment = done.moment("answered_at")
    except ValueError as error:
        raise ActRefused("answered_at: not a moment with its zone") from error
    if moment is not None and moment.tzinfo is None:
        raise ActRefused("answered_at: its zone is missing")


def _is_near(day: date, now: datetime) -> bool:
    return abs(day - now.date()) <= LATEST_TERM


async def _check_sense(session: WriteSession, row: Correspondence, done: LetterAct) -> None:
    """
    Raises:
        ActRefused: what is said contradicts what is known.
    """
    if done.act is Act.CLASSIFIED and done.text("sender_class") not in set(SenderClass):
        raise ActRefused("sender_class: not of the list")
    if done.act is Act.MATTER_SET and done.text("matter") not in matters():
        raise ActRefused("matter: not of the list")
    if done.act is Act.EXTENDED:
        await _check_extension(session, row, done)
    if done.act is Act.ANSWERED_ELSEWHERE:
        _check_answer(row, done)
    if done.act is Act.PASSED_ON:
        await _check_agency(session, row, done.text("agency"), done.at)


async def _check_extension(session: WriteSession, row: Correspondence, done: LetterAct) -> None:
    day = done.day("due_on")
    if day is None or day < in_vietnam(done.at).date():
        raise ActRefused("due_on: is over already")
    calendar = (await directory_service.calendars(session, [row.agency_code]))[row.agency_code]
    latest = latest_day(row, calendar)
    if latest is not None and day > latest:
        raise ActRefused(f"due_on: the term of this matter may be extended to {latest} at the latest")


def _check_answer(row: Correspondence, done: LetterAct) -> None:
    if done.text("channel") not in CHANNELS:
        raise ActRefused("channel: not of the list")
    answered_at = done.moment("answered_at")
    if answered_at is None or not row.received_at <= answered_at <= done.at:
        raise ActRefused("answered_at: lies before the letter or after now")


async def _check_agency(session: WriteSession, row: Correspondence, code: str, now: datetime) -> None:
    today = in_vietnam(now).date()
    agency = await directory.agency(session, code)
    if agency is None or code == row.agency_code or code not in await directory.published_agency_boxes(session, today):
        raise ActRefused("agency: no other agency with a published mailbox has this code")
    if row.shielded and code not in await named_receivers(session, now):
        raise ActRefused("agency: has no named receiver, so nobody there would see it", code="no_named_receiver")


def _taken_over(row: Correspondence, done: LetterAct) -> LetterAct:
    """The same moment as the other agency's fact; the letter keeps its Message-ID, and its first start is told."""
    started = row.first_received_at or row.received_at
    said = {
        "agency": row.agency_code,
        "message_id": row.message_id or row.id,
        "first_received_at": started.isoformat(),
        "shielded": "yes" if row.shielded else "",
    }
    return LetterAct(done.id, Act.TAKEN_OVER, "", done.at, done.by, said)


def _record(session: WriteSession, row: Correspondence, done: LetterAct, actor: Actor) -> None:
    audit.record(
        session,
        f"letter.{done.act}",
        at=done.at,
        login=actor.login,
        person_id=actor.person_id,
        agency_code=row.agency_code,
        subject_id=row.id,
        data={"act": done.id},
    )
