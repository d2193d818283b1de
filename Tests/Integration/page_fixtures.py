"""What tests of the web page stand on: a service with something in its log, a browser, and a page without faults.

With MONEYPRINTER_PAGE_URL they run against a service that is already there.
"""

import os

import pytest

import page_browser


@pytest.fixture(scope="module")
def base(request):
    """The address of a service with something in its log."""
    named = os.environ.get("MONEYPRINTER_PAGE_URL")
    if named:
        return named.rstrip("/")
    wire = request.getfixturevalue("wire")
    for _ in range(12):
        wire.call("get_generation_status", {"task_id": "mcp_ffffffff"})
    return request.getfixturevalue("service").url


@pytest.fixture(scope="module")
def browser(base):
    with page_browser.running(base) as browser:
        yield browser


@pytest.fixture
def page(browser):
    """A page that must have had nothing to complain about."""
    with browser.page() as page:
        yield page
        assert page.faults == []


@pytest.fixture
def head(browser):
    return browser.get("/v1/timeline")["last"]["position"]


def same(written, value):
    return written == "" if value is None else written != "" and float(written) == float(value)


def check_panels(page, name, panels):
    stats = page.stats()
    for panel in panels:
        data, place = panel["data"], f"{name} {panel['id']}"
        node = page.page.locator(f"#p-{panel['id']}")
        if panel["type"] == "stat":
            assert same(stats[panel["id"]], data["value"]), place
            assert node.locator(".figure span").text_content() != "", place
        elif panel["type"] == "timeseries":
            label = node.locator("canvas.plot").get_attribute("aria-label")
            assert all(series["name"] in label for series in data["series"]), place
            assert node.locator(".legend button").count() == len({series["name"] for series in data["series"]}), place
        elif panel["type"] == "heartbeat":
            assert node.locator(".beat").count() == len(data["rows"]), place
        elif panel["type"] == "table":
            assert node.locator("tbody tr").count() == len(data["rows"]), place
        elif panel["type"] == "list":
            assert node.locator(".body tbody tr:not(.more)").count() == len(data["items"]), place
