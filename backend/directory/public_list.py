"""Every published box in one list, for people who open it as a sheet. Pure."""

from collections.abc import Iterator

from backend.directory.portable import Line
from backend.directory.public_directory import PublicAgency, PublicBox, PublicDirectory, PublicOfficial


def public_list(directory: PublicDirectory) -> list[Line]:
    """A line a box, agencies in the order of their codes; those that ended are left out."""
    standing = (agency for agency in directory.agencies.values() if agency.ended_on is None)
    return [line for agency in standing for line in _of(agency)]


def _of(agency: PublicAgency) -> Iterator[Line]:
    yield from (_line(agency, box, None) for box in agency.boxes)
    yield from (_line(agency, official.box, official) for official in agency.officials)


def _line(agency: PublicAgency, box: PublicBox, official: PublicOfficial | None) -> Line:
    return {
        "agency": agency.code,
        "agency_name": agency.name,
        "address": box.address,
        "kind": box.kind.value,
        "purpose": box.display,
        "official": official.name if official else "",
        "post": official.post if official else "",
        "phone": official.phone if official else agency.phone,
        "official_since": box.since.isoformat(),
        "decision_number": box.decision_number,
    }
