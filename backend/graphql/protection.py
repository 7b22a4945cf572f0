"""Mutation.reportProtection and Query.protection: in how many browsers of an agency our gate stands."""

from datetime import date
from typing import Annotated

import strawberry

from backend.access.roles import Capability, line_of, may
from backend.compliance import protecting, protection
from backend.directory.queries import agency_names
from backend.errors import UsageError
from backend.graphql.agencies import Agency
from backend.graphql.context import Info
from backend.graphql.enums import Browser, Gate, Host
from backend.graphql.permissions import guarded
from backend.graphql.problems import AgencyNotFound, ForbiddenError, InputError


@strawberry.input(
    description="A kind of webmail whose page was looked at since the last report. `missing`: which of the gate's "
    "expectations failed there, as codes (small letters, digits, underscores); none: all is well."
)
class HostCheckInput:
    host: Host
    missing: list[str]


@strawberry.input(
    description="What a gate says of itself once a day. `device`: 22 to 43 random base64url characters that it made "
    "and uses for nothing else. `managed`: a policy holds it in place. `bundle`: the rules it goes by, empty for none."
)
class ProtectionInput:
    device: str
    gate: Gate
    version: str
    browser: Browser
    managed: bool
    bundle: str
    bundle_issued_on: date | None = None
    hosts: list[HostCheckInput]

    def as_reported(self) -> protection.ProtectionReport:
        hosts = {check.host: tuple(check.missing) for check in self.hosts}
        if len(hosts) != len(self.hosts):
            raise UsageError("hosts: each kind once")
        return protection.ProtectionReport(
            device=self.device,
            gate=self.gate,
            version=self.version,
            browser=self.browser,
            managed=self.managed,
            bundle=self.bundle,
            bundle_issued_on=self.bundle_issued_on,
            hosts=hosts,
        )


@strawberry.type(description="The report was kept, for an agency and a day, without the log-in.")
class ProtectionReported:
    agency: Agency


@strawberry.type(description="A kind of webmail whose self-check failed in some browsers, and what they missed.")
class FailedHost:
    host: Host
    devices: int
    missing: list[str]


@strawberry.type(description="How many browsers have this version.")
class GateVersion:
    gate: Gate
    version: str
    devices: int


@strawberry.type(
    description="Browsers heard of in 14 days. `bundleIssuedOn`: of the oldest rules any of them goes by. "
    "`withoutRules`: browsers that have none. `lastSeenOn`: of any browser ever heard of in 60 days."
)
class AgencyProtection:
    agency: Agency
    plugin: int
    extension: int
    managed: int
    versions: list[GateVersion]
    last_seen_on: date | None
    bundle_issued_on: date | None
    without_rules: int
    failed: list[FailedHost]

    @classmethod
    def of(cls, one: protection.AgencyProtection) -> "AgencyProtection":
        return cls(
            agency=Agency(code=one.code, name=one.name),
            plugin=one.plugin,
            extension=one.extension,
            managed=one.managed,
            versions=[GateVersion(gate=each.gate, version=each.version, devices=each.devices) for each in one.versions],
            last_seen_on=one.last_seen_on,
            bundle_issued_on=one.bundle_issued_on,
            without_rules=one.without_rules,
            failed=[
                FailedHost(host=each.host, devices=each.devices, missing=list(each.missing)) for each in one.failed
            ],
        )


@strawberry.type(description="Of an agency and of those below it that the caller looks after; by code.")
class Protection:
    agencies: list[AgencyProtection]


ReportProtectionResult = Annotated[
    ProtectionReported | ForbiddenError | InputError, strawberry.union("ReportProtectionResult")
]
ProtectionResult = Annotated[Protection | ForbiddenError | AgencyNotFound, strawberry.union("ProtectionResult")]


@strawberry.type
class ProtectionMutation:
    @guarded(Capability.USE_PLUGIN, "Once a day, by each browser with our gate. Said again, the last word holds.")
    async def report_protection(self, info: Info, report: ProtectionInput) -> ReportProtectionResult:
        context, agency = info.context, info.context.principal.agency
        if agency is None:
            raise UsageError("the directory names no agency for this log-in", code="no_agency")
        async with context.database.write() as session:
            await protecting.report(session, agency.code, report.as_reported(), context.now())
        return ProtectionReported(agency=Agency.of(agency))


@strawberry.type
class ProtectionQuery:
    @guarded(
        Capability.READ_PROTECTION,
        "For the agency's head, and for those who run the system there and below.",
        agency_argument="agency",
    )
    async def protection(self, info: Info, agency: str) -> ProtectionResult:
        context, parents = info.context, await info.context.loaders.parents()
        seen = {
            code
            for code in parents
            if agency in (line := line_of(code, parents))
            and may(context.principal.grants, Capability.READ_PROTECTION, line)
        }
        async with context.database.read() as session:
            names = await agency_names(session, seen)
            found = await protecting.protection(session, names, context.now())
        return Protection(agencies=[AgencyProtection.of(one) for one in found])
