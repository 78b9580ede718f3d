"""What every answer of the server carries, whatever was asked for."""

import re
import subprocess
import sys
import urllib.error
import urllib.request

import pytest

pytestmark = pytest.mark.kernel

ASKED = [
    "/",
    "/return",
    "/join",
    "/me",
    "/me/export",
    "/me/erase",
    "/cohort",
    "/cohort/calendar.ics",
    "/shared",
    "/tutor",
    "/tutor/cohorts/new",
    "/health",
    "/modules/02_listening",
    "/modules/99_nothing",
    "/modules/02_listening/kernel",
    "/owner/not-the-token",
    "/api/kernels/00000000-0000-0000-0000-000000000000",
    "/voila/api/shutdown/00000000-0000-0000-0000-000000000000",
    "/nowhere",
    "/assets/page/x/nothing.css",
]
POSTED = [
    "/return",
    "/join",
    "/me/phrase",
    "/me/sign-out",
    "/me/erase",
    "/me/audience",
    "/modules/02_listening/kernel",
    "/nowhere",
]


class Unmoved(urllib.request.HTTPRedirectHandler):
    """A redirect is an answer like others."""

    def redirect_request(self, *_):
        return None


def answer(url, method="GET"):
    opener = urllib.request.build_opener(Unmoved())
    data = b"" if method == "POST" else None
    try:
        return opener.open(
            urllib.request.Request(url, data=data, method=method), timeout=60
        )
    except urllib.error.HTTPError as error:
        return error


def guarded(headers):
    csp = headers["Content-Security-Policy"]
    assert "default-src 'self'" in csp
    assert "frame-ancestors 'none'" in csp
    assert "unsafe-inline" not in csp.split("style-src")[0]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    return csp


@pytest.mark.parametrize("path", ASKED)
def test_every_answer_has_its_guards_errors_and_redirects_too(quick_served, path):
    assert "unsafe-eval" not in guarded(answer(quick_served.url + path).headers)


@pytest.mark.parametrize("path", POSTED)
def test_a_form_without_its_token_is_refused_and_guarded(quick_served, path):
    refused = answer(quick_served.url + path, "POST")
    assert refused.status in (403, 404)
    guarded(refused.headers)


def test_files_are_guarded_as_pages_are(quick_served):
    text = answer(quick_served.url + "/").read().decode()
    for name in set(re.findall(r'(?:href|src)="(/assets/[^"]+)"', text)):
        guarded(answer(quick_served.url + name).headers)


def test_only_plain_voilas_page_may_compile(plain_served):
    assert "unsafe-eval" in guarded(
        answer(f"{plain_served.url}/modules/02_listening").headers
    )
    assert "unsafe-eval" not in guarded(answer(f"{plain_served.url}/").headers)


def test_cookies_are_for_this_site_and_our_server_alone(quick_served):
    cookies = answer(quick_served.url + "/").headers.get_all("Set-Cookie")
    (ours,) = (one for one in cookies if one.startswith("academy-learner"))
    for word in ("HttpOnly", "SameSite=Lax", "expires="):
        assert word in ours


def test_the_data_folder_is_its_owners_alone(quick_served):
    answer(f"{quick_served.url}/modules/02_listening")
    open_to_others = [
        path
        for path in [quick_served.data, *quick_served.data.rglob("*")]
        if path.lstat().st_mode & 0o077 and not path.is_symlink()
    ]
    assert open_to_others == []


def test_nothing_is_restored_under_a_server(quick_served, tmp_path):
    run = subprocess.run(
        [sys.executable, "-m", "academy", "restore", str(tmp_path / "words.zip")],
        env=quick_served.environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert "The Academy is open on" in run.stderr
