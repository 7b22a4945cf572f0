"""CRX3: a zip archive that Chromium's browsers install, signed with the key its id comes from.

Layout: "Cr24", version 3, length of the header (both 4 bytes, little endian), header, archive. The header is a message
CrxFileHeader: proofs of (public key, signature) in field 2 (RSA with SHA-256), and in field 10000 what is signed
besides the archive: the id. Source: Chromium, components/crx_file/crx3.proto and crx_creator.cc.
"""

import struct
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key

from backend.extension_package.protobuf import byte_field, byte_fields

_MAGIC = b"Cr24"
_PREFIX = struct.Struct("<4sII")
_CONTEXT = b"CRX3 SignedData\x00"
_RSA_PROOF, _SIGNED_HEADER_DATA = 2, 10000  # of CrxFileHeader
_PUBLIC_KEY, _SIGNATURE = 1, 2  # of AsymmetricKeyProof
_CRX_ID = 1  # of SignedData
_LETTERS = str.maketrans("0123456789abcdef", "abcdefghijklmnop")


class CrxError(ValueError):
    """No CRX3 file, or one that was not signed by the key it names."""


@dataclass(frozen=True, slots=True)
class Crx:
    extension_id: str
    archive: bytes


def public_key_of(key: RSAPrivateKey) -> bytes:
    """SubjectPublicKeyInfo, DER: what the manifest's `key` is the base64 of."""
    return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def extension_id(public_key: bytes) -> str:
    """32 letters a to p: the first half of the key's SHA-256."""
    return sha256(public_key).hexdigest()[:32].translate(_LETTERS)


def write_crx(archive: bytes, key: RSAPrivateKey) -> bytes:
    """The same bytes for the same archive and key: PKCS #1 v1.5 signatures hold nothing random."""
    public_key = public_key_of(key)
    signed_header = byte_field(_CRX_ID, sha256(public_key).digest()[:16])
    signature = key.sign(_signed(signed_header, archive), PKCS1v15(), SHA256())
    proof = byte_field(_PUBLIC_KEY, public_key) + byte_field(_SIGNATURE, signature)
    header = byte_field(_RSA_PROOF, proof) + byte_field(_SIGNED_HEADER_DATA, signed_header)
    return _PREFIX.pack(_MAGIC, 3, len(header)) + header + archive


def read_crx(written: bytes) -> Crx:
    """The archive, once its signature is checked as Chromium does: by the key that the id is made of. Whoever else
    signed it besides (as the Web Store does) is passed over.

    Raises:
        CrxError: it cannot be read, or its signature does not hold.
    """
    try:
        magic, version, length = _PREFIX.unpack_from(written)
        header = list(byte_fields(written[_PREFIX.size : _PREFIX.size + length]))
        proofs = [dict(byte_fields(value)) for number, value in header if number == _RSA_PROOF]
        signed_header = dict(header)[_SIGNED_HEADER_DATA]
        named = dict(byte_fields(signed_header))[_CRX_ID]
        proof = {sha256(one[_PUBLIC_KEY]).digest()[:16]: one for one in proofs}[named]
        public_key, signature = proof[_PUBLIC_KEY], proof[_SIGNATURE]
        key = load_der_public_key(public_key)
    except (struct.error, ValueError, KeyError) as error:
        raise CrxError("no CRX3 file with a proof by the key of its id") from error
    archive = written[_PREFIX.size + length :]
    if (magic, version) != (_MAGIC, 3) or not isinstance(key, RSAPublicKey):
        raise CrxError("no CRX3 file with a proof by an RSA key")
    try:
        key.verify(signature, _signed(signed_header, archive), PKCS1v15(), SHA256())
    except InvalidSignature as error:
        raise CrxError("the signature does not hold") from error
    return Crx(extension_id(public_key), archive)


def _signed(signed_header: bytes, archive: bytes) -> bytes:
    return _CONTEXT + struct.pack("<I", len(signed_header)) + signed_header + archive
