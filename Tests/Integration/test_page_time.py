"""The web page in time: it follows the log, goes to the past and comes back, by hand and by keyboard."""

import os

from page_fixtures import base, browser, check_panels, head, page  # those that are named nowhere are fixtures of others


def test_it_follows_the_log(page, request):
    page.open()
    page.wait("document.querySelector('#status').dataset.status === 'live'")
    before = page.at()
    if not os.environ.get("MONEYPRINTER_PAGE_URL"):
        request.getfixturevalue("wire").call("get_generation_status", {"task_id": "mcp_ffffffff"})
    page.wait(f"Number(document.querySelector('#slider').ariaValueNow) > {before}")
    page.wait(f"Number(document.querySelector('#p-log-position data').value) > {before}")
    page.wait(f"Number(document.querySelector('#events-list .row td').textContent.replace(/\\D/g, '')) > {before}")


def test_the_slider_moves_the_whole_page_to_the_past_and_back(browser, page):
    page.open()
    page.wait("Number(document.querySelector('#slider').ariaValueMax) > 1")
    page.page.wait_for_timeout(300)
    box = page.page.locator("#slider").bounding_box()
    mouse = page.page.mouse
    page.dashboard_requests = 0
    mouse.move(box["x"] + box["width"] * 0.9, box["y"] + 20)
    mouse.down()
    for step in range(40):
        mouse.move(box["x"] + box["width"] * (0.9 - step / 100), box["y"] + 20)
    mouse.up()
    position = page.settled()
    assert position < int(page.page.locator("#slider").get_attribute("aria-valuemax"))
    page.wait_for_position(position)
    page.wait(f"new URLSearchParams(location.search).get('at') === '{position}'")
    assert page.most_in_flight <= 2, "the one in flight, and one that was given up"
    assert page.dashboard_requests <= 41
    panels = browser.get("/v1/dashboards/overview", at=position)["panels"]
    check_panels(page, "overview", panels)
    page.wait(f"document.querySelector('#events-list .row').textContent.replace(/\\D/g, '').startsWith('{position}')")
    assert "As of" in page.page.locator("#status").text_content()
    page.page.get_by_role("button", name="Back to live").first.click()
    page.wait("document.querySelector('#status').dataset.status === 'live'")
    assert page.query("at") is None
    page.page.go_back()
    page.wait_for_position(position)
    page.page.go_forward()
    page.wait("document.querySelector('#status').dataset.status === 'live'")


def test_the_slider_works_by_keys(page, head):
    page.open()
    page.wait("Number(document.querySelector('#slider').ariaValueMax) > 1")
    page.page.locator("#slider").focus()
    page.press("Home")
    page.wait_for_position(1)
    page.press("ArrowRight", "ArrowRight")
    page.wait_for_position(3)
    page.press("ArrowLeft")
    page.wait_for_position(2)
    page.press("PageUp")
    page.wait("Number(document.querySelector('#slider').ariaValueNow) > 2")
    assert "As of event" in page.page.locator("#slider").get_attribute("aria-valuetext")
    page.press("End")
    page.wait("document.querySelector('#status').dataset.status === 'live'")
    assert page.page.locator("#slider").get_attribute("aria-valuetext").startswith("Live")


def test_keys_step_by_event_pause_and_go_on(page, head):
    page.open(at=head)
    page.wait_for_position(head)
    page.press("[", "[")
    page.wait_for_position(head - 2)
    page.press("]")
    page.wait_for_position(head - 1)
    page.press(" ")
    page.wait("document.querySelector('#status').dataset.status === 'live'")
    page.press(" ")
    assert page.query("at") is not None
    page.wait("document.querySelector('#status-text').textContent.startsWith('As of ')")


def test_a_step_back_does_not_wait_for_the_timeline(page, head):
    page.page.route("**/v1/timeline*", lambda route: None)
    page.open(at=head)
    page.wait_for_position(head)
    page.press("[", "[")
    page.wait_for_position(head - 2)


def test_a_time_is_a_moment_too(browser, page, head):
    event = browser.get(f"/v1/events/{head}")
    position = browser.get("/v1/dashboards/overview", at=event["time"])["position"]
    page.open(at=event["time"])
    page.wait_for_position(position)
