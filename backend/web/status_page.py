"""`/tra-cuu`: a citizen looks up a letter by code and token. State, unit and due date; nothing else, to nobody else.

A wrong code, a wrong token and an expired one get the same page after the same work: one question to the database,
one comparison, one page, and never sooner than `ANSWER_AFTER`.
"""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response

from backend.clock import Clock
from backend.db import Database
from backend.web.client import client_key
from backend.access.rate_limit import RateLimit
from backend.web.pages import Pages

PATH = "/tra-cuu"
ANSWER_AFTER = timedelta(milliseconds=150)
