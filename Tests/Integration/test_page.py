"""The web page at /dashboard, in a real browser: by hand, by keyboard, in both themes, now and in the past.

With MONEYPRINTER_PAGE_URL they run against a service that is already there.
"""

import json
import os
import re
import time
import urllib.parse
import urllib.request

import pytest

import page_browser
from page_fixtures import base, browser, check_panels, head, page
from service import ROOT

WEB = ROOT / "dashboards/web"
PHONE, WALL = (360, 740), (2560, 1440)


# What it is made of


def test_the_page_is_small_and_stands_alone():
    files = list(WEB.iterdir())
    assert sum(path.stat().st_size for path in files) <= 100_000
    text = "".join(path.read_text() for path in files)
    addresses = set(re.findall(r"https?://[^\s\"'`$]+", text))
    assert addresses == {"http://www.w3.org/2000/svg"}, "a name, which nobody asks for"
    html = (WEB / "index.html").read_text()
    assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son\w+=", html), "nothing inline"


def test_the_page_is_served_with_a_strict_policy(base):
    with urllib.request.urlopen(base + "/dashboard") as answer:
        policy = answer.headers["content-security-policy"]
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "default-src 'self'" in policy and "unsafe" not in policy


def test_the_first_data_are_painted_from_one_small_answer(browser, page):
    page.open()
    answers = page.evaluate(
        "performance.getEntriesByType('resource')"
        ".filter((one) => one.responseEnd <= performance.getEntriesByName('data-shown')[0].startTime)"
        ".map((one) => new URL(one.name).pathname).filter((path) => path.startsWith('/v1/dashboards/'))")
    assert answers == ["/v1/dashboards/overview"]
    with urllib.request.urlopen(browser.base + "/v1/dashboards/overview") as answer:
        assert len(answer.read()) <= 50_000


# What it shows


