import http.cookiejar
import json
import re
import shutil
import time
import urllib.error
import urllib.request

import psutil
import pytest
import yaml

from academy import content, paths

pytestmark = pytest.mark.kernel


LISTENING = "/modules/02_listening"


class Visitor:
    """A browser without a screen: keeps its cookies, follows redirects."""

    def __init__(self, url):
        self.url = url
        self.jar = http.cookiejar.CookieJar()
        cookies = urllib.request.HTTPCookieProcessor(self.jar)
        self.opener = urllib.request.build_opener(cookies)

    def ask(self, path, method="GET", **headers):
        """Return status, headers and text."""
        data = b"" if method == "POST" else None
        request = urllib.request.Request(
            self.url + path, data=data, method=method, headers=headers
        )
        try:
            answer = self.opener.open(request, timeout=60)
        except urllib.error.HTTPError as error:
            answer = error
        return answer.status, answer.headers, answer.read()

    def page(self, path):
        return self.ask(path)[2].decode()

    def cookie(self):
        return next(one for one in self.jar if one.name.startswith("academy-learner"))

    def kernel(self):
        """Open the module, touch it, and return its kernel's id."""
        text = self.page(LISTENING)
        if found := re.search(r'"kernelId": "([0-9a-f-]{36})"', text):
            return found[1]
        start = re.search(r'"startUrl":"([^"]+)"', text)[1]
        status, _, answer = self.ask(start, method="POST", **self.token())
        assert status == 201, answer
        return json.loads(answer)["id"]

    def token(self):
        """Return the header that shows that a request comes from our own page."""
        return {"X-XSRFToken": next(one.value for one in self.jar if one.name == "_xsrf")}


@pytest.fixture
def visitor(served):
    return Visitor(served.url)


def test_home_tells_what_there_is(visitor):
    text = visitor.page("/")
    for words in ("Help Yourself", "Cohort Training", "About 60 minutes", "words are kept"):
        assert words in text


def test_every_page_has_its_guards(visitor):
    for path in ("/", LISTENING, "/nowhere"):
        headers = visitor.ask(path)[1]
        csp = headers["Content-Security-Policy"]
        assert "default-src 'self'" in csp
        assert "frame-ancestors 'none'" in csp
        assert "unsafe-inline" not in csp.split("style-src")[0]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"


def test_a_visitor_gets_an_id_that_no_script_can_read_and_keeps_it(visitor):
    visitor.page("/")
    first = visitor.cookie()
    assert first.has_nonstandard_attr("HttpOnly")
    assert first.get_nonstandard_attr("SameSite") == "Lax"
    visitor.page("/")
    assert visitor.cookie().value == first.value


def test_a_forged_cookie_is_nobody(visitor):
    visitor.page("/")
    cookie = visitor.cookie()
    cookie.value = cookie.value.replace("2|1:0", "2|1:1", 1)
    visitor.jar.set_cookie(cookie)
    status, headers, _ = visitor.ask("/")
    assert status == 200
    assert "academy-learner" in headers["Set-Cookie"]


def test_an_unknown_address_gets_a_page_with_a_way_out(visitor):
    for path in ("/nowhere", "/modules/99_nothing", "/voila/tree", "/voila/render/x.ipynb"):
        status, _, text = visitor.ask(path)
        assert status == 404
        assert b"Go to the home page" in text
        assert b"Traceback" not in text


def test_nothing_lists_or_gives_away_files(visitor):
    for path in (
        "/assets/page/x/../../academy.db",
        "/voila/api/contents/",
        "/voila/files/02_listening/night_shift.yml",
        "/api/kernels",
        "/modules/../course.yml",
    ):
        assert visitor.ask(path)[0] in (403, 404)


def test_static_files_are_compressed_and_kept_for_ever(visitor):
    text = visitor.page("/") + visitor.page(LISTENING)
    names = set(re.findall(r'(?:href|src)="(/assets/[^"]+)"', text))
    assert any(name.endswith(".css") for name in names)
    for name in names:
        status, headers, _ = visitor.ask(name, **{"Accept-Encoding": "gzip"})
        assert status == 200
        assert "immutable" in headers["Cache-Control"]
        if name.endswith((".css", ".js")):
            assert headers["Content-Encoding"] == "gzip"


def test_an_asset_is_never_from_outside_its_folders(visitor):
    url = re.search(r'href="(/assets/page/[^/]+)/', visitor.page("/"))[1]
    for name in (
        "../app.py",
        "..%2fapp.py",
        "%2e%2e/app.py",
        "//etc/passwd",
        "/etc/passwd",
    ):
        assert visitor.ask(f"{url}/{name}")[0] == 404


def test_a_kernel_is_its_learners_alone(served, visitor):
    kernel = visitor.kernel()
    stranger = Visitor(served.url)
    stranger.page("/")
    assert visitor.ask(f"/api/kernels/{kernel}")[0] == 200
    assert stranger.ask(f"/api/kernels/{kernel}")[0] == 403
    assert stranger.ask(f"/api/kernels/{kernel}", method="DELETE")[0] == 403
    assert stranger.ask(f"/voila/api/shutdown/{kernel}", method="POST")[0] == 403
    upgrade = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    }
    assert stranger.ask(f"/api/kernels/{kernel}/channels", **upgrade)[0] == 403
    assert Visitor(served.url).ask(f"/api/kernels/{kernel}/channels", **upgrade)[0] == 403
    assert visitor.ask(f"/api/kernels/{kernel}")[0] == 200


