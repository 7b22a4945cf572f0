"""The Markdown our guides are written in, as HTML: headings, paragraphs, lists, tables, code, bold, links, pictures.

Everything else is text: no markup of the file reaches the page. The guides are ours; a mark nobody uses is not known.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from html import escape

Address = Callable[[str], str | None]  # where a link or a picture of the file leads on our pages; None: nowhere

_ITEM = re.compile(r"([-*]|\d+\.) +(.*)")
_INLINE = re.compile(r"`([^`]+)`|\*\*(.+?)\*\*|(!?)\[([^\]]*)\]\(([^)\s]+)\)")


def title_of(text: str) -> str:
    """The first heading."""
    return next((line.removeprefix("# ").strip() for line in text.splitlines() if line.startswith("# ")), "")


def html_of(text: str, address: Address) -> str:
    """Without the first heading, which the page writes itself."""
    blocks = _blocks(text.splitlines())
    written = [_block(block, address) for block in blocks]
    return "\n".join(written[1:] if blocks and blocks[0][0].startswith("# ") else written)


def _blocks(lines: Iterable[str]) -> list[list[str]]:
    """Lines that belong together; a heading stands alone, code keeps its empty lines."""
    blocks: list[list[str]] = []
    current: list[str] = []
    in_code = False
    for line in lines:
        fence = line.startswith("```")
        ends = not in_code and (not line.strip() or line.startswith("#") or fence or _begins(line, current))
        if ends and current:
            blocks.append(current)
            current = []
        if line.strip() or in_code:
            current.append(line)
        if (fence and in_code) or (not in_code and line.startswith("#")):
            blocks.append(current)
            current = []
        in_code ^= fence
    return [*blocks, current] if current else blocks


def _begins(line: str, current: Sequence[str]) -> bool:
    """Whether a list or a table begins, or ends, here without an empty line before it."""
    if not current:
        return False
    kinds = [("item" if _ITEM.match(one) else "row" if one.startswith("|") else "") for one in (current[0], line)]
    return kinds[0] != kinds[1] and not (kinds[0] == "item" and line.startswith(" "))


def _block(lines: list[str], address: Address) -> str:
    first = lines[0]
    if first.startswith("```"):
        return f"<pre><code>{escape(chr(10).join(lines[1:-1]))}</code></pre>"
    if heading := re.match(r"(#+) +(.*)", first):
        level = min(len(heading[1]), 4)
        return f"<h{level}>{_inline(heading[2], address)}</h{level}>"
    if first.startswith("|"):
        return _table(lines, address)
    if _ITEM.match(first):
        return _list(lines, address)
    if first.startswith("![") and len(lines) == 1:
        return _inline(first, address)
    return f"<p>{_inline(' '.join(lines), address)}</p>"


def _list(lines: Sequence[str], address: Address) -> str:
    items: list[str] = []
    for line in lines:
        if item := _ITEM.match(line):
            items.append(item[2])
        else:
            items[-1] += f" {line.strip()}"
    tag = "ol" if lines[0][0].isdigit() else "ul"
    return f"<{tag}>{''.join(f'<li>{_inline(item, address)}</li>' for item in items)}</{tag}>"


def _table(lines: Sequence[str], address: Address) -> str:
    head, _, *rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]
    top = "".join(f'<th scope="col">{_inline(cell, address)}</th>' for cell in head)
    body = "".join(f"<tr>{''.join(f'<td>{_inline(cell, address)}</td>' for cell in row)}</tr>" for row in rows)
    return f'<table class="listing even"><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>'


def _inline(text: str, address: Address) -> str:
    written, end = [], 0
    for found in _INLINE.finditer(text):
        written += [escape(text[end : found.start()]), _marked(found, address)]
        end = found.end()
    return "".join([*written, escape(text[end:])])


def _marked(found: re.Match[str], address: Address) -> str:
    code, bold, is_picture, said, target = found.groups()
    if code is not None:
        return f"<code>{escape(code)}</code>"
    if bold is not None:
        return f"<strong>{_inline(bold, address)}</strong>"
    leads_to = address(target)
    if is_picture:
        picture = f'<img src="{escape(leads_to)}" alt="{escape(said)}" loading="lazy">' if leads_to else escape(said)
        return f"<figure>{picture}</figure>" if leads_to else f"<p>{picture}</p>"
    return f'<a href="{escape(leads_to)}">{_inline(said, address)}</a>' if leads_to else _inline(said, address)
