"""A verdict in words, for the person at the screen. Never sent anywhere."""

from collections.abc import Iterator, Mapping

from backend.classification.rule import Rule
from backend.classification.verdict import Action, Finding, Obligation, RuleHit, SecrecyState
from backend.documents.model import UnreadableReason

ACTIONS = {
    Action.ALLOW: "Được gửi",
    Action.CONFIRM: "Cần một người nêu tên xác nhận trước khi gửi",
    Action.BLOCK: "KHÔNG được gửi qua thư điện tử",
}
STATES = {
    SecrecyState.MARKED: "Tệp có dấu hiệu mang dấu chỉ độ mật; hệ thống không kết luận đây là bí mật nhà nước.",
    SecrecyState.UNCERTAIN: "Tệp có hình giống con dấu nhưng chưa đọc được chữ.",
    SecrecyState.DECLASSIFIED: "Tệp có dấu GIẢI MẬT.",
    SecrecyState.RESTRICTED: "Tệp hạn chế lưu hành.",
    SecrecyState.CLEARED: "Tệp đã được cho phép gửi bằng một quyết định.",
}
REASONS = {
    UnreadableReason.ENCRYPTED: "được đặt mật khẩu",
    UnreadableReason.CORRUPT: "bị hỏng",
    UnreadableReason.UNSUPPORTED: "thuộc loại chưa đọc được",
    UnreadableReason.LIMIT: "quá lớn hoặc mất quá nhiều thời gian",
    UnreadableReason.TEXT_LAYER: "có lớp chữ không dùng được",
}
OBLIGATIONS = {
    Obligation.MANDATORY: "Thuộc diện bắt buộc gửi qua thư điện tử.",
    Obligation.ENCOURAGED: "Thuộc diện khuyến khích gửi qua thư điện tử.",
}


def sentences(finding: Finding, action: Action, rules: Mapping[str, Rule]) -> Iterator[str]:
    """The action first, then why: what was seen, where, and by which rule (`rules` by id) of which source."""
    yield ACTIONS[action]
    if finding.secrecy in STATES:
        yield STATES[finding.secrecy]
    if finding.unreadable_reason is not None:
        yield f"Chưa đọc được hết: có phần {REASONS[finding.unreadable_reason]}."
    if finding.document.kind_name is not None:
        facts = (finding.document.kind_name, finding.document.number, finding.document.subject)
        yield " · ".join(fact for fact in facts if fact)
    if finding.obligation in OBLIGATIONS:
        yield OBLIGATIONS[finding.obligation]
    for hit in finding.hits:
        yield f"{rules[hit.id].title}{_place(hit)} ({rules[hit.id].source})"


def _place(hit: RuleHit) -> str:
    part = f" – {hit.part}" if hit.part else ""
    return f"{part}: trang {hit.page}, dòng {hit.line}" if hit.page is not None else part


def summary(actions: Mapping[Action, int]) -> str:
    """How many files ended how; `actions` counts them."""
    counted = [f"{actions[action]} {ACTIONS[action].lower()}" for action in Action if actions.get(action)]
    return f"{sum(actions.values())} tệp: " + "; ".join(counted)
