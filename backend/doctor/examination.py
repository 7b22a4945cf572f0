"""Every check of the doctor, in the order in which they are told, and how they are run."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Final

from backend.doctor import (
    disks,
    dovecot,
    extractors,
    mail_log,
    milter_socket,
    postfix,
    provider,
    reaching,
    rule_bundle,
    secret_files,
    servers,
    stored,
    webmails,
)
from backend.doctor.fault import Fault, Finding, State, unseen
from backend.doctor.place import Place, output_of
from backend.errors import DomainError, Unavailable
from backend.settings import Settings

Look = Callable[[Place], Awaitable[Iterable[Fault]]]


def _always(_: Settings) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Check:
    """`name` never changes once released. `applies`: whether these settings have anything to look at."""

    name: str
    look: Look
    applies: Callable[[Settings], bool] = _always


async def examine(place: Place) -> list[Finding]:
    """One look at everything; what one check cannot see stops no other."""
    found = [await _examined(check, place) for check in CHECKS if check.applies(place.settings)]
    if place.plugin is not None:
        found.append(await _examined(PLUGIN, place))
    return [finding for findings in found for finding in findings]


async def _examined(check: Check, place: Place) -> list[Finding]:
    try:
        faults = list(await check.look(place))
    except DomainError as error:
        faults = [unseen(error.message)]
    except TimeoutError:
        faults = [unseen("no answer")]
    except OSError as error:
        faults = [unseen(f"{error.filename or check.name}: {error.strerror or error}")]
    if not faults:
        return [Finding(check.name, State.OK, "ok", {})]
    return [Finding(check.name, fault.state, fault.reason, fault.said) for fault in faults]


async def _database(place: Place) -> Iterable[Fault]:
    return await stored.database_faults(place.settings)


async def _disks(place: Place) -> Iterable[Fault]:
    return disks.disk_faults(place.settings)


async def _files(place: Place) -> Iterable[Fault]:
    return secret_files.mode_faults(place.settings)


async def _token(place: Place) -> Iterable[Fault]:
    return secret_files.token_faults(place.settings)


async def _bundle(place: Place) -> Iterable[Fault]:
    return rule_bundle.bundle_faults(place.settings, place.clock.now())


async def _extractors(place: Place) -> Iterable[Fault]:
    return await extractors.extractor_faults(place.settings)


async def _milter_socket(place: Place) -> Iterable[Fault]:
    """Is it there, and does a milter answer?"""
    faults = list(milter_socket.socket_faults(place.settings.socket))
    return faults or await milter_socket.answer_faults(place.settings.socket)


async def _postfix_user(place: Place) -> Iterable[Fault]:
    """May the mail server reach it?"""
    name = (await postfix.read_postfix(place)).parameters.get("mail_owner", "postfix")
    socket = place.settings.socket
    if not socket.exists():
        raise Unavailable(f"{socket}: not there")
    return milter_socket.visitor_faults(socket, name, reaching.account(name), place.settings.milter_peer_users)


async def _postfix_milter(place: Place) -> Iterable[Fault]:
    return postfix.milter_faults(await postfix.read_postfix(place), place.settings.socket)


async def _postfix_log(place: Place) -> Iterable[Fault]:
    log = place.settings.postfix_log
    if log is None:
        return []
    ids = list(postfix.log_faults(await postfix.read_postfix(place)))
    return [*ids, *await mail_log.log_faults(place, log)]


async def _dovecot_events(place: Place) -> Iterable[Fault]:
    log = place.settings.dovecot_events
    return dovecot.event_faults(await dovecot.read_dovecot(place), log) if log else []


async def _dovecot_append(place: Place) -> Iterable[Fault]:
    socket = place.settings.append_socket
    return dovecot.append_faults(await dovecot.read_dovecot(place), socket) if socket else []


async def _clock(place: Place) -> Iterable[Fault]:
    """Against the database's machine; where there is no other, whether a time service keeps this one's."""
    seen = await stored.look(place.settings, place.clock.now())
    if seen.clock is None and (await output_of(["timedatectl", "show", "-p", "NTPSynchronized"])).strip()[-3:] != "yes":
        return [Fault("unkept", state=State.UNSEEN)]
    return stored.clock_faults(seen, place.clock.now())


async def _journal(place: Place) -> Iterable[Fault]:
    now = place.clock.now()
    return stored.journal_faults(await stored.look(place.settings, now), place.settings.journal_dir, now)


async def _outbox(place: Place) -> Iterable[Fault]:
    now = place.clock.now()
    return stored.outbox_faults(await stored.look(place.settings, now), now)


async def _webmails(place: Place) -> Iterable[Fault]:
    return webmails.webmail_faults(place.settings, (await stored.look(place.settings, place.clock.now())).webmails)


async def _plugin(place: Place) -> Iterable[Fault]:
    known = (await stored.look(place.settings, place.clock.now())).webmails
    return webmails.plugin_faults(place.settings, known, place.plugin) if place.plugin else []


async def _web(place: Place) -> Iterable[Fault]:
    return await servers.web_faults(place.settings)


async def _mail_servers(place: Place) -> Iterable[Fault]:
    asked = [servers.server_faults(one, place.clock.now()) for one in servers.mail_servers(place.settings)]
    return [fault for faults in await asyncio.gather(*asked) for fault in faults]


async def _certificates(place: Place) -> Iterable[Fault]:
    asked = [servers.server_faults(one, place.clock.now()) for one in servers.tls_servers(place.settings)]
    return [fault for faults in await asyncio.gather(*asked) for fault in faults]


PLUGIN: Final = Check("plugin", _plugin)
CHECKS: Final = (
    Check("disks", _disks),
    Check("files", _files),
    Check("gate_token", _token),
    Check("database", _database),
    Check("clock", _clock),
    Check("bundle", _bundle),
    Check("extractors", _extractors),
    Check("milter_socket", _milter_socket),
    Check("postfix_user", _postfix_user),
    Check("postfix_milter", _postfix_milter),
    Check("postfix_log", _postfix_log, lambda settings: settings.postfix_log is not None),
    Check("dovecot_events", _dovecot_events, lambda settings: settings.dovecot_events is not None),
    Check("dovecot_append", _dovecot_append, lambda settings: settings.append_socket is not None),
    Check("mail_servers", _mail_servers),
    Check("certificates", _certificates, lambda settings: bool(servers.tls_servers(settings))),
    Check("web", _web),
    Check("journal", _journal),
    Check("outbox", _outbox),
    Check("webmails", _webmails),
    Check("provider", provider.provider_faults, lambda settings: bool(settings.oidc_issuer)),
)
