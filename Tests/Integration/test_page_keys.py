"""The page of a service with keys: it asks for one, keeps it in its tab, and shows it to whatever it asks."""

import os
import subprocess

import pytest

import page_browser
import wire as protocol
from wire import Wire


@pytest.fixture
def guarded(own_service, schemas):
    """The service, an administrator's key and a user's."""
    keys = []
    for name, role in (("root", "admin"), ("ann", "user")):
        command = own_service.installation.command("keys", own_service.data)
        environment = {**os.environ, **({"MONEYPRINTER_KEY": keys[0]} if keys else {})}
        made = subprocess.run(
            [*command[:2], "create", *command[2:], "--name", name, "--role", role], capture_output=True, text=True,
            timeout=60, env=environment)
        assert made.returncode == 0, made.stderr
        keys.append(made.stdout.strip())
    own_service.start()
    wire = Wire(own_service.port, schemas)
    wire.post(protocol.call("get_generation_status", {"task_id": "mcp_ffffffff"}),
              more=[("Authorization", f"Bearer {keys[0]}")])
    return own_service, *keys


@pytest.fixture
def page(guarded):
    with page_browser.running(guarded[0].url) as browser, browser.page() as page:
        yield page


def log_in(page, key):
    page.page.get_by_label("Key or token").fill(key)
    page.page.get_by_role("button", name="Log in").click()


def words(page):
    return page.page.locator("#banner").inner_text()


def test_the_page_asks_for_a_key_and_follows_the_log_with_it(guarded, page, schemas, until):
    service, admin, user = guarded
    page.page.goto(service.url + "/dashboard")
    field = page.page.get_by_label("Key or token")
    field.wait_for()
    assert field.get_attribute("type") == "password"
    log_in(page, "mcps_live_0000000000_wrong")
    page.wait("document.querySelector('#banner').textContent.includes('not valid')")
    log_in(page, user)
    page.wait("document.querySelector('#banner').textContent.includes('dashboards:read')")
    log_in(page, f" {admin} ")
    page.wait("document.querySelector('#status').dataset.status === 'live'")
    assert page.page.locator("#banner").is_hidden()
    page.wait("document.querySelector('#tabs').children.length > 3")
    # What happens now comes on the stream.
    before = page.at()
    Wire(service.port, schemas).post(protocol.modern("tools/list"), more=[("Authorization", f"Bearer {admin}")])
    until(lambda: page.at() > before, 20, "the slider moves on")
    # The key lies in the tab alone: neither in the address nor where another tab or visit would find it.
    assert admin not in page.page.url and "key" not in page.page.url
    assert page.evaluate("JSON.stringify({...localStorage}) + document.cookie") == "{}"
    page.page.reload()
    page.wait("document.querySelector('#status').dataset.status === 'live'")


def test_a_key_that_is_revoked_meanwhile_leads_back_to_the_form(guarded, page):
    service, admin, user = guarded
    command = service.installation.command("keys", service.data)
    environment = {**os.environ, "MONEYPRINTER_KEY": admin}

    def keys(word, *options):
        done = subprocess.run([*command[:2], word, *command[2:], *options], capture_output=True, text=True, timeout=60,
                              env=environment)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    viewer = keys("create", "--name", "eve", "--role", "viewer")
    page.page.goto(service.url + "/dashboard")
    page.page.get_by_label("Key or token").wait_for()
    log_in(page, viewer)
    page.wait("document.querySelector('#status').dataset.status === 'live'")
    keys("revoke", viewer.split("_")[2], "--reason", "left")
    page.page.reload()
    page.page.get_by_label("Key or token").wait_for()
