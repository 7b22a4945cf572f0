"""The browser extension as the demo offers it: packed for its webmails, by a key of the demo's own."""

from typing import TYPE_CHECKING

from deploy.demo.bootstrap import stamps
from deploy.demo.layout import CHECKOUT, Layout

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

BUILT = CHECKOUT / "extension" / "dist"
_MANIFESTS = [BUILT / browser / "manifest.json" for browser in ("chrome", "firefox")]


def is_built() -> bool:
    return all(manifest.is_file() for manifest in _MANIFESTS)


class Extension:
    """Made by what needs the product's libraries only; what stops a demo needs none of it."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._key_file = layout.home / "extension.pem"

    def settings(self) -> dict[str, object]:
        """What the backend is told of it. The id comes from the key, which stays the same."""
        from backend.extension_package.crx import extension_id, public_key_of
        from backend.extension_package.manifest import gecko_id
        from backend.extension_package.policies import Installed

        installed = Installed(extension_id(public_key_of(self._key())), gecko_id(_MANIFESTS[1].read_bytes()))
        return {
            "extension_redirects": list(installed.redirects),
            "extension_origins": [installed.origin],
            "extension_files": str(self._layout.extension),
        }

    def pack(self) -> None:
        """Write it, if it is not there as it would be written. After the backend's first start: that makes the key by
        which the extension believes the rules."""
        from backend.classification.keys import public_part
        from backend.extension_package.pack import pack
        from backend.extension_package.province import Province

        layout, trusted = self._layout, self._layout.home / "keys" / "province.jwk.pub"
        hosts = [f"{url}*" for url in (layout.webmail_url, layout.outside_webmail_url)]
        province = Province(layout.backend_url, tuple(hosts), (public_part(trusted),))
        stamp = layout.home / "extension.stamp"
        sources = sorted(path for path in BUILT.rglob("*") if path.is_file())
        value = stamps.digest([*sources, self._key_file, trusted], layout.backend_url, *hosts)
        if stamps.stands(stamp, value) and layout.extension.exists():
            return
        for name, content in pack(BUILT, province, self._key()).files.items():
            file = layout.extension / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        stamps.put(stamp, value)

    def _key(self) -> "RSAPrivateKey":
        from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
        from cryptography.hazmat.primitives.serialization import (
            Encoding,
            NoEncryption,
            PrivateFormat,
            load_pem_private_key,
        )

        from backend.classification.keys import write_secret

        if not self._key_file.exists():
            made = generate_private_key(public_exponent=65537, key_size=2048)
            write_secret(self._key_file, made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        kept = load_pem_private_key(self._key_file.read_bytes(), password=None)
        assert isinstance(kept, RSAPrivateKey)  # made above
        return kept
