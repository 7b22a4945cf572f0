"""What a bundle would stop less, told from the data alone."""

from datetime import UTC, datetime
from typing import Any

import pytest

from backend.classification.bundle import Bundle, packaged_payload
from backend.classification.publication import need_shadow
from backend.classification.weakening import How, Weakening, altered_and_lowered, weakenings
from tests.unit.classification.test_stages import written_rule

NOW = datetime(2026, 12, 2, tzinfo=UTC)
PAST, SOON, LATE = "2026-11-01T00:00:00Z", "2026-12-08T00:00:00Z", "2026-12-15T00:00:00Z"
MARK = {"id": "secrecy.marking", "effect": "mark", "line": "MẬT"}
OTHER = {"id": "secrecy.other", "effect": "mark", "line": "DẤU"}
RELEASE = {"id": "secrecy.release", "effect": "declassify", "line": "THÔI"}


def stages(*rows: tuple[str, str]) -> dict[str, Any]:
    return {"stages": [{"stage": stage, "from": since} for stage, since in rows]}


def payload(*rules: dict[str, Any], **more: Any) -> dict[str, Any]:
    return packaged_payload() | {"rules": [written_rule(rule) for rule in (MARK, *rules)], "overlays": [], **more}


def found(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, str]]:
    altered = need_shadow(before, after)
    weaker = weakenings(Bundle.from_payload(before), Bundle.from_payload(after), altered, NOW)
    return [(one.rule, one.how) for one in weaker]


ENFORCED_LATER = stages(("observe", PAST), ("enforce", SOON))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ([OTHER], [OTHER], []),
        ([OTHER], [], [("secrecy.other", How.REMOVED)]),
        ([OTHER], [OTHER | {"effect": "restrict"}], [("secrecy.other", How.EFFECT)]),
        ([OTHER], [OTHER | {"effect": "mandatory"}], [("secrecy.other", How.EFFECT)]),
        ([OTHER | {"effect": "restrict"}], [OTHER], []),
        ([OTHER], [OTHER | stages(("warn", PAST))], [("secrecy.other", How.STAGE)]),
        ([OTHER], [OTHER | stages(("observe", SOON), ("enforce", LATE))], [("secrecy.other", How.STAGE)]),
        ([OTHER], [OTHER | stages(("enforce", LATE))], []),
        ([OTHER | ENFORCED_LATER], [OTHER], []),
        ([OTHER | ENFORCED_LATER], [], []),  # it is only observed today: nothing is stopped by it
        (
            [OTHER | stages(("warn", PAST), ("enforce", SOON))],
            [OTHER | stages(("warn", PAST), ("enforce", LATE))],
            [("secrecy.other", How.STAGE)],
        ),
        ([], [RELEASE], [("secrecy.release", How.DECLASSIFIES)]),
        ([], [RELEASE | stages(("observe", PAST))], []),
        ([], [RELEASE | stages(("observe", LATE))], []),  # it lets nothing pass before its day either
        ([], [RELEASE | stages(("enforce", LATE))], [("secrecy.release", How.DECLASSIFIES)]),
        ([], [RELEASE | ENFORCED_LATER], [("secrecy.release", How.DECLASSIFIES)]),
        ([RELEASE], [], []),
        ([RELEASE | ENFORCED_LATER], [RELEASE], [("secrecy.release", How.DECLASSIFIES)]),
        ([RELEASE], [RELEASE | {"line": "THÔI MẬT"}], [("secrecy.release", How.DECLASSIFIES)]),
    ],
)
def test_what_would_be_stopped_less(
    before: list[dict[str, Any]], after: list[dict[str, Any]], expected: list[tuple[str, str]]
) -> None:
    assert found(payload(*before), payload(*after)) == expected


def test_a_rule_that_no_longer_looks_somewhere_is_weaker() -> None:
    after = payload(OTHER)
    after["rules"][1]["looks_at"] = ["body.text"]

    assert found(payload(OTHER), after) == [("secrecy.other", How.PLACE)]


def test_what_an_agency_loses_is_named_with_the_agency() -> None:
    overlay = {"agency": "H55.05", "source": "1/QĐ", "tighten": {"secrecy.other": "mark"}, "rules": []}
    mild = OTHER | {"effect": "ask"}
    before = payload(mild, overlays=[overlay])
    weaker = weakenings(Bundle.from_payload(before), Bundle.from_payload(payload(mild)), (), NOW)

    assert weaker == (Weakening("secrecy.other", How.EFFECT, "H55.05"),)
    assert need_shadow(before, payload(mild)) == ("overlays",)


def test_an_altered_rule_that_would_no_longer_be_enforced_is_found_and_one_that_stays_enforced_is_not() -> None:
    def lowered(after: dict[str, Any]) -> tuple[str, ...]:
        before, new = payload(OTHER), payload(after)
        return altered_and_lowered(Bundle.from_payload(before), Bundle.from_payload(new), need_shadow(before, new), NOW)

    altered = OTHER | {"line": "DẤU MỚI"}
    assert lowered(altered | stages(("observe", PAST), ("enforce", LATE))) == ("secrecy.other",)
    assert lowered(altered) == ()
    assert lowered(OTHER | stages(("warn", PAST))) == ()


def test_stages_texts_and_duties_need_no_shadow_and_what_a_rule_finds_does() -> None:
    before = payload(OTHER)
    retitled = payload(OTHER | stages(("warn", PAST)), {"id": "obligation.new", "effect": "mandatory", "line": "LỊCH"})
    retitled["rules"][1]["title"] = "Tên khác"

    assert need_shadow(before, retitled) == ()
    assert need_shadow(before, payload(OTHER | {"line": "DẤU MỚI"}, RELEASE)) == ("secrecy.other", "secrecy.release")
    assert need_shadow(before, payload()) == ("secrecy.other",)
