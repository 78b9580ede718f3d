"""A browser without a screen, for forms: keeps cookies, follows redirects, sends tokens."""

import http.cookiejar
import io
import json
import re
import urllib.error
import urllib.parse
import urllib.request
import zipfile
from html import unescape
from typing import NamedTuple


class Page(NamedTuple):
    """What came back."""

    status: int
    url: str
    headers: object
    body: bytes

    @property
    def text(self):
        return unescape(self.body.decode())

    @property
    def phrase(self):
        """The return phrase that is shown, as it is read out."""
        return " ".join(re.findall(r"<li>(\w+)</li>", self.body.decode()))


class Visitor:
    """One browser, somebody's."""

    def __init__(self, url):
        self.url = url
        self.jar = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(self.jar)
        )

    def ask(self, path, data=None, **headers):
        request = urllib.request.Request(self.url + path, data=data, headers=headers)
        try:
            answer = self._opener.open(request, timeout=60)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            return Page(answer.status, answer.url, answer.headers, answer.read())

    def get(self, path, **headers):
        return self.ask(path, **headers)

    def post(self, path, *, token=True, **fields):
        """Send a form, with the token that a page of ours has given."""
        if token:
            if not any(one.name == "_xsrf" for one in self.jar):
                self.get("/return")
            fields["_xsrf"] = next(one.value for one in self.jar if one.name == "_xsrf")
        return self.ask(path, data=urllib.parse.urlencode(fields).encode())

    def take(self):
        """Return what the export has for a program."""
        with zipfile.ZipFile(io.BytesIO(self.get("/me/export").body)) as packed:
            return json.loads(packed.read("my-words/my-words.json"))

    @property
    def id(self):
        return self.take()["learner"]

    @property
    def cookie(self):
        return next(one for one in self.jar if one.name.startswith("academy-learner"))
