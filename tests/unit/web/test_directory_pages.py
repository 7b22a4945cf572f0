"""The public directory: what anybody sees of agencies and competent officials, and how long it may be kept."""

import json
from datetime import timedelta

import httpx
import pytest

from backend.classification.keys import make_key, read_key
from backend.clock import FixedClock
from backend.db import Database
from backend.directory.importer import import_files
from backend.settings import Settings
from tests.unit.small_province import CLERK_BOX, FINANCE, HEAD_BOX, NOW, OFFICIAL_BOX, SCIENCE

ENTERED = {
    "agencies": [
        {"code": "H55.06", "name": "Sở Thông tin và Truyền thông", "kind": "department", "parent": "H55",
         "valid_to": "2025-03-01"},
        {"code": "H55.08", "name": "Sở Xây dựng", "kind": "department", "parent": "H55", "valid_to": "2025-07-01"},
    ],
    "names": [{"agency": SCIENCE, "former_name": "Ban Khoa học", "valid_from": "1981-01-01", "valid_to": "1992-10-01"}],
    "successions": [
        {"predecessor": "H55.06", "successor": SCIENCE, "succession": "merged", "decision_number": "12/NQ-HĐND"},
        {"predecessor": "H55.08", "successor": SCIENCE, "succession": "split"},
        {"predecessor": "H55.08", "successor": FINANCE, "succession": "split"},
    ],
    "mailboxes": [
        {"address": CLERK_BOX, "agency": SCIENCE, "kind": "agency", "published": True, "published_from": "2025-03-01",
         "decision_number": "12/QĐ-UBND"},
    ],
    "aliases": [{"alias": "sokhcn@backan.gov.vn", "address": CLERK_BOX}],
    "officials": [{"name": "Lê Minh Hà", "post": "Giám đốc", "agency": SCIENCE, "login": HEAD_BOX, "competent": True}],
    "channels": [{"agency": SCIENCE, "kind": "CV", "channel": "giấy", "valid_from": "2026-01-01", "source": "QĐ 5"}],
}  # fmt: skip


PUBLIC = [
    "/directory",
    f"/directory/{SCIENCE}",
    f"/directory/{SCIENCE}?ngay=2026-01-05",
    "/directory.csv",
    "/directory.json",
    "/directory.vcf",
    "/directory/changes",
]


@pytest.fixture
async def entered(database: Database, settings: Settings) -> None:
    make_key(settings.directory_key)
    async with database.write() as session:
        await import_files(session, {"x.json": json.dumps(ENTERED).encode()}, NOW, read_key(settings.directory_key))


@pytest.mark.usefixtures("entered")
async def test_the_province_page_lists_agencies_by_kind_with_their_addresses(client: httpx.AsyncClient) -> None:
    page = await client.get("/directory")

    assert page.status_code == 200
    assert "noindex" not in page.text
    assert page.text.index('id="kind-department"') < page.text.index('id="kind-other"')
    assert f'href="mailto:{CLERK_BOX}"' in page.text
    assert f'href="/directory/{SCIENCE}"' in page.text
    assert "Sở Xây dựng" not in page.text, "it has ceased to exist"


@pytest.mark.usefixtures("entered")
async def test_an_agencys_page_tells_names_addresses_and_officials(client: httpx.AsyncClient) -> None:
    page = (await client.get(f"/directory/{SCIENCE}")).text

    for told in ("01/03/2025", "12/QĐ-UBND", "sokhcn@backan.gov.vn", "Ban Khoa học", "01/01/1981 – 01/10/1992"):
        assert told in page
    for told in ("Lê Minh Hà", HEAD_BOX, "Sở Thông tin và Truyền thông", "12/NQ-HĐND", "bản giấy"):
        assert told in page


@pytest.mark.usefixtures("entered")
@pytest.mark.parametrize("path", PUBLIC)
async def test_nobody_without_authority_is_shown_and_no_private_address(client: httpx.AsyncClient, path: str) -> None:
    page = (await client.get(path)).text

    assert OFFICIAL_BOX not in page
    assert "Nguyễn Văn An" not in page
    assert "thu.example" not in page


