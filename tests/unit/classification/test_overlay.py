"""An agency's own rules: stricter than the province's, in force for its own senders alone."""

from pathlib import Path
from typing import Any

import pytest

from backend.classification.bundle import Bundle, packaged_payload
from backend.classification.engine import Engine
from backend.classification.inspect import inspect_file
from backend.classification.verdict import SecrecyState
from backend.errors import BundleError

OWN_RULE = {
    "id": "overlay.project",
    "family": "overlay",
    "title": "Dự án mẫu",
    "title_en": "Sample project",
    "source": "Quyết định 1/QĐ-SKHCN",
    "why": "Hồ sơ dự án mẫu không gửi ra ngoài.",
    "why_en": "Papers of the sample project stay inside.",
    "effect": "restrict",
    "looks_at": ["attachment.text"],
    "match": {"kind": "phrase", "phrases": ["dự án mẫu số 7"], "case": "any"},
}


def with_overlay(**changed: Any) -> dict[str, Any]:
    overlay = {
        "agency": "H55.05",
        "source": "Quyết định 1/QĐ-SKHCN",
        "tighten": {"circulation.internal": "mark", "secrecy.hint_word": "restrict"},
        "rules": [OWN_RULE],
    }
    return packaged_payload() | {"overlays": [overlay | changed]}


@pytest.mark.parametrize(
    ("text", "province", "agency"),
    [
        ("Lưu hành nội bộ", SecrecyState.RESTRICTED, SecrecyState.MARKED),
        ("Mật", SecrecyState.NONE, SecrecyState.RESTRICTED),
        ("Hồ sơ Dự án mẫu số 7.", SecrecyState.NONE, SecrecyState.RESTRICTED),
        ("TỐI MẬT", SecrecyState.MARKED, SecrecyState.MARKED),
        ("Danh sách", SecrecyState.NONE, SecrecyState.NONE),
    ],
)
def test_it_holds_for_its_own_senders(text: str, province: SecrecyState, agency: SecrecyState) -> None:
    bundle = Bundle.from_payload(with_overlay())

    for code, expected in ((None, province), ("H55.07", province), ("H55.05", agency)):
        assert inspect_file(text.encode(), "a.txt", Engine(bundle.for_agency(code))).secrecy is expected


def test_a_bundle_without_overlays_is_one_of_an_older_version() -> None:
    older = packaged_payload()
    del older["overlays"]
    bundle = Bundle.from_payload(older)

    assert bundle.for_agency("H55.05") is bundle


@pytest.mark.parametrize(
    "changed",
    [
        {"tighten": {"secrecy.marking": "restrict"}},
        {"tighten": {"secrecy.declassified": "mark"}},
        {"tighten": {"obligation.work_schedule": "encouraged"}},
        {"tighten": {"secrecy.nothing": "mark"}},
        {"rules": [OWN_RULE | {"effect": "declassify"}]},
        {"rules": [OWN_RULE | {"id": "secrecy.project", "family": "secrecy"}]},
        {"rules": [OWN_RULE, OWN_RULE]},
        {"agency": "everyone"},
        {"source": ""},
        {"loosen": {}},
    ],
    ids=str,
)
def test_what_would_weaken_spoils_the_bundle(changed: dict[str, Any]) -> None:
    with pytest.raises(BundleError):
        Bundle.from_payload(with_overlay(**changed))


def test_overlays_of_a_folder_go_into_the_bundle(tmp_path: Path) -> None:
    from shutil import copytree

    from backend.rules_folder import rules_dir

    copytree(rules_dir(), tmp_path / "rules")
    (tmp_path / "rules/overlays").mkdir()
    (tmp_path / "rules/overlays/khcn.toml").write_text(
        'agency = "H55.05"\nsource = "Quyết định 1/QĐ-SKHCN"\n\n[tighten]\n"circulation.recall" = "mark"\n', "utf-8"
    )

    bundle = Bundle.from_payload(packaged_payload(tmp_path / "rules"))

    assert [(one.agency, dict(one.tighten)) for one in bundle.overlays] == [("H55.05", {"circulation.recall": "mark"})]
