import urllib.error
import urllib.request

import pytest

pytestmark = pytest.mark.kernel

JOAN = "/modules/02_listening/first_day.mp3"


def ask(served, path, **headers):
    request = urllib.request.Request(served.url + path, headers=headers)
    try:
        answer = urllib.request.urlopen(request, timeout=30)
    except urllib.error.HTTPError as error:
        answer = error
    return answer.status, answer.headers, answer.read()


def test_a_sound_comes_from_us_with_its_kind_and_may_be_kept(quick_served, root):
    status, headers, body = ask(quick_served, JOAN)
    assert status == 200
    assert headers["Content-Type"] == "audio/mpeg"
    assert headers["Cache-Control"] == "public, max-age=86400"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert body == (root / JOAN[1:]).read_bytes()
    again = ask(quick_served, JOAN, **{"If-None-Match": headers["Etag"]})
    assert (again[0], again[2]) == (304, b"")


def test_a_player_gets_the_part_that_it_asks_for(quick_served, root):
    status, headers, body = ask(quick_served, JOAN, Range="bytes=100-199")
    assert (status, headers["Accept-Ranges"]) == (206, "bytes")
    assert body == (root / JOAN[1:]).read_bytes()[100:200]


@pytest.mark.parametrize(
    "path",
    [
        "/modules/02_listening/nothing.mp3",
        "/modules/02_listening/first_day.yml",
        "/modules/02_listening/../../course/course.yml",
        "/modules/02_listening/%2e%2e/first_day.mp3",
    ],
)
def test_no_other_file_of_a_module_can_be_had(quick_served, path):
    assert ask(quick_served, path)[0] == 404
