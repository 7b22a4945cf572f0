"""What files travel in: archives of each kind, letters, archives inside archives."""

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from email import policy
from email.message import EmailMessage

from tests.unit.documents.archive_builder import seven_zip

NAME = "tai-lieu.bin"  # a name decides nothing


def zipped(data: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(NAME, data)
    return stream.getvalue()


def zipped_three_times(data: bytes) -> bytes:
    return zipped(zipped(zipped(data)))


def tarred(data: bytes) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        member = tarfile.TarInfo(NAME)
        member.size = len(data)
        archive.addfile(member, io.BytesIO(data))
    return stream.getvalue()


def gzipped(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)


def tar_gzipped(data: bytes) -> bytes:
    return gzipped(tarred(data))


def in_seven_zip(data: bytes) -> bytes:
    return seven_zip({NAME: data})


def attached(data: bytes) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = (
        "a@thainguyen.gov.vn",
        "b@thainguyen.gov.vn",
        "Gửi tài liệu mẫu",
    )
    message.set_content("Kính gửi.")
    message.add_attachment(data, maintype="application", subtype="octet-stream", filename=NAME)
    return message.as_bytes(policy=policy.SMTP)


def bzipped(data: bytes) -> bytes:
    return bz2.compress(data)


def xzipped(data: bytes) -> bytes:
    return lzma.compress(data)
