"""What a page asked of servers."""

from playwright.sync_api import Page, Request


class Traffic:
    """Every request of one page from the moment this is made."""

    def __init__(self, page: Page) -> None:
        self._requests: list[Request] = []
        page.on("request", lambda request: self._requests.append(request))

    def forget(self) -> None:
        """Only what is asked from now on counts."""
        self._requests.clear()

    @property
    def uploads(self) -> list[str]:
        """Addresses of requests that carry a file to the webmail."""
        return [request.url for request in self._requests if _uploads(request)]

    def to(self, part: str) -> list[Request]:
        """Requests with this text in their address."""
        return [request for request in self._requests if part in request.url]

    @property
    def posted(self) -> list[str]:
        """Addresses of requests that tell a server something."""
        return [request.url for request in self._requests if request.method not in ("GET", "HEAD")]

    def bodies_with(self, needle: bytes) -> list[str]:
        """Addresses of requests whose body holds these bytes."""
        return [request.url for request in self._requests if needle in (request.post_data_buffer or b"")]


def _uploads(request: Request) -> bool:
    kind = request.headers.get("content-type", "")
    return request.method == "POST" and ("_action=upload" in request.url or kind.startswith("multipart/form-data"))
