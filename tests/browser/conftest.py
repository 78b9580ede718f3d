"""Pages as a visitor opens them, and a watch on what goes wrong in them."""

import pytest


class Watch:
    """What went wrong on a page, and what it asked for outside its own server."""

    def __init__(self, page, url):
        self.errors, self.outside = [], []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self._said)
        page.on("request", self._asked)
        self._url = url

    def _said(self, message):
        if message.type == "error":
            self.errors.append(message.text)

    def _asked(self, request):
        ours = (self._url, self._url.replace("http", "ws"), "blob:", "data:")
        if not request.url.startswith(ours):
            self.outside.append(request.url)


@pytest.fixture
def visit(chromium):
    """Open a page as a new visitor, or as one who has been here (`context`)."""
    made = []

    def open_page(url, path, *, width=1440, scheme="light", context=None):
        if context is None:
            context = chromium.new_context(
                viewport={"width": width, "height": 900},
                color_scheme=scheme,
                reduced_motion="reduce",
            )
            made.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.watch = Watch(page, url)
        page.goto(url + path)
        return page

    yield open_page
    for context in made:
        context.close()


@pytest.fixture
def come(school, chromium, visit):
    """Open a page as somebody of the file's own school (`marked.Marked`)."""
    made = []

    def opened(who, path, **more):
        context = school.come(chromium, who, **more)
        made.append(context)
        return visit(school.served.url, path, context=context)

    yield opened
    for context in made:
        context.close()
