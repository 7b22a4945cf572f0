"""How mail programs set themselves up: autoconfig (Thunderbird and others) and autodiscover (Outlook's plain XML).

An answer is the same for every address of the province's domains: whether a mailbox exists is told to nobody.
Sources: Mozilla "Autoconfig: configuration file format" (clientConfig 1.1); [MS-OXDSCLI] 3.1 (autodiscover, POX).
"""

import re
from dataclasses import dataclass
from html import escape
from xml.sax.saxutils import escape as escape_text

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from backend.settings import Settings
from backend.web.guides import PATH as GUIDES_PATH

GUIDE = "phan-mem-thu-tren-may"
AUTOCONFIG_PATHS = ("/mail/config-v1.1.xml", "/.well-known/autoconfig/mail/config-v1.1.xml")
AUTODISCOVER_PATHS = ("/autodiscover/autodiscover.xml", "/Autodiscover/Autodiscover.xml")  # programs write both
XML_TYPES = ("text/xml", "application/xml")
KEEP = "public, max-age=3600"  # seconds
_ASKED = re.compile(rb"<(?:[A-Za-z]+:)?EMailAddress>\s*([^<>&\s]{3,320})\s*</")  # not parsed: a document may be a bomb
_OUTLOOK = "http://schemas.microsoft.com/exchange/autodiscover"


@dataclass(frozen=True, slots=True)
class MailServers:
    """TLS from the first byte (RFC 8314): nothing else is offered."""

    imap_host: str
    imap_port: int
    smtp_host: str
    smtp_port: int

    @classmethod
    def of(cls, settings: Settings) -> "MailServers | None":
        """None where the province does not say."""
        if not settings.client_imap_host or not settings.client_smtp_host:
            return None
        return cls(
            settings.client_imap_host, settings.client_imap_port, settings.client_smtp_host, settings.client_smtp_port
        )


class MailProgramSetup:
    def __init__(self, settings: Settings) -> None:
        self._servers = MailServers.of(settings)
        self._domains = tuple(domain.lower() for domain in settings.province_domains)
        self._name, self._guide = settings.province_name, f"{settings.public_url.rstrip('/')}{GUIDES_PATH}/{GUIDE}"

    def routes(self) -> list[Route]:
        return [
            *[Route(path, self.autoconfig, methods=["GET"]) for path in AUTOCONFIG_PATHS],
            *[Route(path, self.autodiscover, methods=["POST"]) for path in AUTODISCOVER_PATHS],
        ]

    async def autoconfig(self, request: Request) -> Response:
        """For the domain of `emailaddress`, the first of the province's where it is not told."""
        asked = request.query_params.get("emailaddress", "").rpartition("@")[2].lower() or self._domains[0]
        if self._servers is None or asked not in self._domains:
            return Response(status_code=404)
        return _xml(_autoconfig(self._servers, asked, self._name, self._guide))

    async def autodiscover(self, request: Request) -> Response:
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() not in XML_TYPES:
            return Response("Không nhận tệp / No files are taken here\n", status_code=415)
        body = await request.body()
        if self._servers is None:
            return Response(status_code=404)
        found = _ASKED.search(body)
        address = found[1].decode("utf-8", "replace") if found else ""
        if address.rpartition("@")[2].lower() not in self._domains:
            return _xml(_REFUSED)
        return _xml(_autodiscover(self._servers, address))


def _xml(text: str) -> Response:
    return Response(
        f'<?xml version="1.0" encoding="utf-8"?>\n{text}',
        media_type="text/xml",
        headers={"Cache-Control": KEEP if "clientConfig" in text else "no-store"},
    )


def _autoconfig(servers: MailServers, domain: str, name: str, guide: str) -> str:
    def server(tag: str, kind: str, host: str, port: int) -> str:
        return (
            f'<{tag} type="{kind}"><hostname>{escape_text(host)}</hostname><port>{port}</port>'
            "<socketType>SSL</socketType><username>%EMAILADDRESS%</username>"
            f"<authentication>password-cleartext</authentication></{tag}>"
        )

    said = escape_text(f"Thư điện tử công vụ {name}")
    return (
        f'<clientConfig version="1.1"><emailProvider id="{escape(domain)}"><domain>{escape_text(domain)}</domain>'
        f"<displayName>{said}</displayName><displayShortName>{said}</displayShortName>"
        f"{server('incomingServer', 'imap', servers.imap_host, servers.imap_port)}"
        f"{server('outgoingServer', 'smtp', servers.smtp_host, servers.smtp_port)}"
        f'<documentation url="{escape(guide)}"><descr lang="vi">Hướng dẫn</descr></documentation>'
        "</emailProvider></clientConfig>"
    )


def _autodiscover(servers: MailServers, address: str) -> str:
    def protocol(kind: str, host: str, port: int) -> str:
        return (
            f"<Protocol><Type>{kind}</Type><Server>{escape_text(host)}</Server><Port>{port}</Port>"
            f"<DomainRequired>off</DomainRequired><LoginName>{escape_text(address)}</LoginName>"
            "<SPA>off</SPA><SSL>on</SSL><AuthRequired>on</AuthRequired></Protocol>"
        )

    return (
        f'<Autodiscover xmlns="{_OUTLOOK}/responseschema/2006">'
        f'<Response xmlns="{_OUTLOOK}/outlook/responseschema/2006a">'
        "<Account><AccountType>email</AccountType><Action>settings</Action>"
        f"{protocol('IMAP', servers.imap_host, servers.imap_port)}"
        f"{protocol('SMTP', servers.smtp_host, servers.smtp_port)}"
        "</Account></Response></Autodiscover>"
    )


_REFUSED = (
    f'<Autodiscover xmlns="{_OUTLOOK}/responseschema/2006"><Response><Error><ErrorCode>600</ErrorCode>'
    "<Message>Invalid Request</Message><DebugData/></Error></Response></Autodiscover>"
)
