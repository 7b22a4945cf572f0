"""A key that signs the directory's history in tests."""

from joserfc.jwk import OKPKey

DIRECTORY_KEY = OKPKey.generate_key("Ed25519", private=True)
