"""What each kind of mail says: the values of its template, worded for people, no word of anybody's letter.

A kind is worded by one function here; None: the mail has no sense any more and is not sent.
"""

import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from backend.correspondence import digest_words, queries, status, wording
from backend.correspondence.escalation import Told, is_owed
from backend.correspondence.models import Correspondence, Outbox
from backend.correspondence.queries import LetterRows
from backend.correspondence.status import Shown
from backend.correspondence.terms import NoticeKind, Urgency
from backend.db import WriteSession
from backend.directory import queries as directory_queries
from backend.directory import service as directory
from backend.workingtime.hours import in_vietnam

FRESH = timedelta(days=3)  # older letters are not acknowledged
TOKEN_BYTES = 24
LANGUAGES = (("", "vi"), ("_en", "en"))  # endings of a value's name, and its language


@dataclass(frozen=True, slots=True)
class Worded:
    """`template`: of backend.mail; `mailbox`: the agency's box it comes from. `reference_code` and `token` make the
    link to the status page; both are "" in a mail without one. A mail to an official has a `subject` here, and comes
    from the product: it has no mailbox."""

    template: str
    mailbox: str
    agency_name: str
    in_reply_to: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    reference_code: str = ""
    token: str = ""
    subject: str = ""
    confirms: tuple[str, str] | None = None  # an official mailbox and the quarter its link confirms it for
    lists: Mapping[str, Sequence[str]] = field(default_factory=dict)
    report: str = ""  # the quarter whose report goes with it, as files


async def worded(session: WriteSession, mail: Outbox, now: datetime) -> Worded | None:
    return await _OF_KIND[NoticeKind(mail.kind)](session, mail, now)


async def _acknowledgement(session: WriteSession, mail: Outbox, now: datetime) -> Worded | None:
    rows = await queries.letter(session, mail.correspondence_id)
    if rows is None or now - rows[0].received_at > FRESH:
        return None
    shown = await status.shown_of(session, rows[0], now)
    if shown.moved is not None:
        values = {"other_agency": shown.moved.agency_name, "other_address": shown.moved.address}
        return replace(await _to_sender(session, mail, rows, values, now), template="moved")
    values = {
        "received": wording.received(rows[0].received_at),
        "due": _due_words(rows[0], shown),
        "how_counted": shown.how_due,
    }
    return await _to_sender(session, mail, rows, values, now)


async def _receipt(session: WriteSession, mail: Outbox, now: datetime) -> Worded | None:
    return await _about_letter(session, mail, now, _receipt_values, with_link=False)


async def _returned(session: WriteSession, mail: Outbox, now: datetime) -> Worded | None:
    return await _about_letter(session, mail, now, _returned_values)


async def _answered(session: WriteSession, mail: Outbox, now: datetime) -> Worded | None:
    return await _about_letter(session, mail, now, _answered_values)


async def _apology(session: WriteSession, mail: Outbox, now: datetime) -> Worded | None:
    return await _about_letter(session, mail, now, _apology_values)


async def _passed_on(session: WriteSession, mail: Outbox, now: datetime) -> Worded | None:
    code = str(mail.data.get("agency") or "")
    names = await directory_queries.agency_names(session, [code])
    boxes = await directory_queries.published_agency_boxes(session, in_vietnam(now).date())
    values = {"other_agency": names.get(code, code), "other_address": boxes.get(code, "")}
    return await _about_letter(session, mail, now, lambda _row, _mail: values)


async def _coming(session: WriteSession, mail: Outbox, now: datetime) -> Worded | None:
    words = await _about_letter(session, mail, now, _coming_values, with_link=False)
    return replace(words, in_reply_to=None) if words else None


async def _status(session: WriteSession, mail: Outbox, now: datetime) -> Worded | None:
    rows = await queries.letter(session, mail.correspondence_id)
    if rows is None:
        return None
    shown = await status.shown_of(session, rows[0], now)
    values = {
        "received": wording.received(rows[0].received_at),
        "due": _due_words(rows[0], shown),
        **{f"state{end}": status.line(shown, language) for end, language in LANGUAGES},
    }
    words = await _to_sender(session, mail, rows, values, now)
    return replace(words, in_reply_to=str(mail.data["in_reply_to"]) or None)


def _due_words(row: Correspondence, shown: Shown) -> str:
    if shown.due_at is not None:
        return wording.due(shown.due_at)
    return wording.dossier_due() if row.dossiers else wording.no_due()


