"""The demo's log-ins fit the demo province."""

from deploy.demo.people import BUSINESS, CITIZEN, accounts, agency_names, aliases, mailboxes


def test_everybody_who_signs_in_has_a_mailbox() -> None:
    assert {account.address for account in accounts()} <= set(mailboxes())


def test_officials_belong_to_an_agency_and_strangers_to_none() -> None:
    names = agency_names()

    for account in accounts():
        assert (account.agency in names) is (account.address not in (CITIZEN, BUSINESS))


def test_every_role_of_the_contract_is_there() -> None:
    assert {account.role for account in accounts()} == {"clerk", "official", "head", "citizen", "business"}


def test_two_clerks_may_share_a_log_in() -> None:
    [shared] = [account for account in accounts() if account.address == "sokhcn@thainguyen.gov.vn"]

    assert shared.role == "clerk"
    assert "Nguyễn Thị Vân, Trần Văn Thư" in shared.shown


def test_citizen_and_business_write_from_outside_the_province() -> None:
    assert not any(address.endswith("@thainguyen.gov.vn") for address in (CITIZEN, BUSINESS))


def test_mail_to_an_alias_ends_in_a_mailbox() -> None:
    assert set(aliases().values()) <= set(mailboxes())
    assert not set(aliases()) & set(mailboxes())