def test_the_numbers_are_those_of_the_service_at_the_same_moment(browser, page, head):
    names = [one["name"] for one in browser.get("/v1/dashboards")["dashboards"]]
    for name in names:
        for at in {max(1, head // 2), head}:
            page.open(dashboard=name, at=at)
            panels = browser.get("/v1/dashboards/" + name, at=at)["panels"]
            check_panels(page, name, [panel for panel in panels if not panel.get("error")])


def test_a_chart_is_a_table_too(browser, page, head):
    page.open(at=head)
    panel = next(one for one in browser.get("/v1/dashboards/overview", at=head)["panels"] if one["type"] == "timeseries")
    node = page.page.locator(f"#p-{panel['id']}")
    button = node.get_by_role("button", name=f"{panel['title']} as a table")
    button.focus()
    page.press("Enter")
    series = panel["data"]["series"]
    assert node.locator("tbody tr").count() == max([len(one["points"]) for one in series], default=0)
    assert node.locator("thead th").count() == len(series) + 1
    page.press("Enter")
    assert node.locator("canvas.plot").is_visible()


def test_a_panel_stands_alone_by_its_address(page):
    page.open(panel="log-position")
    assert page.page.locator("#grid > .panel:visible").count() == 1
    page.press("Escape")
    assert page.page.locator("#grid > .panel:visible").count() > 1 and page.query("panel") is None


def test_an_event_is_shown_whole(browser, page):
    # A sample of the process with all its metrics is cut off.
    event = browser.get("/v1/events", order="desc", limit=1, type="request.completed")["events"][0]
    page.open(event=event["position"])
    drawer = page.page.locator("#drawer")
    drawer.get_by_text(event["stream"], exact=True).first.wait_for()
    body = event.get("data", event.get("payload"))
    assert page.evaluate("JSON.parse(document.querySelector('#drawer pre').textContent)") == body
    page.press("Escape")
    assert drawer.is_hidden() and page.query("event") is None


def test_a_trace_is_a_waterfall_with_its_critical_path(browser, page):
    event = browser.get("/v1/events", order="desc", limit=1, type="span.ended")["events"][0]
    trace = browser.get("/v1/traces/" + event["trace_id"])
    page.open(trace=event["trace_id"])
    page.page.locator(".span").first.wait_for()
    assert page.page.locator(".span").count() == trace["span_count"]
    assert page.page.locator(".span.critical").count() == len(set(trace["critical_path"]))
    page.page.locator(".span").first.focus()
    page.press("j", "Enter")
    assert page.page.locator(".span-detail:visible").count() == 1


def test_traces_are_found_and_opened_by_keyboard(page):
    page.open()
    page.press("t")
    page.page.locator("#drawer [data-row]").first.wait_for()
    page.page.get_by_role("textbox", name="Operation", exact=True).fill("tools/call *")
    page.press("Enter")
    page.page.locator("#drawer [data-row]").first.wait_for()
    page.page.locator("#drawer-close").focus()
    page.press("j", "Enter")
    page.page.locator(".span").first.wait_for()
    assert re.fullmatch("[0-9a-f]{32}", page.query("trace"))
    page.page.go_back()
    page.page.locator("#drawer .search").wait_for()
    page.press("Escape")
    assert page.page.locator("#drawer").is_hidden()


# Keys


def test_the_events_are_filtered_and_opened_by_keyboard(browser, page, head):
    page.open(at=head)
    page.press("/")
    assert page.evaluate("document.activeElement.id") == "filter"
    page.page.keyboard.type("tool.*")
    page.press("Enter")
    page.wait("document.querySelectorAll('#events-list .row').length > 0 && "
              "[...document.querySelectorAll('#events-list .type')].every((one) => one.textContent.startsWith('tool.'))")
    assert page.query("filter") == "tool.*"
    page.press("Escape", "j", "j", "k", "Enter")
    page.page.locator("#events-list pre").wait_for()
    position = int(re.sub(r"\D", "", page.page.locator("#events-list .row td").first.text_content()))
    event = browser.get(f"/v1/events/{position}")
    assert page.evaluate("JSON.parse(document.querySelector('#events-list pre').textContent)") == event.get(
        "data", event.get("payload"))
    page.press("Enter")
    page.wait("!document.querySelector('#events-list pre')")


def test_digits_choose_dashboards_and_the_help_tells_the_keys(browser, page):
    names = [one["name"] for one in browser.get("/v1/dashboards")["dashboards"]]
    names.sort(key=lambda name: name != "overview")
    page.open()
    page.wait("document.querySelector('#tabs a')")
    for number, name in enumerate(names[:3], 1):
        page.press(str(number))
        assert page.query("dashboard") == name
        page.wait(f"document.querySelectorAll('#tabs a')[{number - 1}].ariaCurrent === 'page'")
    page.press("?")
    assert page.page.locator("#help").is_visible() and page.page.locator("#help kbd").count() > 10
    page.press("Escape")
    assert page.page.locator("#help").is_hidden()
    page.press("w")
    assert page.page.locator(".travel").is_hidden()
    page.press("Escape")
    assert page.page.locator(".travel").is_visible()


def test_every_control_is_reached_by_tab_and_shows_the_focus(page, head):
    page.open(at=head)
    page.wait("document.querySelector('#tabs a') && document.querySelector('#events-list .row')")
    page.page.wait_for_timeout(200)
    count = page.evaluate(f"""() => {{
      window.wanted = new Set(({page_browser.CONTROLS})());
      document.addEventListener("focusin", ({{target}}) => {{
        wanted.delete(target);
        if (getComputedStyle(target).outlineStyle === "none") console.error("no visible focus: " + target.outerHTML);
      }});
      return wanted.size;
    }}""")
    assert count > 20
    for _ in range(count + 40):
        page.press("Tab")
    assert page.evaluate("[...wanted].map((one) => one.outerHTML.slice(0, 120))") == []


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_a_recorded_call_is_run_again_by_keyboard_and_the_difference_stands_beside_it(browser, scheme):
    call = browser.get("/v1/events", type="tool.completed", order="desc", limit=200)["events"]
    call = next(one for one in call if one["data"]["tool"] == "get_generation_status")
    with browser.page(scheme=scheme) as page:
        page.open(event=call["position"])
        again = page.page.locator("#drawer").get_by_role("button", name="Run again")
        again.focus()
        page.press("Enter")
        verdict = page.page.locator("#drawer [role=status] .badge")
        verdict.wait_for()
        assert verdict.text_content() == "same failure"
        place = page.page.locator("#drawer [role=status]")
        assert "There is no task 'mcp_ffffffff'" in place.text_content()
        assert place.locator("tbody tr").first.locator("td").all_text_contents()[0] == "call"
        left = page.page.locator("#drawer pre").bounding_box()
        assert place.bounding_box()["x"] >= left["x"] + left["width"], "beside, not below"
        faint = [one for one in page.evaluate(page_browser.CONTRASTS) if one[1] < 4.5]
        assert faint == [] and page.evaluate(page_browser.NAMELESS) == []
        # What cannot be run again says why.
        received = browser.get("/v1/events", type="request.received", limit=200)["events"]
        other = next((one for one in received if one["data"]["method"] != "tools/call"), None)
        if other:
            page.open(event=other["position"])
            assert page.page.locator("#drawer pre").is_visible()
            assert page.page.get_by_role("button", name="Run again").count() == 0
        assert page.faults == []


# Looks


@pytest.mark.parametrize("scheme", ["dark", "light"])
@pytest.mark.parametrize("size", [PHONE, page_browser.DESK, WALL], ids=["phone", "desk", "wall"])
def test_it_fits_and_can_be_read(browser, head, size, scheme):
    with browser.page(size, scheme) as page:
        for name in ["overview", "tasks", "alerts"]:
            page.open(dashboard=name, at=head)
            page.wait("document.querySelector('#tabs a') && document.querySelector('#events-list .row')")
            assert page.evaluate("document.documentElement.scrollWidth") <= size[0], name
            assert page.evaluate(page_browser.NAMELESS) == [], name
            weak = [one for one in page.evaluate(page_browser.CONTRASTS) if one[1] < 4.5]
            assert weak == [], name
        assert page.faults == []


def test_the_theme_is_chosen_by_a_button_and_kept_in_the_address(page):
    page.open()
    ground = "getComputedStyle(document.body).backgroundColor"
    grounds = [page.evaluate(ground)]
    for theme in ["dark", "light", None]:
        page.page.get_by_role("button", name=re.compile("^Theme")).click()
        page.wait(f"new URLSearchParams(location.search).get('theme') === {json.dumps(theme)}")
        grounds.append(page.evaluate(ground))
    assert grounds[0] == grounds[1] == grounds[3] != grounds[2], "the system of the test is dark"
    page.open(theme="light")
    assert page.evaluate(ground) == grounds[2]


def test_nothing_moves_for_those_who_want_it_still(browser):
    with browser.page(motion="reduce") as page:
        page.open()
        page.wait("document.querySelector('#status').dataset.status === 'live'")
        assert page.evaluate("document.getAnimations().length") == 0


def test_a_wall_shows_the_panels_alone_without_scrolling(browser):
    with browser.page(WALL) as page:
        page.open(wall=1)
        assert page.page.locator(".travel").is_hidden() and page.page.locator("#range").is_hidden()
        assert page.evaluate("document.documentElement.scrollHeight") <= WALL[1]
        assert page.faults == []


# What goes wrong


@pytest.mark.parametrize("query, words", [
    ({"dashboard": "no-such"}, "no-such"), ({"at": "999999999"}, "999999999"), ({"at": "yesterday"}, "yesterday")])
def test_what_is_not_there_is_said_with_a_way_out(browser, query, words):
    with browser.page() as page:
        page.page.goto(f"{browser.base}/dashboard?{urllib.parse.urlencode(query)}")
        banner = page.page.get_by_role("alert")
        banner.wait_for()
        assert words in banner.text_content()
        banner.get_by_role("button").click()
        page.wait("document.querySelector('#status').dataset.status === 'live'")
        assert banner.is_hidden()
        assert all("Failed to load resource" in fault for fault in page.faults), "the answer itself, nothing of ours"


def test_a_service_that_is_gone_is_said_and_waited_for(browser):
    with browser.page() as page:
        page.open()
        page.wait("document.querySelector('#status').dataset.status === 'live'")
        page.wait("document.querySelectorAll('#tabs a').length > 1")
        page.page.context.set_offline(True)
        page.page.route("**/v1/**", lambda route: route.abort())
        page.press("2")
        banner = page.page.get_by_role("alert")
        banner.get_by_text("Trying again").or_(banner.get_by_text("trying again")).wait_for()
        page.page.unroute("**/v1/**")
        page.page.context.set_offline(False)
        page.wait("document.querySelector('#status').dataset.status === 'live'", 20)
        page.wait("document.querySelector('#banner').hidden", 20)


# Videos


@pytest.fixture(scope="module")
def video(base, request):
    """The id of a task whose video is finished."""
    if os.environ.get("MONEYPRINTER_PAGE_URL"):
        with urllib.request.urlopen(base + "/v1/tasks?state=complete") as answer:

            tasks = json.load(answer)["tasks"]
        return next(one["task_id"] for one in tasks if one["status"] == "complete")
    wire = request.getfixturevalue("wire")
    task = wire.call("create_video", {
        "video_subject": "tea", "video_script": "A few words are enough for a test.", "quality": "draft",
        "video_aspect": "1:1", "subtitle_enabled": False, "bgm_type": ""})["structuredContent"]["task_id"]
    end = time.monotonic() + 150
    while True:
        answer = wire.call("get_generation_status", {"task_id": task, "wait_seconds": 5})["structuredContent"]
        if answer["status"] == "complete":
            return task
        assert answer["status"] in ("queued", "processing") and time.monotonic() < end, answer


@pytest.mark.slow
def test_a_finished_video_plays_in_its_row(page, video):
    page.open(dashboard="tasks")
    row = page.page.locator(f"[data-task='{video}']").first
    row.get_by_role("button", name=re.compile("^Play")).click()
    assert page.query("task") == video
    page.wait("document.querySelector('video').currentTime > 0.2")
    state = page.evaluate("(({error, preload, controls}) => ({error, preload, controls}))(document.querySelector('video'))")
    assert state == {"error": None, "preload": "none", "controls": True}
    row.focus()
    page.press("Enter")
    assert page.page.locator("video").is_hidden() and page.evaluate("document.querySelector('video').paused")
    page.open(task=video, dashboard="log")
    page.page.locator("#drawer video").wait_for()