_Values = Callable[[Correspondence, Outbox], Mapping[str, str]]


async def _about_letter(
    session: WriteSession, mail: Outbox, now: datetime, values: _Values, *, with_link: bool = True
) -> Worded | None:
    """A mail about what was done; none about a letter that is for named receivers only by now."""
    rows = await queries.letter(session, mail.correspondence_id)
    if rows is None or rows[0].shielded:
        return None
    return await _to_sender(session, mail, rows, values(rows[0], mail), now, with_link=with_link)


async def _to_sender(
    session: WriteSession,
    mail: Outbox,
    rows: LetterRows,
    values: Mapping[str, str],
    now: datetime,
    *,
    with_link: bool = True,
) -> Worded:
    """A fresh token goes with each attempt, and only its hash is kept: an attempt is repeated only once it is known
    that the one before reached nobody."""
    row, reference = rows[:2]
    token = secrets.token_urlsafe(TOKEN_BYTES) if with_link else ""
    if token:
        await queries.replace_token(session, row, mail.message_id, status.token_hash(token), now)
    return Worded(
        template=mail.kind,
        mailbox=row.mailbox or await _published_box(session, row.agency_code, now),
        agency_name=(await directory.agency_by_code(session, row.agency_code)).name,
        in_reply_to=row.message_id or None,
        values=values,
        reference_code=reference.code,
        token=token,
    )


async def _published_box(session: WriteSession, agency_code: str, now: datetime) -> str:
    boxes = await directory_queries.published_agency_boxes(session, in_vietnam(now).date())
    return boxes.get(agency_code, "")


def _receipt_values(row: Correspondence, _mail: Outbox) -> dict[str, str]:
    values = {"received": wording.received(row.received_at)}
    for end, language in LANGUAGES:
        values[f"paper{end}"] = wording.paper(row.paper_symbol, row.paper_on, language)
        values[f"registered{end}"] = wording.registered(row.register_number, language)
    return values


def _returned_values(row: Correspondence, mail: Outbox) -> dict[str, str]:
    reasons = {f"reason{end}": wording.reason("returned", mail.data["reason"], lang) for end, lang in LANGUAGES}
    return {"received": wording.received(row.received_at), **reasons}


def _answered_values(_row: Correspondence, mail: Outbox) -> dict[str, str]:
    answered_at = datetime.fromisoformat(mail.data["answered_at"])
    values = {"answered": wording.received(answered_at)}
    for end, language in LANGUAGES:
        values[f"channel{end}"] = wording.reason("channel", mail.data["channel"], language)
        values[f"number{end}"] = wording.numbered(str(mail.data.get("number") or ""), language)
    return values


def _apology_values(row: Correspondence, mail: Outbox) -> dict[str, str]:
    new_day = wording.day(date.fromisoformat(mail.data["due_on"]))
    reasons = {f"reason{end}": wording.reason("extended", mail.data["reason"], lang) for end, lang in LANGUAGES}
    return {"received": wording.received(row.received_at), "new_day": new_day, **reasons}


def _coming_values(row: Correspondence, _mail: Outbox) -> dict[str, str]:
    return {"received": wording.received(row.received_at), "mailbox": row.mailbox}


async def _recall(session: WriteSession, mail: Outbox, now: datetime) -> Worded:
    """To everybody a paper went to. It answers that paper, so that it is found beside it; nothing is deleted."""
    values = {}
    for end, language in LANGUAGES:
        said = wording.reason("recall", mail.data["act"], language)
        values[f"what{end}"] = said + wording.instead(mail.data, language)
        values[f"reason{end}"] = wording.reason("recall_reason", mail.data["reason"], language)
    return Worded(
        template=mail.kind,
        mailbox=await _published_box(session, mail.agency_code, now),
        agency_name=(await directory.agency_by_code(session, mail.agency_code)).name,
        in_reply_to=mail.data["original"] or None,
        values=values,
    )


