"""What a Word part loses before it is read, and what it must keep."""

import re
from xml.etree import ElementTree

import pytest

from backend.documents.word_slim import slim
from backend.documents.word_styles_slim import without_idle_styles

NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def slimmed(inside: str, *, plain_styles: bool = True) -> str:
    return slim(f"<w:p {NAMESPACE}>{inside}</w:p>".encode(), plain_styles=plain_styles).decode()


def whole(inside: str) -> str:
    return f"<w:p {NAMESPACE}>{inside}</w:p>"


def test_looks_of_letters_and_paragraphs_go() -> None:
    looks = '<w:pPr><w:jc w:val="left"/><w:rPr><w:b/></w:rPr></w:pPr><w:r><w:rPr><w:sz/></w:rPr><w:t>a</w:t></w:r>'
    assert slimmed(looks) == whole("<w:r><w:t>a</w:t></w:r>")


def test_numbers_of_editing_sessions_go() -> None:
    assert slimmed('<w:r w:rsidR="00A1B2C3"><w:t>a</w:t></w:r>') == whole("<w:r><w:t>a</w:t></w:r>")


@pytest.mark.parametrize(
    "asked",
    [
        "<w:r><w:rPr><w:caps/></w:rPr><w:t>mật</w:t></w:r>",
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>mật</w:t></w:r>",
        '<w:r><w:rPr><w:rFonts w:ascii=".VnTimeH"/></w:rPr><w:t>mËt</w:t></w:r>',
        '<w:r><w:br w:type="page"/><w:tab/><w:lastRenderedPageBreak/></w:r>',
        "<w:r><w:t><![CDATA[<w:b/>]]></w:t></w:r>",
        '<w:r><w:b w:val="&amp;"/></w:r>',
        "<w:b>MẬT</w:b>",
        '<w:r><w:sym w:char="1EAC"/></w:r>',
    ],
)
def test_whatever_says_something_or_looks_odd_stays(asked: str) -> None:
    assert slimmed(asked) == whole(asked)


def test_names_of_styles_and_fonts_go_only_where_no_style_and_no_font_matters() -> None:
    styled = '<w:pPr><w:pStyle w:val="Title"/></w:pPr><w:r><w:rPr><w:rFonts w:ascii="Arial"/></w:rPr><w:t>a</w:t></w:r>'
    assert slimmed(styled) == whole("<w:r><w:t>a</w:t></w:r>")
    assert slimmed(styled, plain_styles=False) == whole(styled)


def test_runs_that_look_alike_become_one() -> None:
    runs = (
        '<w:r w:rsidR="00A1B2C3"><w:t xml:space="preserve">M </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>Ậ</w:t></w:r>'
    )
    assert slimmed(f"{runs}<w:r><w:t> T</w:t></w:r>") == whole("<w:r><w:t>M Ậ T</w:t></w:r>")


def test_runs_that_end_what_they_did_not_begin_stay_as_they_are() -> None:
    malformed = "<w:x><w:t>M</w:t></w:r><w:r><w:t>T</w:t></w:x>"
    assert slimmed(malformed) == whole(malformed)


STYLES = (
    f'<w:styles {NAMESPACE}><w:docDefaults/><w:latentStyles w:count="1"><w:lsdException w:name="a"/></w:latentStyles>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Idle"><w:basedOn w:val="Normal"/><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Below"><w:basedOn w:val="Stamp"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Stamp"><w:rPr><w:caps/></w:rPr></w:style></w:styles>'
)


def test_of_styles_those_stay_that_change_a_letter_or_are_based_on_one_that_does() -> None:
    left = without_idle_styles(STYLES.encode(), [STYLES.encode().index(b"<w:caps")]).decode()

    assert re.findall('w:styleId="([A-Za-z]+)"', left) == ["Normal", "Below", "Stamp"]
    assert "latentStyles" not in left
    ElementTree.fromstring(left)


def test_styles_that_word_would_not_write_so_stay_as_they_are() -> None:
    nested = STYLES.replace("<w:rPr><w:b/>", '<w:style w:styleId="Inner"><w:b/>')
    assert without_idle_styles(nested.encode(), []) == nested.encode()
