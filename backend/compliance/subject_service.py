"""Gives out what is held about a person, and notes that it did."""

from datetime import datetime

from backend.audit import service as audit
from backend.compliance.subject_export import Subject, SubjectExport, export
from backend.db import WriteSession

DEED = "subject.exported"


async def exported(session: WriteSession, subject: Subject, now: datetime, login: str = "") -> SubjectExport:
    """`login`: whoever asks; empty for the command. The log says how much went out, and no address of a sender."""
    made = await export(session, subject, now)
    person = subject.officials[0] if subject.officials else None
    audit.record(
        session,
        DEED,
        at=now,
        login=login,
        person_id=person.id if person and login else None,
        agency_code=person.agency_code if person else "",
        subject_id=subject.id or None,
        data={"rows": made.count},
    )
    return made
