"""Do the extractors of this machine read a paper and see its mark? Two sample papers are judged as the milter would."""

import io
import zipfile
from email.message import EmailMessage
from xml.sax.saxutils import escape

from backend.classification.approval import read_signed
from backend.classification.keys import read_key
from backend.classification.verdict import Action, Ring
from backend.doctor.fault import Fault
from backend.documents.sandbox import ExtractorCrashed, ExtractorPool, ExtractorTimeout
from backend.errors import BundleError, Unavailable
from backend.gateway.inspected import Inspected
from backend.gateway.judgement import judge
from backend.settings import Settings

SAMPLE = "TÀI LIỆU MẪU, KHÔNG PHẢI BÍ MẬT NHÀ NƯỚC"
MARKED, CLEAN = ("MẬT", SAMPLE, "Giấy thử của congvu doctor."), ("THÔNG BÁO", "Giấy thử của congvu doctor.")
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{WORD}.main+xml"/></Types>'
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)


async def extractor_faults(settings: Settings) -> list[Fault]:
    """
    Raises:
        Unavailable: there are no rules to judge by; the bundle's own check says why.
    """
    try:
        text = settings.bundle.read_text("ascii").strip()
        keys = [read_key(file) for file in settings.trusted_keys]
        read_signed(text, keys, settings.rule_approvals)
    except (OSError, UnicodeDecodeError, BundleError) as error:
        raise Unavailable("no valid rule bundle") from error
    pool: ExtractorPool[Inspected] = ExtractorPool(
        "backend.gateway.inspection.inspect",
        initializer="backend.gateway.inspection.prepare",
        initializer_arguments=(
            text,
            tuple(key.as_dict(private=False) for key in keys),
            settings.rule_approvals,
            settings.authentication_server_id,
        ),
        processes=1,
        memory_bytes=settings.extractor_memory_bytes,
        timeout_seconds=settings.extractor_timeout_seconds,
    )
    try:
        async with pool:
            found = {name: await pool.run(message(*name), "doctor", None, True) for name in (MARKED, CLEAN)}
    except ExtractorTimeout:
        return [Fault("too_slow", {"seconds": f"{settings.extractor_timeout_seconds:.0f}"})]
    except ExtractorCrashed:
        return [Fault("do_not_start", {"megabytes": str(settings.extractor_memory_bytes // 1_000_000)})]
    return verdict_faults(*(judge(one.findings, Ring.OTHER).action for one in found.values()))


def verdict_faults(of_marked: Action, of_clean: Action) -> list[Fault]:
    faults = [] if of_marked is Action.BLOCK else [Fault("mark_unseen", {"action": of_marked})]
    return faults + ([] if of_clean is Action.ALLOW else [Fault("clean_held", {"action": of_clean})])


def message(*lines: str) -> bytes:
    """A letter with one Word paper of these paragraphs."""
    letter = EmailMessage()
    letter["From"] = letter["To"] = "doctor@localhost"
    letter["Subject"] = "congvu doctor"
    letter.set_content("congvu doctor\n")
    letter.add_attachment(paper(lines), maintype="application", subtype=WORD.partition("/")[2], filename="mau.docx")
    return letter.as_bytes()


def paper(lines: tuple[str, ...]) -> bytes:
    paragraphs = "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in lines)
    namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    document = f'<w:document xmlns:w="{namespace}"><w:body>{paragraphs}</w:body></w:document>'
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", _TYPES)
        package.writestr("_rels/.rels", _RELATIONS)
        package.writestr("word/document.xml", document)
    return content.getvalue()