@pytest.mark.usefixtures("entered")
async def test_an_agency_that_ended_names_its_one_successor_or_asks_which(client: httpx.AsyncClient) -> None:
    assert "Xin gửi văn bản đến cơ quan tiếp nhận" in (await client.get("/directory/H55.06")).text
    assert "Xin chọn đúng cơ quan tiếp nhận" in (await client.get("/directory/H55.08")).text


async def test_an_agency_that_nobody_knows_is_not_found(client: httpx.AsyncClient) -> None:
    assert (await client.get("/directory/H99")).status_code == 404
    assert (await client.get("/directory.xml")).status_code == 404


@pytest.mark.usefixtures("entered")
async def test_the_official_address_on_a_day_comes_with_its_proof(client: httpx.AsyncClient) -> None:
    found = (await client.get(f"/directory/{SCIENCE}", params={"ngay": "2025-03-01"})).text
    none = (await client.get(f"/directory/{SCIENCE}", params={"ngay": "2025-02-28"})).text

    assert "Khớp: bản ghi đúng như khi ký" in found
    assert "chính thức từ 01/03/2025" in found
    assert "Danh mục không ghi địa chỉ chính thức nào vào ngày này" in none
    assert "noindex" in found


@pytest.mark.usefixtures("entered")
async def test_without_a_trusted_key_no_proof_holds(client: httpx.AsyncClient, settings: Settings) -> None:
    settings.directory_trust[0].unlink()

    page = (await client.get(f"/directory/{SCIENCE}", params={"ngay": "2025-03-01"})).text

    assert "Không khớp" in page


@pytest.mark.usefixtures("entered")
async def test_what_is_no_day_is_asked_again(client: httpx.AsyncClient) -> None:
    page = await client.get(f"/directory/{SCIENCE}", params={"ngay": "hôm qua"})

    assert "Ngày chưa đúng" in page.text


@pytest.mark.usefixtures("entered")
async def test_questions_about_days_are_limited(client: httpx.AsyncClient) -> None:
    answers = [await client.get(f"/directory/{SCIENCE}", params={"ngay": "2025-03-01"}) for _ in range(6)]

    assert [answer.status_code for answer in answers] == [200] * 5 + [429]


@pytest.mark.usefixtures("entered")
@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/directory", "text/html; charset=utf-8"),
        (f"/directory/{SCIENCE}", "text/html; charset=utf-8"),
        ("/directory.csv", "text/csv; charset=utf-8"),
        ("/directory.json", "application/json"),
        ("/directory.vcf", "text/vcard; charset=utf-8"),
    ],
)
async def test_whoever_has_it_already_gets_304(client: httpx.AsyncClient, path: str, media_type: str) -> None:
    first = await client.get(path)
    by_tag = await client.get(path, headers={"If-None-Match": first.headers["etag"]})
    by_date = await client.get(path, headers={"If-Modified-Since": first.headers["last-modified"]})
    older = await client.get(path, headers={"If-Modified-Since": "Sun, 04 Jan 2026 00:00:00 GMT"})
    other_tag = await client.get(
        path, headers={"If-None-Match": '"x"', "If-Modified-Since": first.headers["last-modified"]}
    )

    assert first.headers["content-type"] == media_type
    assert first.headers["cache-control"] == "public, max-age=300"
    assert (by_tag.status_code, by_tag.content) == (304, b"")
    assert [by_date.status_code, older.status_code, other_tag.status_code] == [304, 200, 200]


