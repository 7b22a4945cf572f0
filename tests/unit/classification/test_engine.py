import base64
import json
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.classification.bundle import packaged_bundle
from backend.classification.engine import Engine
from backend.classification.fingerprint import fingerprint_of
from backend.classification.keys import write_secret
from backend.classification.verdict import (
    Action,
    Finding,
    Level,
    Obligation,
    Ring,
    SecrecyState,
    Where,
    action_for,
    ring_of_all,
    worst,
)
from backend.documents.model import Extraction, Page, Part, UnreadablePart, UnreadableReason
from backend.errors import UsageError

CONFORMANCE = Path(__file__).parents[3] / "rules/conformance"
ENGINE = Engine(packaged_bundle())
HARMLESS_WORDS = [
    "bảo",
    "mật",
    "MẬT",
    "khẩu",
    "bí",
    "TỐI",
    "nhà",
    "nước",
    "tuyệt",
    "văn",
    "bản",
    "số",
    "đề",
    "nghị",
    "2026",
]
MARKS = {"MẬT": Level.MAT, "TỐI MẬT": Level.TOI_MAT, "TUYỆT MẬT": Level.TUYET_MAT}


def judge(*parts: list[str], unreadable: tuple[UnreadableReason, ...] = ()) -> Finding:
    """Parts of one page each, named a, b, c …"""
    read = tuple(
        Part(name, "text/plain", (Page(1, tuple(lines)),)) for name, lines in zip("abcdef", parts, strict=False)
    )
    unread = tuple(UnreadablePart("z", "application/octet-stream", reason) for reason in unreadable)
    extraction = Extraction("application/zip", read, unread)
    return ENGINE.judge(extraction, name="x.zip", sha256="00" * 32, size_bytes=1, elapsed_ms=0.0)


def test_the_worst_part_decides_and_its_place_is_named() -> None:
    finding = judge(["LỊCH CÔNG TÁC", "Tuần 02"], ["Phụ lục", "TỐI MẬT"])

    assert (finding.secrecy, finding.level) == (SecrecyState.MARKED, Level.TOI_MAT)
    [hit] = [hit for hit in finding.hits if hit.id == "secrecy.marking"]
    assert (hit.where, hit.part, hit.page, hit.line) == (Where.ATTACHMENT_TEXT, "b", 1, 2)


def test_a_declassification_stamp_counts_for_its_own_part_only() -> None:
    assert judge(["MẬT", "GIẢI MẬT", "Từ: 01/3/2026"]).secrecy is SecrecyState.DECLASSIFIED
    assert judge(["MẬT"], ["GIẢI MẬT", "Từ: 01/3/2026"]).secrecy is SecrecyState.MARKED


def test_a_paper_of_two_classes_takes_the_stronger_obligation() -> None:
    letter = ["Số: 12/UBND-VP", "V/v gửi tài liệu họp giao ban", "Kính gửi: Sở Nội vụ", "Nơi nhận:", "- Lưu: VT."]

    finding = judge(letter)

    assert finding.obligation is Obligation.MANDATORY
    assert {"obligation.meeting_paper", "obligation.official_letter"} <= {hit.id for hit in finding.hits}
    assert finding.document.kind == "CV"


def test_what_could_not_be_read_is_named_though_the_rest_is_harmless() -> None:
    finding = judge(["Danh sách"], unreadable=(UnreadableReason.ENCRYPTED, UnreadableReason.LIMIT))

    assert finding.secrecy is SecrecyState.NONE
    assert finding.unreadable_reason is UnreadableReason.ENCRYPTED


def test_a_file_without_text_claims_no_charset() -> None:
    assert judge().charset == "other"


@given(st.lists(st.lists(st.sampled_from(HARMLESS_WORDS), min_size=4, max_size=12).map(" ".join), max_size=8))
def test_running_text_about_secrets_is_never_marked(lines: list[str]) -> None:
    assert judge(lines).secrecy is SecrecyState.NONE


@given(
    st.lists(st.text(alphabet="abcđêơư ,.0123", max_size=30), max_size=6),
    st.sampled_from(sorted(MARKS)),
    st.sampled_from(["NFC", "NFD"]),
    st.sampled_from(["", " "]),
    st.sampled_from(["", "\u200b", "\u00ad"]),
)
def test_a_mark_on_a_line_of_its_own_is_always_found(
    lines: list[str], mark: str, form: Literal["NFC", "NFD"], spaced: str, invisible: str
) -> None:
    written = unicodedata.normalize(form, spaced.join(mark)).replace("M", "M" + invisible)

    finding = judge([*lines, written, *lines])

    assert (finding.secrecy, finding.level) == (SecrecyState.MARKED, MARKS[mark])


def test_the_fingerprint_is_the_one_an_independent_tool_computes() -> None:

    [case] = json.loads((CONFORMANCE / "fingerprint.json").read_text("utf-8"))["cases"]
    key = base64.urlsafe_b64decode(case["key"] + "=")

    assert fingerprint_of(case["sha256"], key) == case["fingerprint"]


@pytest.mark.parametrize(
    "case", json.loads((CONFORMANCE / "actions.json").read_text("utf-8"))["cases"], ids=lambda case: case["name"]
)
def test_the_action_follows_from_what_the_file_is_and_who_gets_it(case: dict[str, str | None]) -> None:
    reason = UnreadableReason(case["unreadable"]) if case["unreadable"] else None
    finding = replace(judge(), secrecy=SecrecyState(case["secrecy"] or ""), unreadable_reason=reason)

    assert action_for(finding, Ring(case["ring"] or "")) == case["action"]


def test_the_outermost_recipient_decides_and_nobody_named_is_the_strictest() -> None:
    assert ring_of_all({Ring.PROVINCE, Ring.OFFICIAL}) is Ring.OFFICIAL
    assert ring_of_all({Ring.PROVINCE}) is Ring.PROVINCE
    assert ring_of_all(set()) is Ring.OTHER


def test_the_worst_action_wins() -> None:
    assert worst({Action.ALLOW, Action.CONFIRM, Action.BLOCK}) is Action.BLOCK
    assert worst({Action.ALLOW, Action.CONFIRM}) is Action.CONFIRM
    assert worst(set()) is Action.ALLOW


def test_a_secret_is_never_overwritten_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    write_secret(tmp_path / "key", b"x")

    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    with pytest.raises(UsageError):
        write_secret(tmp_path / "key", b"y")
