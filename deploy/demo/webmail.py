"""The demo's webmails behind nginx and PHP-FPM: the province's with the plugin, and the one citizens use."""

from pathlib import Path

from deploy.demo.daemons import launch, pid_in
from deploy.demo.demo_user import DemoUser
from deploy.demo.filling import fill
from deploy.demo.layout import Layout
from deploy.demo.processes import ProcessRecord
from deploy.demo.programs import Programs
from deploy.demo.roundcube import Site, write_for_php, write_site

NGINX_FILES = Path("/etc/nginx")
ENVIRONMENT = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8"}


class Webmail:
    """nginx and PHP run as the demo's user from their first instruction on."""

    name = "webmail"

    def __init__(self, layout: Layout, programs: Programs, user: DemoUser) -> None:
        self._layout = layout
        self._programs = programs
        self._user = user
        self._folder = layout.home / "webmail"

    def configure(self, plugin: Path, plugin_configuration: str) -> None:
        """`plugin` is the folder of the Roundcube plugin, readable for the demo's user; the configuration is PHP."""
        layout = self._layout
        system = self._programs.roundcube
        inside = Site(self._folder, "Thư điện tử tỉnh Thái Nguyên", layout.ports.submission, plugin)
        outside = Site(
            layout.home / "outside-webmail", "Hộp thư của người dân", layout.ports.outside_submission, plugin=None
        )
        write_site(inside, layout, system, self._user)
        write_site(outside, layout, system, self._user)
        write_for_php(self._folder / "config" / "congvu.inc.php", f"<?php\n\n{plugin_configuration}\n", self._user)
        self._user.folder(layout.runtime / "web", 0o700)
        self._user.folder(layout.home / "sessions", 0o700)
        places = {"home": layout.home, "runtime": layout.runtime}
        self._write("php-fpm.conf", fill("php-fpm.conf", **places))
        self._write("site.conf", fill("site.conf", fastcgi_params=NGINX_FILES / "fastcgi_params", **places))
        nginx = fill(
            "nginx.conf",
            mime_types=NGINX_FILES / "mime.types",
            webmail_port=layout.ports.webmail,
            outside_webmail_port=layout.ports.outside_webmail,
            **places,
        )
        self._write("nginx.conf", nginx)

    def start(self, record: ProcessRecord) -> None:
        """
        Raises:
            Refused: PHP or nginx does not start; with its own reason.
        """
        errors = self._layout.log / "web" / "nginx-error.log"
        php: list[str | Path] = [self._programs.php_fpm, "--daemonize", "--fpm-config", self._folder / "php-fpm.conf"]
        nginx: list[str | Path] = [self._programs.nginx, "-e", errors, "-c", self._folder / "nginx.conf"]
        for name, command in (("php-fpm", php), ("nginx", nginx)):
            launch(name, command, user=self._user, environment=ENVIRONMENT)
            record.add(name, pid_in(self._layout.runtime / "web" / f"{name}.pid", name))

    def _write(self, name: str, text: str) -> None:
        (self._folder / name).write_text(text, "utf-8")
