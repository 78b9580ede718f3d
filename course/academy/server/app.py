"""The server: Voila, restricted as it is, with our pages around our modules."""

from __future__ import annotations

import base64
import ipaddress
import logging
import secrets
import signal
import webbrowser
from importlib.metadata import version
from pathlib import Path
from typing import Any

import jinja2
import nbformat
import typer
from jupyter_core.paths import jupyter_path
from jupyter_server.services.kernels.handlers import KernelHandler, _kernel_id_regex
from jupyter_server.utils import url_path_join
from tornado import ioloop, web
from traitlets import Bool
from voila.app import Voila

import academy_widgets
import voila_snapshot
from academy import content, paths, session
from academy.people import People
from academy.server import (
    cohort_pages,
    coming,
    daily,
    fair_pages,
    found_pages,
    guides,
    marking_beside,
    marking_pages,
    marks_pages,
    me,
    member_pages,
    pages,
    peer_pages,
    plain,
    quick,
    sounds,
    sources,
    tools,
)
from academy.server.assets import AssetHandler, Assets, stamp_of
from academy.server.desk import Desk
from academy.server.headers import HEADERS
from academy.server.modules import (
    CloseKernel,
    ModuleHandler,
    ModuleKernel,
)
from academy.server.relay import Relay, RelayHandler
from academy_widgets.typeset.words import plain_text

HERE = Path(__file__).parent
TEMPLATES = HERE / "templates"
STATIC = HERE / "static"
SLIM = Path(voila_snapshot.__file__).parent / "static"

BUNDLES = {
    "academy.css": (
        "tokens.css",
        "page.css",
        "cohort.css",
        "module.css",
        "home.css",
        "mine.css",
    ),
    "snapshot.css": ("tokens.css", "page.css", "module.css", "slim.css"),
    "snapshot.js": ("page.js", "slim.js"),
}


