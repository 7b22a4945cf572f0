"""`/healthz`: the process lives. `/readyz`: it can serve; what is missing is named, nothing more."""

import asyncio
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from backend.errors import DomainError
from backend.settings import Settings
from backend.web.bundle import BundleFile

MAIL_TIMEOUT_SECONDS = 1.0


async def healthz(_request: Request) -> JSONResponse:
    return JSONResponse({"status": "ok"})