async def _digest(session: WriteSession, mail: Outbox, now: datetime) -> Worded | None:
    """None if everything in it was done meanwhile."""
    told = [Told.of(entry) for entry in mail.data["told"]]
    rows = await queries.letters_of_ids(session, mail.agency_code, {one.letter_id for one in told})
    calendar = (await directory.calendars(session, [mail.agency_code]))[mail.agency_code]
    standing = [(one, rows[one.letter_id]) for one in told if is_owed(one, rows.get(one.letter_id), calendar)]
    if not standing:
        return None
    name = (await directory.agency_by_code(session, mail.agency_code)).name
    more, before = int(mail.data["more"]), int(mail.data["before"])
    return Worded(
        template=mail.kind,
        mailbox="",
        agency_name=name,
        subject=digest_words.subject(name, len(standing) + more),
        lists={
            f"items{end}": digest_words.items(standing, more, before, calendar, now, language)
            for end, language in LANGUAGES
        },
    )


async def _alert(session: WriteSession, mail: Outbox, _now: datetime) -> Worded | None:
    rows = await queries.letter(session, mail.correspondence_id)
    if rows is None or rows[0].shielded:
        return None
    row, reference, _, sender_name = rows
    name = (await directory.agency_by_code(session, row.agency_code)).name
    urgency = wording.urgency(Urgency(mail.data["urgency"]))
    values = {"urgency": urgency, "received": wording.received(row.received_at), "mailbox": row.mailbox}
    for end, language in LANGUAGES:
        values[f"sender{end}"] = sender_name or wording.other_agency(language)
    return Worded(
        template=mail.kind,
        mailbox="",
        agency_name=name,
        values={**values, "code": reference.code},
        subject=wording.alert_subject(urgency, name),
    )


async def _confirm_address(session: WriteSession, mail: Outbox, _now: datetime) -> Worded | None:
    address, quarter = str(mail.data["address"]), str(mail.data["quarter"])
    box = (await directory_queries.mailboxes(session, [address])).get(address)
    if box is None:
        return None
    return Worded(
        template=mail.kind,
        mailbox="",
        agency_name=box.agency.name,
        values={"address": address, "quarter": quarter},
        subject=wording.words("confirm_address_subject", address=address),
        confirms=(address, quarter),
    )


async def _support(session: WriteSession, mail: Outbox, now: datetime) -> Worded:
    said = {name: str(mail.data[name]) for name in ("reference", "version", "browser", "bundle")}
    for end, language in LANGUAGES:
        for what in ("difficulty", "place"):
            said[f"{what}{end}"] = wording.reason(what, mail.data[what], language)
    return Worded(
        template=mail.kind,
        mailbox="",
        agency_name=(await directory.agency_by_code(session, mail.agency_code)).name,
        values={**said, "moment": wording.received(now)},
        subject=wording.words("support_subject", reference=said["reference"]),
    )


async def _report(session: WriteSession, mail: Outbox, _now: datetime) -> Worded:
    said = {name: str(value) for name, value in mail.data.items()}
    return Worded(
        template=mail.kind,
        mailbox="",
        agency_name=(await directory.agency_by_code(session, mail.agency_code)).name,
        values=said,
        subject=wording.words("report_subject", number=said["number"], year=said["year"]),
        report=said["quarter"],
    )


async def _check_reminder(session: WriteSession, mail: Outbox, _now: datetime) -> Worded:
    name = (await directory.agency_by_code(session, mail.agency_code)).name
    boxes = mail.data["boxes"]
    return Worded(
        template=mail.kind,
        mailbox="",
        agency_name=name,
        subject=wording.words("check_reminder_subject", agency=name),
        lists={f"items{end}": [wording.missed_check(box, language) for box in boxes] for end, language in LANGUAGES},
    )


_OF_KIND: Mapping[NoticeKind, Callable[[WriteSession, Outbox, datetime], Awaitable[Worded | None]]] = {
    NoticeKind.ACKNOWLEDGEMENT: _acknowledgement,
    NoticeKind.RECEIPT: _receipt,
    NoticeKind.RETURNED: _returned,
    NoticeKind.PASSED_ON: _passed_on,
    NoticeKind.COMING: _coming,
    NoticeKind.ANSWERED: _answered,
    NoticeKind.APOLOGY: _apology,
    NoticeKind.STATUS: _status,
    NoticeKind.RECALL: _recall,
    NoticeKind.DIGEST: _digest,
    NoticeKind.ALERT: _alert,
    NoticeKind.CONFIRM_ADDRESS: _confirm_address,
    NoticeKind.SUPPORT: _support,
    NoticeKind.REPORT: _report,
    NoticeKind.CHECK_REMINDER: _check_reminder,
}
