"""What a finding says in words, in Vietnamese and English. Pure."""

from backend.compliance.directive import ClauseState, Finding
from backend.compliance.mandatory_kinds import mandatory_kinds
from backend.compliance.wording import texts


def words(finding: Finding, language: str) -> str:
    """What the figure means, or why there is none. `language`: vi or en."""
    kinds = ", ".join(one.name.lower() for one in mandatory_kinds())
    part, of = (finding.figure.part, finding.figure.of) if finding.figure else (0, 0)
    said: str = texts(language, "directive")[finding.reason]
    return said.format(part=part, of=of, kinds=kinds, cited=finding.cited)


def state_words(state: ClauseState, language: str) -> str:
    said: str = texts(language, "directive")[f"state_{state}"]
    return said


def duty(finding: Finding, language: str) -> str:
    return finding.clause.duty if language == "vi" else finding.clause.duty_en


def origin_words(finding: Finding, language: str) -> str:
    said: str = texts(language, "directive")[f"from_{finding.origin}"]
    return said
