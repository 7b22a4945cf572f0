"""`/du-lieu-ca-nhan` tells everybody what is kept about whom."""

from html import unescape

import httpx

from backend.compliance.purposes import purposes
from backend.web.locale import texts


async def test_the_page_tells_every_purpose_in_both_languages(client: httpx.AsyncClient) -> None:
    for language in ("vi", "en"):
        page = unescape((await client.get("/du-lieu-ca-nhan", params={"lang": language})).text)
        for purpose in purposes():
            for part in ("data", "whose", "why", "kept"):
                assert texts(language)[f"purpose.{purpose.id}_{part}"] in page, (purpose.id, part)
