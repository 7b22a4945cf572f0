"""The verdict log and declarations: one function is one unit of work."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from backend.classification import queries
from backend.classification.declarations import (
    DECLARATION_LIFETIME,
    REQUEST_LIFETIME,
    BrowserReport,
    CheckedSubmission,
    DeclarationReason,
    DeclarationWay,
    Declarer,
    FileState,
    GateAnswer,
    GateQuestion,
    OpenRequest,
)
from backend.classification.models import (
    CODE_LENGTH,
    BrowserVerdict,
    Declaration,
    DeclarationRequest,
    GateCheck,
    RequestedFile,
)
from backend.classification.verdict import Action, SecrecyState
from backend.db import ReadSession, WriteSession
from backend.db.ids import encode, new_id
from backend.errors import NotFound, UsageError

JOIN_WINDOW = timedelta(hours=24)
_RANDOM_CODE_BITS = 5 * CODE_LENGTH


class InvalidReport(UsageError):
    """A report that breaks contract 3: a marked file with a fingerprint, another without one, an unknown word."""

    code = "invalid_report"


class RequestNotFound(NotFound):
    """No open request has this code, or it is another log-in's."""

    code = "request_not_found"


def report_verdicts(
    session: WriteSession, login: str, agency_code: str, reports: Sequence[BrowserReport], now: datetime
) -> int:
    """Log what the browser's gate said; all or nothing. Returns how many.

    Raises:
        InvalidReport: naming the first report (counted from 0) that breaks the contract.
    """
    for index, report in enumerate(reports):
        _check_report(index, report)
    session.add_all([_browser_verdict(login, agency_code, report, now) for report in reports])
    return len(reports)


def declare(
    session: WriteSession,
    declarer: Declarer,
    fingerprint: str,
    reason: DeclarationReason,
    now: datetime,
    way: DeclarationWay = DeclarationWay.PLUGIN,
) -> Declaration:
    """Record that a named person vouches for a file; stands for 24 hours for the same log-in.

    The caller has checked that the person is one of the log-in's people.
    """
    declaration = Declaration(
        id=new_id(),
        login=declarer.login.lower(),
        agency_code=declarer.agency_code,
        fingerprint=fingerprint,
        reason=reason.value,
        person_id=declarer.person_id,
        way=way.value,
        declared_at=now,
        expires_at=now + DECLARATION_LIFETIME,
    )
    session.add(declaration)
    return declaration


async def answer_gate(session: WriteSession, question: GateQuestion, now: datetime) -> GateAnswer:
    """Whether every file is declared by this log-in; if not, the code under which it can be.

    Asked again for the same files, the same code is given: a client that retries does not multiply requests.
    """
    login, files = question.login.lower(), {file.fingerprint: file for file in question.files}
    known = {*files, *(file.earlier for file in question.files if file.earlier)}
    declared = await queries.declared_fingerprints(session, login, known, now)
    missing = [file for _, file in sorted(files.items()) if not {file.fingerprint, file.earlier} & declared]
    if not missing:
        return GateAnswer(declared=True, code=None)
    await queries.alone_for(session, login)
    for standing in await queries.open_requests(session, login, now):
        if await queries.requested_files(session, standing.code) == tuple(missing):
            return GateAnswer(declared=False, code=standing.code)
    return GateAnswer(declared=False, code=_ask(session, question, missing, now))


async def open_request(session: ReadSession, code: str, login: str, now: datetime) -> OpenRequest:
    """The request with this code, for the log-in whose submission was stopped.

    Raises:
        RequestNotFound: wrong or expired code, or another log-in's; the three look alike.
    """
    row = await queries.request(session, code.strip().upper(), now)
    if row is None or row.login != login.lower():
        raise RequestNotFound("no open request has this code")
    files = await queries.requested_files(session, row.code)
    return OpenRequest(row.code, row.login, files, row.asked_at, row.expires_at, row.confirmed_at)


async def confirm_request(
    session: WriteSession, code: str, declarer: Declarer, reasons: Mapping[str, DeclarationReason], now: datetime
) -> OpenRequest:
    """Declare every file of a request by name, each for the reason given for its state. Confirming twice declares once.

    Raises:
        RequestNotFound: as `open_request`.
    """
    wanted = await open_request(session, code, declarer.login, now)
    if await queries.confirm(session, wanted.code, now):
        for file in wanted.files:
            declare(session, declarer, file.fingerprint, reasons[file.state], now, DeclarationWay.PAGE)
    return wanted


async def log_submission(session: WriteSession, submission: CheckedSubmission) -> None:
    """Log what the mail server's gate said of a submission; the same one again changes nothing."""
    known = await queries.known_checks(session, submission.verdict_id)
    files = {file.fingerprint: file for file in submission.attachments}
    session.add_all(
        [
            GateCheck(
                verdict_id=submission.verdict_id,
                fingerprint=fingerprint,
                earlier=file.earlier or None,
                at=submission.at,
                login=submission.login.lower(),
                agency_code=submission.agency_code,
                action=file.action,
                bundle=submission.bundle,
                from_webmail=submission.from_webmail,
            )
            for fingerprint, file in files.items()
            if fingerprint not in known
        ]
    )


async def join_gates(session: WriteSession, now: datetime) -> int:
    """Give every fresh check from the webmail its partner, where the browser reported one; returns how many found it.

    A check stays without a partner for good once the window has passed and no report came.
    """
    found = await queries.partners(session, now - 2 * JOIN_WINDOW, JOIN_WINDOW)
    for (verdict_id, fingerprint), partner_id in found.items():
        await queries.set_partner(session, verdict_id, fingerprint, partner_id)
    return len(found)


async def gate_differences(
    session: ReadSession, agency_code: str, since: datetime, until: datetime
) -> Sequence[GateCheck]:
    """Attachments the agency's officials sent from the webmail and its browser gate never reported, newest first."""
    return await queries.unpartnered(session, agency_code, since, until)


def _ask(session: WriteSession, question: GateQuestion, missing: Sequence[FileState], now: datetime) -> str:
    code = encode(secrets.randbits(_RANDOM_CODE_BITS), CODE_LENGTH)
    session.add(
        DeclarationRequest(
            code=code,
            login=question.login.lower(),
            verdict_id=question.verdict_id,
            bundle=question.bundle,
            asked_at=now,
            expires_at=now + REQUEST_LIFETIME,
        )
    )
    session.add_all([RequestedFile(code=code, fingerprint=file.fingerprint, state=file.state) for file in missing])
    return code


def _check_report(index: int, report: BrowserReport) -> None:
    if report.action not in set(Action) or report.state not in {*SecrecyState, "unreadable"}:
        raise InvalidReport(f"reports[{index}]: unknown action or state")
    marked = report.state == SecrecyState.MARKED
    if marked and (report.fingerprint or report.kind or report.obligation):
        raise InvalidReport(f"reports[{index}]: of a marked file nothing but action, state, rules and bundle may come")
    if not marked and not report.fingerprint:
        raise InvalidReport(f"reports[{index}]: fingerprint is missing")


def _browser_verdict(login: str, agency_code: str, report: BrowserReport, now: datetime) -> BrowserVerdict:
    return BrowserVerdict(
        at=now,
        login=login.lower(),
        agency_code=agency_code,
        fingerprint=report.fingerprint,
        action=report.action,
        state=report.state,
        rules=list(report.rules),
        bundle=report.bundle,
        obligation=report.obligation,
        kind=report.kind,
        elapsed_ms=report.elapsed_ms,
    )
