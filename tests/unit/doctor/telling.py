"""What a person would read of faults: every one has a sentence in both languages, and a line that mends it."""

from collections.abc import Iterable

from backend.doctor import wording
from backend.doctor.fault import Fault, Finding

LANGUAGES = ("vi", "en")


def told(check: str, faults: Iterable[Fault]) -> list[str]:
    """The reasons, in order; each can be told."""
    reasons = []
    for fault in faults:
        finding = Finding(check, fault.state, fault.reason, fault.said)
        said = [wording.sentence(finding, language) for language in LANGUAGES]
        assert all(said)
        assert said[0] != said[1]
        assert "\n" not in wording.mend(finding)
        reasons.append(fault.reason)
    return reasons