def test_leaving_a_page_ends_its_kernel_but_not_from_another_site(visitor):
    kernel = visitor.kernel()
    path = f"/voila/api/shutdown/{kernel}"
    assert visitor.ask(path, method="POST", Origin="https://elsewhere.example")[0] == 403
    assert visitor.ask(path, method="POST", Origin=visitor.url)[0] == 204
    ended = time.monotonic() + 20
    while visitor.ask(f"/api/kernels/{kernel}")[0] == 200:
        assert time.monotonic() < ended
        time.sleep(0.5)


def test_the_owners_door_opens_once(own_served):
    door = own_served.owners_door().removeprefix(own_served.url)
    first, second = Visitor(own_served.url), Visitor(own_served.url)
    assert str(own_served.data) in first.page(door)
    assert str(own_served.data) not in second.page(door)


def scripts_of(text):
    assert not re.findall(r'(?:src|href)="https?://[^"]*\.(?:js|css)', text)
    return re.findall(r'<script[^>]* src="([^"]+)"', text)


def test_a_plain_module_loads_only_the_extensions_that_it_needs(plain_served, in_listening):
    text = Visitor(plain_served.url).page(LISTENING)
    assert len(scripts_of(text)) == 2
    config = json.loads(re.search(r'jupyter-config-data"[^>]*>(.*?)</script>', text)[1])
    assert {one["name"] for one in config["federated_extensions"]} == {
        "anywidget",
        "@jupyter-widgets/jupyterlab-manager",
        "@voila-dashboards/widgets-manager8",
    }
    opening = text.count("Opening the exercise")
    assert opening == text.count("application/vnd.voila.cell-output") == in_listening


def test_a_module_from_a_snapshot_is_one_script_and_no_answer_key(
    quick_served, in_listening
):
    visitor = Visitor(quick_served.url)
    text = visitor.page(LISTENING)
    assert len(scripts_of(text)) == 1
    assert text.count("application/vnd.jupyter.widget-view+json") == in_listening
    exercise = content.load_exercise(
        paths.content() / "modules/02_listening/night_shift.yml"
    )
    for reply in exercise.replies:
        assert reply.text[:20] in text
        assert reply.why[:20] not in text
        assert reply.then[:20] not in text


@pytest.fixture
def two_modules(tmp_path, academy):
    """An Academy whose course has two modules, the second a copy of the first."""
    content = tmp_path / "content"
    for folder in ("course", "modules"):
        ignored = shutil.ignore_patterns("academy", "__pycache__", "front", "node_modules")
        shutil.copytree(paths.content() / folder, content / folder, ignore=ignored)
    shutil.copytree(content / "modules/02_listening", content / "modules/03_again")
    for file in (content / "modules/03_again").glob("*.yml"):
        file.write_text(file.read_text("utf-8").replace("02_listening/", "03_again/"))
    course = yaml.safe_load((content / "course/course.yml").read_text("utf-8"))
    first = course["modules"][0]
    course["modules"] = [first, first | {"id": "03_again", "title": "Again"}]
    (content / "course/course.yml").write_text(yaml.safe_dump(course))
    made = academy(tmp_path / "data", ACADEMY_CONTENT=str(content)).start()
    yield Visitor(made.url)
    made.stop()


def test_modules_know_their_place_and_lead_on(two_modules, in_listening):
    first, second = map(two_modules.page, (LISTENING, "/modules/03_again"))
    assert "module 1 of 2" in first
    assert 'rel="next" href="/modules/03_again"' in first
    assert 'rel="prev"' not in first
    assert f'rel="prev" href="{LISTENING}"' in second
    assert 'rel="next"' not in second
    none_yet = f"{in_listening} exercises, none answered yet"
    assert two_modules.page("/").count(none_yet) == 2


@pytest.mark.parametrize("mode", ["quick", "plain"])
def test_beyond_its_room_a_visitor_waits_and_nobody_at_work_is_harmed(
    academy, tmp_path, mode
):
    made = academy(tmp_path / "data", mode, options=["--sessions", "1"]).start()
    first, second = Visitor(made.url), Visitor(made.url)
    kernel = first.kernel()
    if mode == "plain":
        status, headers, text = second.ask(LISTENING)
        assert b"full just now" in text
        assert b'http-equiv="refresh"' in text
    else:
        start = re.search(r'"startUrl":"([^"]+)"', second.page(LISTENING))[1]
        status, headers, _ = second.ask(start, method="POST", **second.token())
    assert (status, headers["Retry-After"]) == (503, "15")
    assert first.ask(f"/api/kernels/{kernel}")[0] == 200
    first.ask(f"/voila/api/shutdown/{kernel}", method="POST", Origin=made.url)
    time.sleep(5)
    assert second.kernel()
    made.stop()


def test_a_page_that_is_only_read_holds_no_kernel(quick_served):
    visitor = Visitor(quick_served.url)
    before = len(psutil.Process(quick_served.process.pid).children(recursive=True))
    for _ in range(20):
        visitor.page(LISTENING)
    after = len(psutil.Process(quick_served.process.pid).children(recursive=True))
    assert after <= before


def test_a_page_from_before_a_change_is_told_so(quick_served):
    visitor = Visitor(quick_served.url)
    start = re.search(r'"startUrl":"([^"?]+)', visitor.page(LISTENING))[1]
    answer = visitor.ask(f"{start}?snapshot=older", method="POST", **visitor.token())
    assert answer[0] == 409


def test_a_kernel_is_not_started_from_another_site(quick_served):
    visitor = Visitor(quick_served.url)
    start = re.search(r'"startUrl":"([^"]+)"', visitor.page(LISTENING))[1]
    assert visitor.ask(start, method="POST")[0] == 403
