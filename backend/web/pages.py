"""Renders our pages: templates, texts of the language asked for, and a script nowhere but where a page says so."""

import math
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from backend.web.assets import is_there, versioned
from backend.web.locale import language_of, texts

_templates = Environment(
    loader=PackageLoader("backend.web"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.globals["asset"] = versioned
_templates.globals["is_there"] = is_there


class Pages:
    """Draws pages for one province."""

    def __init__(self, province: str) -> None:
        self._province = province[:1].upper() + province[1:]

    def draw(
        self,
        request: Request,
        template: str,
        *,
        path: str,
        status_code: int = 200,
        indexed: bool = False,
        kept: Mapping[str, str] | None = None,
        **values: Any,
    ) -> HTMLResponse:
        """`path`: where this page lives, without a query; the link to the other language leads there, with what is
        `kept` of the query, as do the page's own forms."""
        language = language_of(request)
        own_texts = texts(language)
        spoken = {} if language == "vi" else {"lang": language}
        own = urlencode({**(kept or {}), **spoken})

        def text(key: str, **names: object) -> str:
            return own_texts[key].format(**names)

        page = _templates.get_template(template).render(
            t=text,
            language=language,
            path=path,
            query="" if language == "vi" else f"?lang={language}",
            province=self._province,
            indexed=indexed,
            kept=f"{urlencode(kept)}&" if kept else "",
            own_query=f"?{own}" if own else "",
            **values,
        )
        return HTMLResponse(page, status_code)

    def wait(self, request: Request, wait: timedelta, *, path: str) -> HTMLResponse:
        """Too many attempts: when to come back, in whole minutes for people and in seconds for programs."""
        seconds = math.ceil(wait.total_seconds())
        headers = {"Retry-After": str(seconds)}
        return self.message(
            request, "too_many", status_code=429, path=path, headers=headers, minutes=math.ceil(seconds / 60)
        )

    def message(
        self,
        request: Request,
        kind: str,
        *,
        status_code: int,
        path: str = "/",
        headers: dict[str, str] | None = None,
        onward: str | None = None,
        **names: object,
    ) -> HTMLResponse:
        """A page that says one thing (`error.<kind>_title`, `error.<kind>`). `onward`: where to sign in after it."""
        title, body = f"error.{kind}_title", texts(language_of(request))[f"error.{kind}"].format(**names)
        response = self.draw(
            request, "message.html", path=path, status_code=status_code, title=title, text=body, onward=onward
        )
        response.headers.update(headers or {})
        return response