@pytest.mark.usefixtures("entered")
async def test_a_change_shows_at_once_and_a_new_day_too(
    client: httpx.AsyncClient, database: Database, settings: Settings, clock: FixedClock
) -> None:
    before = (await client.get("/directory")).headers["etag"]
    ending = f"address,agency,kind,published,published_to\n{CLERK_BOX},{SCIENCE},agency,yes,2026-01-07\n"
    async with database.write() as session:
        await import_files(session, {"m.csv": ending.encode()}, NOW, read_key(settings.directory_key))
    agency = (await client.get(f"/directory/{SCIENCE}")).text
    assert "01/03/2025 – 07/01/2026" in agency
    assert CLERK_BOX in (await client.get("/directory", headers={"If-None-Match": before})).text
    clock.set(NOW + timedelta(days=2))

    later = await client.get("/directory", headers={"If-None-Match": before})
    assert later.status_code == 200
    assert CLERK_BOX not in later.text


@pytest.mark.usefixtures("entered")
async def test_following_the_changes_is_limited_and_says_when_to_come_back(client: httpx.AsyncClient) -> None:
    answers = [await client.get("/directory/changes") for _ in range(6)]

    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert answers[5].json() == {"code": "too_many"}
    assert answers[5].headers["retry-after"] == "60"
    assert (await client.get("/directory")).status_code == 200


@pytest.mark.usefixtures("entered")
async def test_changes_are_followed_by_number(client: httpx.AsyncClient) -> None:
    everything = (await client.get("/directory/changes")).json()
    rest = (await client.get("/directory/changes", params={"after": everything["next"]})).json()
    official = next(one for one in everything["changes"] if one["entity"] == "official")

    assert [one["seq"] for one in everything["changes"]] == sorted(one["seq"] for one in everything["changes"])
    assert rest == {"changes": [], "next": everything["next"], "more": False}
    assert "login" not in official["after"]
    assert (await client.get("/directory/changes", params={"after": "-1"})).status_code == 400


@pytest.mark.usefixtures("entered")
async def test_the_sheet_has_a_line_for_each_published_box(client: httpx.AsyncClient) -> None:
    text = (await client.get("/directory.csv")).content.decode("utf-8-sig")

    lines = text.splitlines()
    assert lines[0].startswith("agency,agency_name,address,kind,purpose,official,post,phone,official_since")
    assert f"{SCIENCE},Sở Khoa học và Công nghệ,{CLERK_BOX},agency,,,,,2025-03-01,12/QĐ-UBND" in lines
    assert f"{SCIENCE},Sở Khoa học và Công nghệ,{HEAD_BOX},personal,,Lê Minh Hà,Giám đốc,,2026-01-05," in lines


async def test_a_directory_without_a_history_proves_nothing(client: httpx.AsyncClient) -> None:
    page = await client.get(f"/directory/{SCIENCE}", params={"ngay": "2026-01-05"})

    assert "Danh mục không ghi địa chỉ chính thức nào" in page.text


@pytest.mark.usefixtures("entered")
async def test_what_is_typed_is_found_among_what_anybody_may_see(client: httpx.AsyncClient) -> None:
    agency = await client.get("/directory", params={"tim": "so khoa hoc"})
    official = (await client.get("/directory", params={"tim": "an nguyen"})).text

    assert f'href="mailto:{CLERK_BOX}"' in agency.text
    assert (agency.headers["cache-control"], "noindex" in agency.text) == ("no-store", True)
    assert "Không tìm thấy" in official
    assert OFFICIAL_BOX not in official


@pytest.mark.usefixtures("entered")
async def test_who_searches_too_often_waits(client: httpx.AsyncClient) -> None:
    asked = [(await client.get("/directory", params={"tim": "so"})).status_code for _ in range(6)]

    assert asked == [200] * 5 + [429]
    assert (await client.get("/directory")).status_code == 200
    assert (await client.get("/tra-cuu", params={"code": "X", "token": "X"})).status_code == 200


@pytest.mark.usefixtures("entered")
async def test_what_is_typed_is_text_and_kept_over_a_change_of_language(client: httpx.AsyncClient) -> None:
    page = (await client.get("/directory", params={"tim": '<b>"x"&'})).text

    assert "<b>" not in page
    assert 'href="/directory?tim=%3Cb%3E%22x%22%26&amp;lang=en"' in page
