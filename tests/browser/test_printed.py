"""A module on paper, laid out by a real browser, on both sizes of sheet."""

import re
import shutil
import subprocess

import pytest
from looking import axe

from academy import content, printing

pytestmark = pytest.mark.browser

WIDTHS = {"A4": 665, "Letter": 687}  # CSS pixels between the margins of 17 mm
MODULES = [one.id for one in content.load_course().modules]


@pytest.fixture(
    scope="module",
    params=[(part, id) for part in ("sheets", "tutors_part") for id in MODULES],
    ids=" of ".join,
)
def printed(request, chromium):
    part, module = request.param
    page = chromium.new_page()
    page.set_content(getattr(printing, part)(module))
    yield page
    page.close()


@pytest.mark.parametrize("size", WIDTHS)
def test_it_fits_the_sheet_and_makes_a_handful_of_pages(printed, size):
    printed.emulate_media(media="print")
    printed.set_viewport_size({"width": WIDTHS[size], "height": 900})
    assert printed.evaluate("document.documentElement.scrollWidth <= innerWidth")
    made = printed.pdf(format=size)
    assert 10 <= len(re.findall(rb"/Type\s*/Page\b", made)) <= 36


def test_it_can_be_read_on_a_screen_as_well(printed):
    printed.emulate_media(media="screen")
    for width in (360, 1440):
        printed.set_viewport_size({"width": width, "height": 900})
        assert axe(printed) == []
        assert printed.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_lines_to_write_on_are_wide_enough_apart_for_a_hand(chromium):
    page = chromium.new_page()
    page.set_content(printing.sheets("02_listening"))
    heights = page.evaluate(
        "() => [...document.querySelectorAll('.lines i')].map((one) => one.offsetHeight)"
    )
    assert len(heights) > 60
    assert min(heights) >= 30  # CSS pixels: 8 mm
    page.close()


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs poppler's pdftotext")
@pytest.mark.parametrize("size", WIDTHS)
def test_a_sheet_to_cut_out_is_whole_on_one_page(chromium, tmp_path, size):
    page = chromium.new_page()
    page.set_content(printing.sheets("04_power"))
    page.pdf(path=tmp_path / "it.pdf", format=size)
    page.close()
    words = ["pdftotext", "-layout", str(tmp_path / "it.pdf"), "-"]
    told = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    pages = told.split("\f")
    torn = [one for one in pages if one.count("You know:") != one.count("I choose")]
    assert told.count("You know:") == 8
    assert not torn
