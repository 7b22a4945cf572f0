"""All HTTP of the product as one application; GraphQL is handed in, for the two edges do not know each other."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from backend.access.oidc.provider import Provider
from backend.access.oidc.registration import written
from backend.access.page_sessions import Lifetimes
from backend.access.rate_limit import RateLimit
from backend.clock import Clock
from backend.compliance.purposes import purposes
from backend.db import Database
from backend.directory.search import DirectorySearch
from backend.errors import Unavailable
from backend.settings import Settings
from backend.web import (
    checks_map_page,
    clearance_page,
    course_page,
    dashboard_page,
    dashboard_question,
    data_request_page,
    declaration_page,
    directive_page,
    directory_search,
    duty_page,
    extension_authorize_page,
    log_page,
    protection_page,
    regulation_page,
    report_page,
    rule_page,
    subject_page,
    support_page,
    training_page,
)
from backend.web.address_page import AddressPage
from backend.web.assets import serve_asset
from backend.web.bundle import BundleFile
from backend.web.directory_pages import DirectoryPages
from backend.web.directory_search import BearerOf, DirectorySearchAnswers
from backend.web.directory_view import DirectoryView
from backend.web.emergency_page import EmergencyPage
from backend.web.extension_authorize_page import ExtensionAuthorizePage
from backend.web.extension_session import ExtensionSession
from backend.web.extension_updates import ExtensionUpdates
from backend.web.gate import Gate
from backend.web.guide_pages import GuidePages
from backend.web.health import Health
from backend.web.home_page import PATH as HOME_PATH
from backend.web.home_page import HomePage
from backend.web.mail_program_setup import AUTODISCOVER_PATHS, MailProgramSetup, MailServers
from backend.web.mailbox_sign_in import LOGIN_TRIES_PER_WINDOW, LOGIN_WINDOW, MailboxSignIn, SignIn
from backend.web.metrics_page import MetricsPage
from backend.web.middleware import AroundRequests, OnlyOurBodies, scripted_policy
from backend.web.pages import Pages
from backend.web.plugin_session import PluginSession
from backend.web.protection_page import ProtectionPage
from backend.web.provider_sign_in import ProviderSignIn
from backend.web.public_page import PublicPage
from backend.web.signed_in_extensions import SignedInExtensions
from backend.web.status_page import StatusPage
from backend.web.visits import Visits

MINUTE = timedelta(minutes=1)
SIGN_INS_PER_MINUTE = 240  # out to the provider or back again, of one address: a whole office may share it
EXTENSION_TOKENS_PER_MINUTE = 600  # of one address: every PC of an office asks four times an hour
LOGOUTS_PER_MINUTE = 600  # the provider's, at the end of a working day


@dataclass(frozen=True, slots=True)
class WebParts:
    """What the composition root puts in. `mail_server` checks log-ins; `graphql` answers POST /graphql,
    `graphql_socket` its WebSockets; `search` finds what somebody types; `bearer_of` tells whom an
    Authorization header speaks for; `provider` knows who people are, where the province has one."""

    settings: Settings
    database: Database
    clock: Clock
    mail_server: SignIn
    graphql: Callable[[Request], Awaitable[Response]]
    graphql_socket: Callable[[WebSocket], Awaitable[None]]
    search: DirectorySearch
    bearer_of: BearerOf
    provider: Provider | None = None


def web_application(parts: WebParts) -> Starlette:
    pages = Pages(parts.settings.province_name)
    over_https = parts.settings.public_url.startswith("https:")
    bundle = BundleFile(parts.settings)
    application = Starlette(
        routes=[*_api_routes(parts, bundle), *_page_routes(parts, pages, bundle, over_https)],
        middleware=[
            Middleware(AroundRequests, over_https=over_https, form_targets=_form_targets(parts.provider)),
            Middleware(OnlyOurBodies, judged_elsewhere=("/graphql", *AUTODISCOVER_PATHS)),
            Middleware(RequestBodyLimitMiddleware, max_body_size=parts.settings.request_limit_bytes),
        ],
        exception_handlers={404: _not_found(pages), Unavailable: _unavailable(pages)},
    )
    application.router.redirect_slashes = False  # a redirect would repeat the query, tokens included
    return application


def _api_routes(parts: WebParts, bundle: BundleFile) -> list[BaseRoute]:
    health = Health(parts.settings, parts.database, parts.clock, bundle)
    gate = Gate(parts.database, parts.clock, parts.settings.gate_token)
    session = PluginSession(parts.database, parts.clock)
    from_extensions = _from_origins(parts.settings.extension_origins)
    from_webmails = _from_origins((*parts.settings.webmail_origins, *parts.settings.extension_origins))
    search = DirectorySearchAnswers(parts.search, parts.bearer_of)
    return [
        Route(directory_search.PATH, search, methods=["POST"]),  # first: asked at every letter typed
        Route("/graphql", parts.graphql, methods=["POST", "OPTIONS"], middleware=from_webmails),
        WebSocketRoute("/graphql", parts.graphql_socket),
        Route("/rules/bundle", bundle.serve, methods=["GET", "OPTIONS"], middleware=from_webmails),
        Route("/rules/candidate", bundle.serve_candidate, methods=["GET", "OPTIONS"], middleware=from_webmails),
        Route("/session/plugin", session.open, methods=["POST", "OPTIONS"], middleware=from_webmails),
        *_extension_session_routes(parts, from_extensions),
        *ExtensionUpdates(parts.settings.extension_files, parts.settings.public_url).routes(),
        Route("/gate/declarations", gate.declarations, methods=["POST"]),
        Route("/healthz", health.alive, methods=["GET"]),
        Route("/readyz", health.ready, methods=["GET"]),
        *MetricsPage(parts.settings, parts.database, parts.clock, bundle, health).routes(),
    ]


def _from_origins(origins: Sequence[str]) -> list[Middleware]:
    """Who may call from a browser; by bearer, never with cookies."""
    return [
        Middleware(
            CORSMiddleware,
            allow_origins=origins,
            allow_methods=["GET", "POST"],
            allow_headers=["Authorization", "Content-Type", "If-None-Match"],
            expose_headers=["ETag", "X-Request-Id"],
        )
    ]


def _extension_session_routes(parts: WebParts, from_extensions: list[Middleware]) -> list[BaseRoute]:
    lifetime = timedelta(days=parts.settings.extension_session_days)
    limit = RateLimit(EXTENSION_TOKENS_PER_MINUTE, MINUTE, parts.clock)
    session = ExtensionSession(parts.database, parts.clock, lifetime, limit)
    calls = {"": session.open, "/refresh": session.refresh, "/end": session.end}
    return [
        Route(f"/session/extension{path}", call, methods=["POST", "OPTIONS"], middleware=from_extensions)
        for path, call in calls.items()
    ]


def _page_routes(parts: WebParts, pages: Pages, bundle: BundleFile, over_https: bool) -> list[Route]:
    asks = RateLimit(parts.settings.page_requests_per_minute, MINUTE, parts.clock)
    log_ins = RateLimit(parts.settings.page_requests_per_minute, MINUTE, parts.clock)
    one_log_in = RateLimit(LOGIN_TRIES_PER_WINDOW, LOGIN_WINDOW, parts.clock)
    visits = Visits(parts.database, over_https, Lifetimes.of(parts.settings), parts.provider)
    sign_in = MailboxSignIn(parts.clock, pages, visits, parts.mail_server, client_limit=log_ins, login_limit=one_log_in)
    emergency = EmergencyPage(
        parts.database, parts.clock, pages, visits, RateLimit(LOGIN_TRIES_PER_WINDOW, LOGIN_WINDOW, parts.clock)
    )
    directory = DirectoryPages(
        database=parts.database,
        clock=parts.clock,
        pages=pages,
        limit=RateLimit(
            parts.settings.page_requests_per_minute, MINUTE, parts.clock
        ),  # takes none of the status page's
        view=DirectoryView(parts.database, parts.clock),
        settings=parts.settings,
        search=parts.search,
    )

    async def privacy(request: Request) -> Response:
        return pages.draw(request, "privacy.html", path="/du-lieu-ca-nhan", indexed=True, purposes=purposes())

    return [
        *_extension_pages(parts, sign_in),
        *emergency.routes(),
        *_provider_routes(parts, pages, visits),
        Route("/du-lieu-ca-nhan", privacy, methods=["GET"]),
        Route("/static/{name}", serve_asset, methods=["GET"]),
        *PublicPage(parts.database, parts.clock, pages, bundle).routes(),
        *_training_routes(parts, sign_in),  # before the guides, among which they would be
        *GuidePages(pages, parts.settings.support_address, MailServers.of(parts.settings)).routes(),
        *MailProgramSetup(parts.settings).routes(),
        *StatusPage(parts.database, parts.clock, pages, asks).routes(),
        *AddressPage(parts.database, parts.clock, pages, asks, parts.settings.gate_token).routes(),
        *directory.routes(),
        *_signed_in_routes(parts, sign_in, bundle),
    ]


def _signed_in_routes(parts: WebParts, sign_in: MailboxSignIn, bundle: BundleFile) -> list[Route]:
    """Pages that ask first who somebody is."""
    declaration = declaration_page.DeclarationPage(
        parts.database, parts.clock, sign_in.at(declaration_page.PATH, declaration_page.path_of, "declaration")
    )
    clearance = clearance_page.ClearancePage(
        parts.database, parts.clock, sign_in.at(clearance_page.PATH, lambda _request: clearance_page.PATH, "clearance")
    )
    at_home = sign_in.at("", lambda _request: HOME_PATH, "home")
    home = HomePage(parts.database, parts.clock, at_home, SignedInExtensions(parts.database, parts.clock, at_home))
    log = log_page.LogPage(
        parts.database, parts.clock, sign_in.at(log_page.PATH, lambda _request: log_page.PATH, "log")
    )
    subject = subject_page.SubjectPage(
        parts.database, parts.clock, sign_in.at(subject_page.PATH, lambda _request: subject_page.PATH, "subject")
    )
    requests = data_request_page.DataRequestPage(
        parts.database,
        parts.clock,
        sign_in.at(data_request_page.PATH, lambda _request: data_request_page.PATH, "data_request"),
        parts.settings.province_name,
    )
    return [
        *home.routes(),
        *_dashboard_routes(parts, sign_in),
        *requests.routes(),
        *_support_routes(parts, sign_in, bundle),
        *declaration.routes(),
        *clearance.routes(),
        *log.routes(),
        *subject.routes(),
        *_rule_routes(parts, sign_in),
        *_report_routes(parts, sign_in),
    ]


def _support_routes(parts: WebParts, sign_in: MailboxSignIn, bundle: BundleFile) -> list[Route]:
    path, settings = support_page.PATH, parts.settings
    its = sign_in.at(path, lambda _request: path, "support", support_page.KEPT)
    duty = sign_in.at(duty_page.PATH, lambda _request: duty_page.PATH, "duty", duty_page.KEPT)
    return [
        *support_page.SupportPage(parts.database, parts.clock, its, bundle, settings.support_address).routes(),
        *duty_page.DutyPage(
            parts.database, parts.clock, duty, bundle, settings.report_agency, bool(settings.canary_mailbox)
        ).routes(),
    ]


def _training_routes(parts: WebParts, sign_in: MailboxSignIn) -> list[Route]:
    read = sign_in.at(training_page.PATH, lambda _request: training_page.PATH, "training")
    courses = sign_in.at(course_page.PATH, lambda _request: course_page.PATH, "courses")
    return [
        *training_page.TrainingPage(parts.database, parts.clock, read).routes(),
        *course_page.CoursePage(parts.database, parts.clock, courses).routes(),
    ]


def _dashboard_routes(parts: WebParts, sign_in: MailboxSignIn) -> list[Route]:
    path, kept = dashboard_page.PATH, dashboard_question.KEPT
    its = sign_in.at(path, lambda _request: path, "dashboard", kept)
    policy = scripted_policy(_form_targets(parts.provider))
    at_map = sign_in.at(checks_map_page.PATH, lambda _request: checks_map_page.PATH, "checks_map", checks_map_page.KEPT)
    return [
        *dashboard_page.DashboardPage(parts.database, parts.clock, its, policy).routes(),
        *checks_map_page.ChecksMapPage(parts.database, parts.clock, at_map).routes(),
        *_directive_routes(parts, sign_in),
    ]


def _directive_routes(parts: WebParts, sign_in: MailboxSignIn) -> list[Route]:
    path = directive_page.PATH
    its = sign_in.at(path, lambda _request: path, "directive", directive_page.KEPT)
    return directive_page.DirectivePage(parts.database, parts.clock, its).routes()


def _rule_routes(parts: WebParts, sign_in: MailboxSignIn) -> list[Route]:
    its = sign_in.at(rule_page.PATH, lambda _request: rule_page.PATH, "rules")
    return rule_page.RulePage(parts.settings, parts.database, parts.clock, its).routes()


def _report_routes(parts: WebParts, sign_in: MailboxSignIn) -> list[Route]:
    its = sign_in.at(report_page.PATH, lambda _request: report_page.PATH, "reports")
    regulation = sign_in.at(regulation_page.PATH, lambda _request: regulation_page.PATH, "regulation")
    return [
        *report_page.ReportPage(
            parts.database, parts.clock, its, parts.settings.report_agency, parts.settings.report_inputs
        ).routes(),
        *regulation_page.RegulationPage(parts.settings, parts.database, parts.clock, regulation).routes(),
    ]


def _provider_routes(parts: WebParts, pages: Pages, visits: Visits) -> list[Route]:
    if parts.provider is None:
        return []
    begun = RateLimit(SIGN_INS_PER_MINUTE, MINUTE, parts.clock)
    ended = RateLimit(LOGOUTS_PER_MINUTE, MINUTE, parts.clock)
    return ProviderSignIn(parts.provider, parts.database, parts.clock, pages, visits, begun, ended).routes()


def _extension_pages(parts: WebParts, sign_in: MailboxSignIn) -> list[Route]:
    """Where an extension is let in, and where it is seen which of them guard."""
    authorize_path, protection_path = extension_authorize_page.PATH, protection_page.PATH
    authorize = ExtensionAuthorizePage(
        parts.settings,
        parts.database,
        parts.clock,
        sign_in.at(authorize_path, lambda _request: authorize_path, "extension", extension_authorize_page.KEPT),
        RateLimit(SIGN_INS_PER_MINUTE, MINUTE, parts.clock),
        _form_targets(parts.provider),
    )
    protection = ProtectionPage(
        parts.database, parts.clock, sign_in.at(protection_path, lambda _request: protection_path, "protection")
    )
    return [*authorize.routes(), *protection.routes()]


def _form_targets(provider: Provider | None) -> tuple[str, ...]:
    """Signing out is a form, and leads on to the provider."""
    return () if provider is None else tuple(sorted(written(origin) for origin in provider.registration.origins))


def _not_found(pages: Pages) -> Callable[[Request, Exception], Response]:
    def answer(request: Request, _error: Exception) -> Response:
        return pages.message(request, "not_found", status_code=404)

    return answer


def _unavailable(pages: Pages) -> Callable[[Request, Exception], Response]:
    def answer(request: Request, _error: Exception) -> Response:
        return pages.message(request, "unavailable", status_code=503, headers={"Retry-After": "60"})

    return answer
