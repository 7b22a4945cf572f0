"""Every way into Postfix passes our milter, and without it mail waits: of what postconf prints."""

from pathlib import Path

import pytest

from backend.doctor.postfix import PostfixSettings, log_faults, milter_faults, parsed
from tests.unit.doctor.telling import told

SOCKET = Path("/var/spool/postfix/congvu/milter.sock")
OURS = "{ unix:congvu/milter.sock, connect_timeout=2s, default_action=tempfail }"
SERVICES = """\
smtp       inet  n       -       y       -       -       smtpd
submission inet  n       -       y       -       -       smtpd -o smtpd_sasl_auth_enable=yes
cleanup    unix  n       -       y       -       0       cleanup
qmgr       unix  n       -       n       300     1       qmgr
"""
OPTIONS = "submission/inet/smtpd_sasl_auth_enable = yes\n"


def postfix(
    smtpd_milters: str = OURS,
    non_smtpd_milters: str = OURS,
    services: str = SERVICES,
    options: str = OPTIONS,
    level: str = "3.6",
) -> PostfixSettings:
    parameters = (
        f"smtpd_milters = {smtpd_milters}\n"
        f"non_smtpd_milters = {non_smtpd_milters}\n"
        "milter_default_action = tempfail\n"
        "queue_directory = /var/spool/postfix\n"
        "enable_long_queue_ids = yes\n"
        "mail_owner = postfix\n"
        f"compatibility_level = {level}\n"
        "content_filter =\n"
    )
    return parsed(parameters, services, options)


def faults(seen: PostfixSettings) -> list[tuple[str, str]]:
    found = list(milter_faults(seen, SOCKET))
    return [(fault.said["service"], reason) for fault, reason in zip(found, told("postfix_milter", found), strict=True)]


def test_a_postfix_with_our_lines_is_fine() -> None:
    assert faults(postfix()) == []


@pytest.mark.parametrize("value", ["unix:congvu/milter.sock", "inet:127.0.0.1:11332, unix:/congvu/milter.sock"])
def test_the_socket_is_known_by_every_name_a_chroot_has_for_it(value: str) -> None:
    assert faults(postfix(value, value)) == []


def test_outside_the_chroot_an_absolute_name_is_meant_as_it_stands() -> None:
    outside = SERVICES.replace("-       y ", "-       n ")
    assert faults(postfix("unix:/var/spool/postfix/congvu/milter.sock", OURS, outside)) == []
    assert faults(postfix("unix:/congvu/milter.sock", OURS, outside)) == [
        ("smtp/inet", "other"),
        ("submission/inet", "other"),
    ]


def test_a_hyphen_means_a_chroot_only_below_compatibility_level_1() -> None:
    unsaid = SERVICES.replace("-       y ", "-       - ")
    absolute = "unix:/congvu/milter.sock"
    assert faults(postfix(absolute, absolute, unsaid, level="0")) == []
    assert [reason for _, reason in faults(postfix(absolute, absolute, unsaid))] == ["other"] * 3


def test_another_socket_is_told_of_every_service_that_has_it() -> None:
    assert faults(postfix("unix:rspamd/milter.sock")) == [("smtp/inet", "other"), ("submission/inet", "other")]


def test_a_postfix_without_any_milter_is_told() -> None:
    assert faults(postfix("", "")) == [("smtp/inet", "none"), ("submission/inet", "none"), ("cleanup/unix", "none")]


def test_a_submission_that_was_taken_out_of_it_is_told() -> None:
    options = OPTIONS + "submission/inet/smtpd_milters =\n"
    assert faults(postfix(options=options)) == [("submission/inet", "service_none")]
    options = OPTIONS + "submission/inet/smtpd_milters = inet:127.0.0.1:11332\n"
    assert faults(postfix(options=options)) == [("submission/inet", "service_other")]


def test_mail_that_enters_without_smtp_passes_it_too() -> None:
    assert faults(postfix(non_smtpd_milters="")) == [("cleanup/unix", "none")]


@pytest.mark.parametrize("action", ["accept", "quarantine", "reject"])
def test_only_tempfail_is_a_default_action_by_which_nothing_passes_and_nothing_is_lost(action: str) -> None:
    value = OURS.replace("tempfail", action)
    assert faults(postfix(value)) == [("smtp/inet", "action"), ("submission/inet", "action")]


def test_where_the_milter_names_no_action_that_of_main_cf_counts() -> None:
    seen = postfix("unix:congvu/milter.sock")
    accepting = PostfixSettings({**seen.parameters, "milter_default_action": "accept"}, seen.services)
    assert faults(seen) == []
    assert faults(accepting) == [("smtp/inet", "action"), ("submission/inet", "action")]


BACK = "127.0.0.1:10025 inet n - y - - smtpd -o smtpd_milters=\n"


def test_a_content_filter_may_give_mail_back_on_loopback_unchecked() -> None:
    assert faults(postfix(services=SERVICES + BACK, options=OPTIONS + "127.0.0.1:10025/inet/smtpd_milters =\n")) == []


def test_but_not_on_an_address_others_reach_nor_for_people_who_sign_in() -> None:
    open_port = BACK.replace("127.0.0.1:10025", "10025")
    options = OPTIONS + "10025/inet/smtpd_milters =\n"
    assert faults(postfix(services=SERVICES + open_port, options=options)) == [("10025/inet", "service_none")]
    options = OPTIONS + "127.0.0.1:10025/inet/smtpd_milters =\n127.0.0.1:10025/inet/smtpd_sasl_auth_enable = yes\n"
    assert faults(postfix(services=SERVICES + BACK, options=options)) == [("127.0.0.1:10025/inet", "service_none")]


@pytest.mark.parametrize(("port", "expected"), [("2525", []), ("2526", [("587/inet", "service_none")])])
def test_a_port_that_hands_everything_on_is_checked_where_it_arrives(
    port: str, expected: list[tuple[str, str]]
) -> None:
    services = SERVICES + "587 inet n - y - - smtpd\n127.0.0.1:2525 inet n - y - - smtpd\n"
    options = f"587/inet/smtpd_milters =\n587/inet/content_filter = smtp:[127.0.0.1]:{port}\n"
    assert faults(postfix(services=services, options=options)) == expected


def test_queue_ids_that_come_again_are_told() -> None:
    seen = postfix()
    short = PostfixSettings({**seen.parameters, "enable_long_queue_ids": "no"}, ())
    assert told("postfix_log", log_faults(seen)) == []
    assert told("postfix_log", log_faults(short)) == ["short_ids"]
