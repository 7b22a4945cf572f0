"""The parts of a whole letter, taken apart as far as they go. Nothing here raises."""

from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from email.policy import compat32

from backend.mail.line_ends import with_unix_ends
from backend.mail.transfer import content_of

DEEPEST = 20  # multiparts inside multiparts; letters of people have three or four
MOST_PARTS = 1000
_BROKEN = (
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    RecursionError,
    AssertionError,
)  # of the library's parser


def parsed(raw: bytes) -> Message:
    """The letter with its parts; where the library's parser gives up, the header with nothing behind it."""
    text = with_unix_ends(raw)
    if text.startswith(b"From "):  # the envelope line of an mbox file
        text = text.partition(b"\n")[2]
    try:
        return message_from_bytes(text, policy=compat32)
    except _BROKEN:
        return Message(policy=compat32)


def content_type(part: Message) -> str:
    try:
        return part.get_content_type()
    except _BROKEN:
        return "text/plain"


def parts_of(letter: Message) -> Iterator[tuple[str, Message]]:
    """(content type of the multipart around it, "" for none; part), in order. What a letter encloses as a message is
    one part: its inside was written by somebody else."""
    waiting: list[tuple[str, Message, int]] = [("", letter, 0)]
    for _ in range(MOST_PARTS):
        if not waiting:
            return
        around, part, depth = waiting.pop()
        kind, payload = content_type(part), part.get_payload()
        if kind.startswith("multipart/") and isinstance(payload, list) and depth < DEEPEST:
            waiting += [(kind, inner, depth + 1) for inner in reversed(payload) if isinstance(inner, Message)]
        else:
            yield around, part


def text_of(part: Message) -> str:
    """What stands in the part, decoded; that of a `message/…` part with the fields the parser took for a header."""
    payload = part.get_payload()
    if isinstance(payload, list):
        text = "\n\n".join(_with_header(inner) for inner in payload if isinstance(inner, Message))
        return _decoded_again(part, text)
    try:
        content = content_of(part) or b""
        return content.decode(_charset(part), "replace")
    except _BROKEN:
        return ""


def _with_header(message: Message) -> str:
    fields = "\n".join(f"{name}:{value}" for name, value in message.raw_items())
    return f"{_as_text(fields)}\n\n{text_of(message)}".strip("\n")


def _decoded_again(part: Message, text: str) -> str:
    """A `message/…` part in base64 or quoted-printable is against RFC 2046 section 5.2.1, and is met."""
    encoding = str(part.get("Content-Transfer-Encoding", "")).strip().lower()
    if encoding not in ("base64", "quoted-printable"):
        return text
    carrier = Message(policy=compat32)
    carrier["Content-Transfer-Encoding"] = encoding
    carrier.set_payload(text.encode("utf-8", "replace").decode("ascii", "replace"))
    decoded = with_unix_ends(content_of(carrier) or b"").decode("utf-8", "replace")
    return decoded if ":" in decoded else text


def _as_text(value: str) -> str:
    return value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _charset(part: Message) -> str:
    """A charset of text that Python knows; UTF-8 stands for none and for ASCII."""
    try:
        charset = part.get_content_charset("utf-8")
        "".encode(charset)
    except _BROKEN:
        return "utf-8"
    return "utf-8" if charset in ("us-ascii", "ascii") else charset
