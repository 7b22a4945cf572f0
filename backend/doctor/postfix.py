"""Postfix's own view of itself (postconf), and whether every way into it passes our milter."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from backend.doctor.fault import Fault
from backend.doctor.place import Place, output_of

PARAMETERS = (
    "smtpd_milters",
    "non_smtpd_milters",
    "milter_default_action",
    "queue_directory",
    "enable_long_queue_ids",
    "mail_owner",
    "compatibility_level",
    "content_filter",
)
LOOPBACK = ("127.", "[::1]", "localhost:")
WAITS = "tempfail"  # the only default action by which nothing passes unchecked and nothing is lost
_MILTER = re.compile(r"\{([^}]*)\}|([^\s,{}]+)")


@dataclass(frozen=True, slots=True)
class Service:
    """A line of master.cf: its name (a port, host:port or path), type, whether it is in the chroot, its -o options."""

    name: str
    kind: str
    chroot: bool
    command: str
    options: Mapping[str, str]

    @property
    def port(self) -> str:
        return self.name.rpartition(":")[2]


@dataclass(frozen=True, slots=True)
class PostfixSettings:
    parameters: Mapping[str, str]
    services: tuple[Service, ...]

    def of(self, service: Service, parameter: str) -> str:
        return service.options.get(parameter, self.parameters.get(parameter, ""))


@dataclass(frozen=True, slots=True)
class Milter:
    endpoint: str
    action: str  # "" where milter_default_action holds


async def read_postfix(place: Place) -> PostfixSettings:
    """
    Raises:
        Unavailable: there is no postconf, or it cannot read that configuration.
    """
    command = ["postconf", *(["-c", str(place.postfix)] if place.postfix else [])]
    parameters = await output_of([*command, "-x", *PARAMETERS])
    services, options = await output_of([*command, "-M"]), await output_of([*command, "-P", "-x"])
    return parsed(parameters, services, options)


def parsed(parameters: str, services: str, options: str) -> PostfixSettings:
    """From what `postconf -x …`, `postconf -M` and `postconf -P -x` print."""
    named = dict(_pair(line) for line in parameters.splitlines() if "=" in line)
    own: dict[str, dict[str, str]] = {}
    for line in options.splitlines():
        key, value = _pair(line)
        service, _, parameter = key.rpartition("/")
        own.setdefault(service, {})[parameter] = value
    level = named.get("compatibility_level", "0")
    chroot_by_default = level.split(".")[0] in ("", "0")  # master(5): "-" is y below compatibility level 1
    lines = (line.split(maxsplit=7) for line in services.splitlines() if line.strip())
    found = tuple(
        Service(
            name=words[0],
            kind=words[1],
            chroot=words[4] == "y" or (words[4] == "-" and chroot_by_default),
            command=words[7].split()[0],
            options=own.get(f"{words[0]}/{words[1]}", {}),
        )
        for words in lines
    )
    return PostfixSettings(named, found)


def _pair(line: str) -> tuple[str, str]:
    key, _, value = line.partition("=")
    return key.strip(), value.strip()


def milters_in(value: str) -> list[Milter]:
    """Of `smtpd_milters`: names by commas or spaces, or { name, option=value … } (postconf(5))."""
    found = []
    for inside, plain in _MILTER.findall(value):
        words = [word.strip() for word in (inside or plain).split(",") if word.strip()]
        options = dict(_pair(word) for word in words[1:])
        found += [Milter(words[0], options.get("default_action", ""))] if words else []
    return found


def socket_of(milter: Milter, service: Service, queue: Path) -> Path | None:
    """The file a service would speak to: relative names lie below the queue, and in a chroot absolute ones too
    (MILTER_README). None: no unix socket."""
    kind, _, name = milter.endpoint.partition(":")
    if kind not in ("unix", "local"):
        return None
    below = service.chroot or not name.startswith("/")
    return (queue / name.lstrip("/") if below else Path(name)).resolve()


def milter_faults(postfix: PostfixSettings, socket: Path) -> Iterator[Fault]:
    """Every smtpd, the submission's too, and what enters without SMTP, goes by the milter at `socket`."""
    judge = _Judge(postfix, socket.resolve())
    for service in postfix.services:
        if service.command == "smtpd" and not judge.is_checked_elsewhere(service):
            yield from judge.faults(service, "smtpd_milters")
        if service.command == "cleanup" and service.name == "cleanup":
            yield from judge.faults(service, "non_smtpd_milters")


def log_faults(postfix: PostfixSettings) -> Iterator[Fault]:
    if postfix.parameters.get("enable_long_queue_ids") != "yes":
        yield Fault("short_ids")


@dataclass(frozen=True, slots=True)
class _Judge:
    postfix: PostfixSettings
    socket: Path

    def faults(self, service: Service, parameter: str) -> Iterator[Fault]:
        value = self.postfix.of(service, parameter)
        milters, mine = milters_in(value), self._mine(service, value)
        said = {"service": f"{service.name}/{service.kind}", "parameter": parameter, "wanted": self._wanted()}
        if mine is None:
            others = " ".join(milter.endpoint for milter in milters)
            overridden = "service_" if parameter in service.options else ""
            yield Fault(f"{overridden}{'other' if others else 'none'}", {**said, "found": others})
        elif (action := mine.action or self.postfix.of(service, "milter_default_action")) != WAITS:
            yield Fault("action", {**said, "found": action})

    def is_checked_elsewhere(self, service: Service) -> bool:
        """It has no milter by intent, and what it takes was checked (a content filter gives mail back on loopback, to
        nobody who signs in) or will be (everything goes on to a port that is checked)."""
        if service.options.get("smtpd_milters") != "":
            return False
        filtered = self.postfix.of(service, "content_filter")
        if filtered:
            port = filtered.rpartition(":")[2]
            return any(
                one.port == port and self._mine(one, self.postfix.of(one, "smtpd_milters")) is not None
                for one in self.postfix.services
                if one.command == "smtpd"
            )
        signed_in = self.postfix.of(service, "smtpd_sasl_auth_enable") == "yes"
        return service.name.startswith(LOOPBACK) and not signed_in

    def _mine(self, service: Service, value: str) -> Milter | None:
        queue = Path(self.postfix.parameters.get("queue_directory", "/var/spool/postfix"))
        return next((one for one in milters_in(value) if socket_of(one, service, queue) == self.socket), None)

    def _wanted(self) -> str:
        """Our socket as Postfix has to name it: a relative name below its queue holds in a chroot too."""
        queue = Path(self.postfix.parameters.get("queue_directory", "/var/spool/postfix")).resolve()
        inside = self.socket.is_relative_to(queue)
        return f"unix:{self.socket.relative_to(queue) if inside else self.socket}"
