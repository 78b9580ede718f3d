import html
import re

import pytest
from visiting import Visitor

from academy import content

pytestmark = pytest.mark.kernel

MODULES = [one.id for one in content.load_course().modules]


@pytest.mark.parametrize("module", MODULES)
def test_every_source_of_a_module_is_on_one_page_that_its_foot_leads_to(served, module):
    visitor = Visitor(served.url)
    at = f"/modules/{module}/sources"
    assert f'href="{at}"' in visitor.get(f"/modules/{module}").text
    page = visitor.get(at)
    assert page.status == 200
    read = re.sub("<[^>]+>", "", html.unescape(page.text))
    for one in content.in_order(module):
        assert one.title in read
        for said in (one.source, *one.basis.model_dump().values()):
            assert said in read
    assert '<h2 id="listed">' in page.text


def test_a_module_that_is_not_there_has_no_sources(quick_served):
    assert Visitor(quick_served.url).get("/modules/99_nothing/sources").status == 404


def test_a_tools_page_leads_to_none(quick_served):
    assert "/sources" not in Visitor(quick_served.url).get("/tools/airtime").text
