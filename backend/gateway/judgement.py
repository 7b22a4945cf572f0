"""From what the parts of a message are to what may be done with it; pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from backend.classification.letter_charset import LetterCharset, charset_of_letter
from backend.classification.message_findings import MessageFindings
from backend.classification.verdict import Action, Finding, Obligation, Ring, SecrecyState, action_for, worst

UNREADABLE = "unreadable"
URGENCIES = ("HOA_TOC", "THUONG_KHAN", "KHAN")  # the highest first
NOTHING_CLEARED: Mapping[str, str] = {}
_STATES = (  # the worst first
    SecrecyState.MARKED,
    SecrecyState.UNCERTAIN,
    UNREADABLE,
    SecrecyState.DECLASSIFIED,
    SecrecyState.RESTRICTED,
    SecrecyState.CLEARED,
)


@dataclass(frozen=True, slots=True)
class JudgedFile:
    """An attachment by its fingerprint; one that carries a mark only when it was cleared beforehand, with the number of
    the decision."""

    fingerprint: str
    state: str
    action: Action
    decision: str | None = None
    earlier: str = ""  # its fingerprint by the key before, while two overlap


@dataclass(frozen=True, slots=True)
class Judgement:
    """`declarable`: every part that needs a confirmation has a fingerprint by which it can be declared. `charset`: None
    of a marked one."""

    action: Action
    state: str
    rules: tuple[str, ...]
    obligation: Obligation
    kind: str | None
    files: tuple[JudgedFile, ...]
    declarable: bool
    urgency: str | None = None  # the highest that a paper attached to it carries, contract 3
    charset: LetterCharset | None = None

    @property
    def marked(self) -> bool:
        return self.state == SecrecyState.MARKED

    @property
    def to_be_declared(self) -> tuple[JudgedFile, ...]:
        """Each file once, however often it is attached."""
        return tuple(dict.fromkeys(file for file in self.files if file.action is Action.CONFIRM))


def judge(findings: MessageFindings, ring: Ring, cleared: Mapping[str, str] = NOTHING_CLEARED) -> Judgement:
    """Judge a whole message for the outermost ring among its recipients.

    `cleared`: fingerprint → number of the decision by which two people let this marked file of the agency pass.

    What could not be read in full is confirmed towards official addresses and blocked towards anyone else, like any
    unreadable file. Of a marked message nothing is kept but state and the rules that saw the mark.
    """
    texts = [findings.subject, *findings.bodies]
    attachments = [_unless_cleared(finding, cleared) for finding in findings.attachments]
    parts = [*texts, *attachments]
    marked = [part for part in parts if part.secrecy is SecrecyState.MARKED]
    if marked:
        return Judgement(Action.BLOCK, SecrecyState.MARKED, _rules(marked), Obligation.NONE, None, (), declarable=False)
    actions = {action_for(part, ring) for part in parts}
    if not findings.readable:
        actions.add(Action.BLOCK if ring is Ring.OTHER else Action.CONFIRM)
    files = tuple(
        JudgedFile(
            part.fingerprint, state_of(part), action_for(part, ring), _decision(part, cleared), part.earlier_fingerprint
        )
        for part in attachments
    )
    papers = sorted(parts, key=_weight)
    return Judgement(
        action=worst(actions),
        state=_worst_state({state_of(part) for part in parts} | (set() if findings.readable else {UNREADABLE})),
        rules=_rules(parts),
        obligation=papers[0].obligation,
        kind=papers[0].document.kind,
        files=files,
        declarable=findings.readable and not any(action_for(text, ring) is Action.CONFIRM for text in texts),
        urgency=_urgency(attachments),
        charset=charset_of_letter(texts, attachments, readable=findings.readable),
    )


def _urgency(attachments: Iterable[Finding]) -> str | None:
    """What the papers attached say; one that carries a secrecy mark says nothing, cleared or not."""
    said = {paper.document.urgency for paper in attachments if paper.secrecy is not SecrecyState.CLEARED}
    return next((urgency for urgency in URGENCIES if urgency in said), None)


def _decision(finding: Finding, cleared: Mapping[str, str]) -> str | None:
    return next((cleared[one] for one in finding.fingerprints if one in cleared), None)


def _unless_cleared(finding: Finding, cleared: Mapping[str, str]) -> Finding:
    """The file itself, byte for byte; what stands around it in the letter is judged as ever."""
    if finding.secrecy is SecrecyState.MARKED and _decision(finding, cleared) is not None:
        return replace(finding, secrecy=SecrecyState.CLEARED, level=None, unreadable_reason=None)
    return finding


def state_of(finding: Finding) -> str:
    """declassified, uncertain, unreadable … as a declaration names it."""
    if finding.secrecy in (SecrecyState.NONE, SecrecyState.RESTRICTED) and finding.unreadable_reason is not None:
        return UNREADABLE
    return finding.secrecy.value


def _worst_state(states: set[str]) -> str:
    return next((str(state) for state in _STATES if state in states), SecrecyState.NONE.value)


def _rules(findings: Iterable[Finding]) -> tuple[str, ...]:
    return tuple(sorted({hit.id for finding in findings for hit in finding.hits}))


def _weight(finding: Finding) -> tuple[int, bool]:
    """The paper that speaks for the message comes first: the strongest duty, then any that has a kind."""
    order = (Obligation.MANDATORY, Obligation.ENCOURAGED, Obligation.NONE)
    return order.index(finding.obligation), finding.document.kind is None
