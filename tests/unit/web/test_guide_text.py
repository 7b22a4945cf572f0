"""Our guides' Markdown as HTML, and nothing of a file as markup."""

import pytest

from backend.web.guide_text import html_of, title_of

TABLE = (
    '<table class="listing even"><thead><tr><th scope="col">a</th><th scope="col">b</th></tr></thead>'
    "<tbody><tr><td>1</td><td><strong>2</strong></td></tr></tbody></table>"
)


def address(target: str) -> str | None:
    return {"dang-nhap.md": "/huong-dan/dang-nhap", "hinh/thu.png": "/huong-dan/hinh/thu.png"}.get(target)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("# Gửi thư\n\nMột dòng\nhai dòng.", "<p>Một dòng hai dòng.</p>"),
        ("## Việc\n### Nhỏ", "<h2>Việc</h2>\n<h3>Nhỏ</h3>"),
        ("Làm:\n- một\n  tiếp\n- hai\n\nXong", "<p>Làm:</p>\n<ul><li>một tiếp</li><li>hai</li></ul>\n<p>Xong</p>"),
        ("1. **Bấm** `Gửi`\n2. hai", "<ol><li><strong>Bấm</strong> <code>Gửi</code></li><li>hai</li></ol>"),
        ("[Đăng nhập](dang-nhap.md), [khác](../x.md)", '<p><a href="/huong-dan/dang-nhap">Đăng nhập</a>, khác</p>'),
        (
            "![Ô thư](hinh/thu.png)",
            '<figure><img src="/huong-dan/hinh/thu.png" alt="Ô thư" loading="lazy"></figure>',
        ),
        ("```\na < b\n\n# c\n```\nsau", "<pre><code>a &lt; b\n\n# c</code></pre>\n<p>sau</p>"),
        ("| a | b |\n|---|---|\n| 1 | **2** |", TABLE),
        ('<script>x</script> <img src="x">', "<p>&lt;script&gt;x&lt;/script&gt; &lt;img src=&quot;x&quot;&gt;</p>"),
        ("[a](javascript:alert)", "<p>a</p>"),
    ],
)
def test_what_a_guide_says_is_written_as_html(text: str, html: str) -> None:
    assert html_of(text, address) == html


def test_a_guide_is_called_by_its_first_heading() -> None:
    assert title_of("# Đăng nhập\n\n## Khi nào\n") == "Đăng nhập"
