"""Extensions against a database: a code works once and soon, tokens turn, a copied one ends everything."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from backend.access import ending, extension_sessions
from backend.access.extension_request import ExtensionRequest
from backend.access.extension_sessions import ExtensionRefused, ExtensionTokens
from backend.access.models import ExtensionCode, ExtensionSession, PageSession, SignInSession
from backend.access.oidc.claims import Claimed
from backend.access.oidc.tokens import LogoutToken
from backend.access.page_sessions import Lifetimes, SignedIn, SignInWay, of_issuer, open_session
from backend.access.service import holder_of
from backend.access.tokens import token_hash
from backend.audit.models import AuditEntry
from backend.db import Database, ReadSession
from tests.unit.small_province import CLERK_BOX, NOW, OFFICIAL_BOX, SCIENCE

# RFC 7636, appendix B
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
ASKED = ExtensionRequest(f"https://{'a' * 32}.chromiumapp.org/", "s" * 22, CHALLENGE, "1.2.0")
WEEK = timedelta(days=7)
ISSUER = "https://id.example"


async def known(_session: ReadSession, who: SignedIn) -> bool:
    return who.login in (OFFICIAL_BOX, CLERK_BOX)


async def nobody(_session: ReadSession, _who: SignedIn) -> bool:
    return False


async def page(database: Database, who: SignedIn, subject: str | None = None, sid: str | None = None) -> str:
    """The hash of a page session, as a provider opened it where a subject is named."""
    async with database.write() as session:
        opened = await open_session(session, who, Lifetimes(timedelta(hours=1), timedelta(hours=8)), NOW)
        await session.flush()
        row = await session.get(PageSession, token_hash(opened.token))
        assert row is not None
        row.subject_hash = of_issuer(ISSUER, subject) if subject else None
        row.provider_session_hash = of_issuer(ISSUER, sid) if sid else None
    return token_hash(opened.token)


async def code_of(database: Database, page_session: str, at: datetime = NOW) -> str:
    async with database.write() as session:
        code = await extension_sessions.let_in(session, page_session, ASKED, at)
    assert code is not None
    return code


async def signed_in(database: Database, login: str = OFFICIAL_BOX, **provider: str) -> ExtensionTokens:
    way = SignInWay.PROVIDER if provider else SignInWay.MAILBOX
    who = SignedIn(way, login, Claimed(frozenset({"clerk"}), frozenset({SCIENCE})))
    code = await code_of(database, await page(database, who, **provider))
    return await extension_sessions.redeem(database, code, VERIFIER, known, WEEK, NOW)


async def redeem_refused(database: Database, code: str, verifier: str = VERIFIER, at: datetime = NOW) -> str:
    with pytest.raises(ExtensionRefused) as refusal:
        await extension_sessions.redeem(database, code, verifier, known, WEEK, at)
    return refusal.value.code


async def refresh_refused(database: Database, refresh_token: str, at: datetime = NOW) -> str:
    with pytest.raises(ExtensionRefused) as refusal:
        await extension_sessions.refresh(database, refresh_token, known, at)
    return refusal.value.code


async def holder(database: Database, tokens: ExtensionTokens, after: timedelta = timedelta()) -> SignedIn | None:
    async with database.read() as session:
        return await holder_of(session, tokens.bearer, NOW + after)


async def deeds(database: Database) -> list[str]:
    async with database.read() as session:
        rows = await session.scalars(select(AuditEntry).where(AuditEntry.deed.startswith("extension")))
    return sorted(row.deed for row in rows)


async def test_a_code_gives_a_bearer_of_fifteen_minutes_and_a_session_of_some_days(database: Database) -> None:
    tokens = await signed_in(database)

    assert (tokens.expires_at, tokens.ends_at) == (NOW + timedelta(minutes=15), NOW + WEEK)
    who = await holder(database, tokens)
    assert who is not None
    assert (who.way, who.login) == (SignInWay.MAILBOX, OFFICIAL_BOX)
    assert await holder(database, tokens, timedelta(minutes=15)) is None
    assert await deeds(database) == ["extension.signed_in"]


async def test_a_code_works_once(database: Database) -> None:
    code = await code_of(database, await page(database, SignedIn(SignInWay.MAILBOX, OFFICIAL_BOX)))
    await extension_sessions.redeem(database, code, VERIFIER, known, WEEK, NOW)

    assert await redeem_refused(database, code) == "code_invalid"


async def test_a_code_shown_with_another_secret_is_used_up(database: Database) -> None:
    code = await code_of(database, await page(database, SignedIn(SignInWay.MAILBOX, OFFICIAL_BOX)))

    assert await redeem_refused(database, code, "v" * 43) == "code_invalid"
    assert await redeem_refused(database, code) == "code_invalid"


@pytest.mark.parametrize("verifier", ["", "v" * 42, "v" * 129, "đ" * 43, CHALLENGE])
async def test_a_verifier_that_is_none_is_refused(database: Database, verifier: str) -> None:
    code = await code_of(database, await page(database, SignedIn(SignInWay.MAILBOX, OFFICIAL_BOX)))

    assert await redeem_refused(database, code, verifier) == "code_invalid"


async def test_a_code_is_good_for_less_than_a_minute(database: Database) -> None:
    page_session = await page(database, SignedIn(SignInWay.MAILBOX, OFFICIAL_BOX))
    late, in_time = await code_of(database, page_session), await code_of(database, page_session)

    await extension_sessions.redeem(database, in_time, VERIFIER, known, WEEK, NOW + timedelta(seconds=59))
    assert await redeem_refused(database, late, at=NOW + timedelta(seconds=60)) == "code_invalid"


async def test_nobody_is_let_in_by_an_emergency_account_or_after_signing_out(database: Database) -> None:
    emergency = await page(database, SignedIn(SignInWay.EMERGENCY, "khan-cap"))
    async with database.write() as session:
        assert await extension_sessions.let_in(session, emergency, ASKED, NOW) is None
        assert await extension_sessions.let_in(session, token_hash("gone"), ASKED, NOW) is None


async def test_whom_the_directory_does_not_know_gets_no_tokens(database: Database) -> None:
    stranger = await code_of(database, await page(database, SignedIn(SignInWay.MAILBOX, "la@thainguyen.gov.vn")))

    assert await redeem_refused(database, stranger) == "not_in_directory"


async def test_refreshing_gives_new_tokens_and_puts_the_end_not_off(database: Database) -> None:
    first = await signed_in(database)
    later = NOW + timedelta(days=1)
    second = await extension_sessions.refresh(database, first.refresh_token, known, later)
    third = await extension_sessions.refresh(database, second.refresh_token, known, later)

    assert len({first.refresh_token, second.refresh_token, third.refresh_token}) == 3
    assert (third.expires_at, third.ends_at) == (later + timedelta(minutes=15), NOW + WEEK)
    assert await holder(database, third, timedelta(days=1)) is not None


async def test_a_bearer_never_outlives_its_session(database: Database) -> None:
    tokens = await signed_in(database)
    last = await extension_sessions.refresh(database, tokens.refresh_token, known, NOW + WEEK - timedelta(minutes=1))

    assert last.expires_at == NOW + WEEK
    assert await refresh_refused(database, last.refresh_token, NOW + WEEK) == "refresh_invalid"


async def test_a_spent_token_ends_the_session_and_every_bearer_of_it(database: Database) -> None:
    first = await signed_in(database)
    second = await extension_sessions.refresh(database, first.refresh_token, known, NOW)
    beside = await signed_in(database)

    assert await refresh_refused(database, first.refresh_token) == "refresh_reused"
    assert await refresh_refused(database, second.refresh_token) == "refresh_invalid"
    assert await holder(database, first) is None
    assert await holder(database, second) is None
    assert await holder(database, beside) is not None
    assert "extension.copied" in await deeds(database)


@pytest.mark.parametrize("token", ["", ".", "x", "x.y", "." * 200])
async def test_a_token_of_nobodys_is_refused_and_ends_nothing(database: Database, token: str) -> None:
    tokens = await signed_in(database)

    assert await refresh_refused(database, token) == "refresh_invalid"
    assert await holder(database, tokens) is not None


async def test_whom_the_directory_forgot_is_out_at_the_next_refresh(database: Database) -> None:
    tokens = await signed_in(database)
    with pytest.raises(ExtensionRefused) as refusal:
        await extension_sessions.refresh(database, tokens.refresh_token, nobody, NOW)

    assert refusal.value.code == "not_in_directory"
    assert await holder(database, tokens) is None
    assert await refresh_refused(database, tokens.refresh_token) == "refresh_invalid"


async def test_an_extension_signs_itself_out(database: Database) -> None:
    tokens, beside = await signed_in(database), await signed_in(database)
    async with database.write() as session:
        await extension_sessions.end(session, tokens.refresh_token, NOW)
        await extension_sessions.end(session, "nobody.s", NOW)

    assert await holder(database, tokens) is None
    assert await holder(database, beside) is not None


async def test_somebody_ends_an_extension_of_their_own_log_in_only(database: Database) -> None:
    tokens = await signed_in(database)
    async with database.read() as session:
        [row] = await extension_sessions.of_login(session, OFFICIAL_BOX, NOW)
        assert await extension_sessions.of_login(session, CLERK_BOX, NOW) == []
    async with database.write() as session:
        assert not await extension_sessions.end_from_page(session, row.id, CLERK_BOX, NOW)
    assert await holder(database, tokens) is not None
    async with database.write() as session:
        assert await extension_sessions.end_from_page(session, row.id, OFFICIAL_BOX, NOW)

    assert await holder(database, tokens) is None


@pytest.mark.parametrize("named", [{"sid": "S1"}, {"subject": "U1"}])
async def test_the_providers_sign_out_ends_extensions_and_codes_too(database: Database, named: dict[str, str]) -> None:
    tokens = await signed_in(database, subject="U1", sid="S1")
    other = await signed_in(database, CLERK_BOX, subject="U2", sid="S2")
    who = SignedIn(SignInWay.PROVIDER, OFFICIAL_BOX, Claimed(frozenset(), frozenset({SCIENCE})))
    code = await code_of(database, await page(database, who, subject="U1", sid="S1"))
    said = LogoutToken(named.get("subject"), named.get("sid"), "j1", NOW + timedelta(minutes=5))
    async with database.write() as session:
        await ending.end_sessions(session, ISSUER, said, NOW)

    assert await holder(database, tokens) is None
    assert await refresh_refused(database, tokens.refresh_token) == "refresh_invalid"
    assert await redeem_refused(database, code) == "code_invalid"
    assert await holder(database, other) is not None


async def test_what_a_provider_claims_goes_on_into_the_bearer(database: Database) -> None:
    who = await holder(database, await signed_in(database, subject="U1", sid="S1"))

    assert who is not None
    assert (who.way, who.claimed) == (SignInWay.PROVIDER, Claimed(frozenset({"clerk"}), frozenset({SCIENCE})))


async def test_only_hashes_are_kept(database: Database) -> None:
    code = await code_of(database, await page(database, SignedIn(SignInWay.MAILBOX, OFFICIAL_BOX)))
    tokens = await signed_in(database)
    async with database.read() as session:
        kept = [
            str(vars(row))
            for table in (ExtensionCode, ExtensionSession, SignInSession, PageSession, AuditEntry)
            for row in (await session.scalars(select(table))).all()
        ]
    secrets = (code, tokens.bearer, tokens.refresh_token, *tokens.refresh_token.split("."))
    assert kept
    assert not [secret for secret in secrets if any(secret in row for row in kept)]


async def test_what_has_ended_is_forgotten(database: Database) -> None:
    await signed_in(database)
    later = SignedIn(SignInWay.MAILBOX, CLERK_BOX)
    async with database.write() as session:
        await open_session(session, later, Lifetimes(timedelta(hours=1), timedelta(hours=8)), NOW + WEEK)
    async with database.read() as session:
        for table in (ExtensionCode, ExtensionSession, SignInSession):
            assert (await session.scalars(select(table))).all() == []
