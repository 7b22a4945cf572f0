"""CRX3: what was signed is what is read, and nothing else is."""

from base64 import b64decode

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from hypothesis import given
from hypothesis import strategies as st

from backend.extension_package.crx import CrxError, extension_id, public_key_of, read_crx, write_crx
from backend.extension_package.protobuf import byte_field, byte_fields

# The public key of a well-known extension (Google Docs Offline), as its manifest says it, and its id in the store.
DOCS_OFFLINE_KEY = (
    "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAnF7RGLAxIon0/XeNZ4MLdP3DMkoORzEAKVg0sb89JpA/W2osTHr91Wqwdc9lW0mFcSpCYS9Y3e7c"
    "UMFo/M2ETASIuZncMiUzX2/0rrWtGQ3UuEj3KSe5PdaVZfisyJw/FebvHwirEWrhqcgzVUj9fL9YjE0G45d1zMKcc1umKvLqPyTznNuKBZ9GJREdGLRJCBmU"
    "gCkI8iwtwC+QZTUppmaD50/ksnEUXv+QkgGN07/KoNA5oAgo49Jf1XBoMv4QXtVZQlBYZl84zAsI82hb63a6Gu29U/4qMWDdI7+3Ne5TRvo6Zi3EI4M2NQNp"
    "lJhik105qrz+eTLJJxvf4slrWwIDAQAB"
)


def test_an_id_is_made_of_the_key_as_the_store_makes_it() -> None:
    assert extension_id(b64decode(DOCS_OFFLINE_KEY)) == "ghbmnnjooekpmoecnnnilnnbdlolhkhi"


def test_what_was_signed_is_read_again(key: RSAPrivateKey) -> None:
    crx = read_crx(write_crx(b"archive", key))

    assert crx.archive == b"archive"
    assert crx.extension_id == extension_id(public_key_of(key))


def test_the_same_archive_gives_the_same_bytes(key: RSAPrivateKey) -> None:
    assert write_crx(b"archive", key) == write_crx(b"archive", key)


@given(at=st.integers(min_value=0), bit=st.integers(0, 7))
def test_a_file_in_which_one_bit_was_changed_is_refused(key: RSAPrivateKey, at: int, bit: int) -> None:
    written = bytearray(write_crx(b"archive", key))
    written[at % len(written)] ^= 1 << bit

    with pytest.raises(CrxError):
        read_crx(bytes(written))


def test_another_key_cannot_sign_for_the_same_id(key: RSAPrivateKey) -> None:
    other = generate_private_key(public_exponent=65537, key_size=2048)
    mine, theirs = write_crx(b"archive", key), write_crx(b"archive", other)

    assert read_crx(mine).extension_id != read_crx(theirs).extension_id


def test_who_signed_besides_changes_nothing(key: RSAPrivateKey) -> None:
    other = generate_private_key(public_exponent=65537, key_size=2048)
    mine, theirs = write_crx(b"archive", key), write_crx(b"archive", other)
    length = int.from_bytes(mine[8:12], "little")  # both are of the same length
    [(number, proof), *_] = byte_fields(theirs[12 : 12 + length])
    besides = byte_field(number, proof)

    for header in (besides + mine[12 : 12 + length], mine[12 : 12 + length] + besides):
        written = mine[:8] + len(header).to_bytes(4, "little") + header + b"archive"
        assert read_crx(written).extension_id == extension_id(public_key_of(key))


@pytest.mark.parametrize("cut", [0, 3, 11, 12, 40, 200])
def test_a_file_that_is_cut_off_is_refused(key: RSAPrivateKey, cut: int) -> None:
    with pytest.raises(CrxError):
        read_crx(write_crx(b"archive", key)[:cut])


@given(st.lists(st.tuples(st.integers(1, 20_000), st.binary(max_size=300))))
def test_fields_are_read_as_they_were_written(fields: list[tuple[int, bytes]]) -> None:
    message = b"".join(byte_field(number, value) for number, value in fields)

    assert list(byte_fields(message)) == fields