class Academy(Voila):  # type: ignore[misc]  # Voila ships no types
    """Voila with our home page, our template, our identity, and no way to list files."""

    plain = Bool(
        default_value=False, help="Serve modules by plain Voila, never from a snapshot."
    ).tag(config=True)

    behind_proxy = Bool(
        default_value=False, help="Believe X-Forwarded-Proto and X-Real-Ip."
    ).tag(config=True)

    def setup_template_dirs(self) -> None:
        """Use our own template, from the package: nothing to install beside it."""
        self.template_paths = [str(TEMPLATES)]
        self.static_paths = [str(STATIC)]

    def init_settings(self) -> dict[str, Any]:
        """Add what our pages need to Voila's settings."""
        settings: dict[str, Any] = super().init_settings()
        environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True
        )
        self.assets = self._assets()
        page = self.assets["page"].url
        store = session.open_store()
        people = People(store)
        course = content.load_course()
        mark = (TEMPLATES / "mark.svg.j2").read_bytes()
        # What the frame of every page needs, Jupyter's own error pages among them.
        frame = {
            "asset": lambda name: f"{page}/{name}",
            "course": course,
            "home": self.base_url,
            "icon": f"data:image/svg+xml;base64,{base64.b64encode(mark).decode()}",
        }
        environment.globals.update(frame)
        environment.filters["plain"] = plain_text
        self.exporter = plain.exporter(self.template_paths, self.config)
        settings.update(
            jinja2_env=environment,
            voila_jinja2_env=environment,
            headers=HEADERS,
            kernel_owners=self.kernel_manager.owners,
            # Else a page elsewhere could let its own name lead here, and read our pages.
            allow_remote_access=self.behind_proxy or not _is_this_machine(self.ip),
            kernel_websocket_connection_class=Relay,
            course=course,
            frame=frame,
            course_version=session.course_version(),
            store=store,
            people=people,
            desk=Desk(store, people),
            tries=coming.tries(),
            owner_token=secrets.token_urlsafe(16),
            quick_pages=None if self.plain else self._quick_pages(),
            assets=self.assets,
            exporter=self.exporter,
            kept_notebooks={},
            kept_page_config={},
            xsrf_cookies=True,
            compress_response=True,
        )
        self._trust_modules()
        # Jupyter Server counts pings in milliseconds and Tornado, which reads the same
        # properties, in seconds; so Tornado warns of a patience that Jupyter needs: with
        # no more of it than between two pings, a healthy connection is closed.
        logging.getLogger("tornado.general").addFilter(
            lambda record: "websocket_ping_timeout" not in record.getMessage()
        )
        return settings

    def _quick_pages(self) -> quick.QuickPages:
        return quick.make(self.kernel_spec_manager, self.exporter, self.log)

    def _trust_modules(self) -> None:
        """Sign the course's own notebooks, or each visit would warn of them."""
        for path in Path(self.root_dir).glob("*/*.ipynb"):
            notebook = nbformat.reads(path.read_text("utf-8"), as_version=4)
            self.contents_manager.notary.sign(notebook)

    def _assets(self) -> dict[str, Assets]:
        base = url_path_join(self.base_url, "assets")
        widgets = Path(academy_widgets.__file__).parent
        voila = [
            Path(p) / "voila" / "templates" / "base" / "static" for p in jupyter_path()
        ]
        own = stamp_of(STATIC) + stamp_of(widgets)[:6] + stamp_of(SLIM)[:6]
        libraries = "-".join(version(name) for name in ("voila", "ipywidgets", "anywidget"))
        return {
            "page": Assets(f"{base}/page", [STATIC, widgets, SLIM], own, BUNDLES),
            "voila": Assets(f"{base}/voila", voila, libraries),
            "lab": Assets(
                f"{base}/lab", [Path(p) for p in self.labextensions_path], libraries
            ),
        }

    def init_handlers(self) -> list[Any]:
        """Return every route there is; Voila's own file lists are not among them."""
        page = {
            "template_paths": self.template_paths,
            "config": self.config,
            "voila_configuration": self.voila_configuration,
        }
        rules: list[tuple[str, type[web.RequestHandler], dict[str, Any]]] = [
            ("/", pages.Home, {}),
            (r"/owner/([\w-]+)", coming.OwnersDoor, {}),
            ("/return", coming.ComeBack, {}),
            ("/join", coming.Join, {}),
            ("/me", me.Me, {}),
            ("/me/audience", me.MoveAudience, {}),
            ("/me/export", me.Export, {}),
            ("/me/erase", me.Erase, {}),
            ("/me/phrase", coming.MakePhrase, {}),
            ("/me/sign-out", coming.SignOut, {}),
            *member_pages.ROUTES,
            *peer_pages.ROUTES,
            *cohort_pages.ROUTES,
            *guides.ROUTES,
            *found_pages.ROUTES,
            *marking_pages.ROUTES,
            *fair_pages.ROUTES,
            *marking_beside.ROUTES,
            *marks_pages.ROUTES,
            (r"/health", pages.Health, {}),
            (r"/modules/(\d\d_[a-z0-9_]+)", ModuleHandler, page),
            (r"/modules/(\d\d_[a-z0-9_]+)/kernel", ModuleKernel, {}),
            *sources.ROUTES,
            *sounds.routes(self.root_dir),
            *tools.routes(page),
            (rf"/api/kernels/{_kernel_id_regex}", KernelHandler, {}),
            (
                rf"/api/kernels/{_kernel_id_regex}/channels",
                RelayHandler,
                {},
            ),
            (rf"/voila/api/shutdown/{_kernel_id_regex}", CloseKernel, {}),
        ]
        routes: list[Any] = [
            (url_path_join(self.base_url, path), handler, options)
            for path, handler, options in rules
        ]
        routes += [
            (rf"{assets.url}/(.*)", AssetHandler, {"assets": assets})
            for assets in self.assets.values()
        ]
        routes.append((r".*", pages.NotFound))
        return routes

    def listen(self) -> None:
        """Serve until somebody stops us."""
        self.app.listen(self.port, self.ip, xheaders=self.behind_proxy)
        self.ioloop = ioloop.IOLoop.current()
        daily.start(self.app.settings["store"], self.app.settings["people"])
        here = self.connection_url.replace("//0.0.0.0:", "//127.0.0.1:")
        door = f"{here}owner/{self.app.settings['owner_token']}"
        typer.echo(f"The Academy is open at {here}  (Ctrl-C closes it)")
        typer.echo(f"Your own way in, once, with what you do in JupyterLab: {door}")
        typer.echo(f"Words are kept in {paths.data()}")
        typer.echo(f"There is room for {self.kernel_manager.most} learners at work at once")
        if self.open_browser:
            webbrowser.open(door)
        for sign in (signal.SIGINT, signal.SIGTERM):
            signal.signal(sign, self._handle_signal_stop)
        try:
            self.ioloop.start()
        finally:
            self.stop()


def _is_this_machine(ip: str) -> bool:
    try:
        return ipaddress.ip_address(ip).is_loopback
    except ValueError:
        return ip == "localhost"
