"""Opens the web page in a real browser and watches what it asks for and complains about."""

import contextlib
import json
import shutil
import time
import urllib.parse
import urllib.request

from playwright.sync_api import sync_playwright

DESK = (1440, 900)

# Of every element with text of its own: its contrast with what is behind it, by WCAG 2.
CONTRASTS = """() => {
  const parse = (text) => {
    const canvas = new OffscreenCanvas(1, 1).getContext("2d", {willReadFrequently: true});
    canvas.fillStyle = text;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = (rgb) => rgb.slice(0, 3).map((one) => one / 255)
    .map((one) => one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4)
    .reduce((sum, one, index) => sum + one * [0.2126, 0.7152, 0.0722][index], 0);
  const behind = (node) => {
    for (; node; node = node.parentElement) {
      const color = parse(getComputedStyle(node).backgroundColor);
      if (color[3] === 255) return color;
    }
    return [255, 255, 255, 255];
  };
  const hasText = (node) => [...node.childNodes].some((one) => one.nodeType === 3 && one.textContent.trim());
  return [...document.body.querySelectorAll("*")]
    .filter((node) => hasText(node) && node.checkVisibility() && !node.closest(".unseen, option, :disabled"))
    .map((node) => {
      const [one, two] = [light(parse(getComputedStyle(node).color)), light(behind(node))];
      return [node.textContent.trim().slice(0, 40), (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05)];
    });
}"""

# What people can act on or look at, and has no name that can be read out.
NAMELESS = """() => [...document.querySelectorAll(
    "button, a, input, select, progress, video, dialog, aside, section, canvas[role=img], [role=slider], [role=row]")]
  .filter((node) => node.checkVisibility())
  .filter((node) => {
    const labelled = document.getElementById(node.getAttribute("aria-labelledby") ?? "");
    const words = [node.getAttribute("aria-label"), node.title, labelled?.textContent, node.labels?.[0]?.textContent];
    if (node.matches("button, a, [role=row]")) words.push(node.textContent);
    return !words.some((one) => one?.trim());
  })
  .map((node) => node.outerHTML.slice(0, 120))"""

# Everything that the keyboard must reach.
CONTROLS = """() => [...document.querySelectorAll(
    "button, a[href], input, select, [role=slider], canvas[tabindex], tr[tabindex], .scroll[tabindex]")]
  .filter((node) => node.checkVisibility() && !node.disabled && node.tabIndex >= 0)"""


class Page:
    """One page of the browser, with what went wrong on it in `faults`."""

    def __init__(self, page, base):
        self.page = page
        self.base = base
        self.faults = []
        self.in_flight = 0
        self.most_in_flight = 0
        self.dashboard_requests = 0
        page.on("console", lambda message: message.type == "error" and self.faults.append(message.text))
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("request", self._requested)
        page.on("requestfinished", self._answered)
        page.on("requestfailed", self._answered)

    def _is_dashboard(self, request):
        parts = urllib.parse.urlsplit(request.url).path.split("/")
        return parts[1:3] == ["v1", "dashboards"] and len(parts) == 4

    def _requested(self, request):
        if not request.url.startswith((self.base + "/", "data:", "blob:")):
            self.faults.append("a request to " + request.url)
        if self._is_dashboard(request):
            self.dashboard_requests += 1
            self.in_flight += 1
            self.most_in_flight = max(self.most_in_flight, self.in_flight)

    def _answered(self, request):
        if self._is_dashboard(request):
            self.in_flight -= 1

    def open(self, **query):
        """Goes to the page and waits until it has shown data."""
        self.page.goto(self.base + "/dashboard" + ("?" + urllib.parse.urlencode(query) if query else ""))
        self.wait("performance.getEntriesByName('data-shown').length > 0")
        return self

    def wait(self, expression, seconds=30):
        """Until an expression is true; the page's policy forbids the browser to ask again by itself."""
        end = time.monotonic() + seconds
        while not self.page.evaluate(f"Boolean({expression})"):
            assert time.monotonic() < end, f"not within {seconds} s: {expression}; {self.faults}"
            self.page.wait_for_timeout(20)

    def evaluate(self, expression, argument=None):
        return self.page.evaluate(expression, argument)

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    def query(self, name):
        """A value in the address; None where it is not there."""
        found = urllib.parse.parse_qs(urllib.parse.urlsplit(self.page.url).query).get(name)
        return found and found[0]

    def at(self):
        """The position that the slider stands at."""
        return int(self.page.locator("#slider").get_attribute("aria-valuenow"))

    def settled(self):
        """The position that the slider stands at when all moves of the pointer have arrived."""
        end = time.monotonic() + 20
        before = None
        while (now := self.at()) != before:
            assert time.monotonic() < end, "the slider does not come to rest"
            before = now
            self.page.wait_for_timeout(1000)
        return now

    def wait_for_position(self, position):
        """Until all that is shown is of a position."""
        self.wait(f"document.querySelector('#status-text').textContent.replace(/\\D/g, '').endsWith('{position}')")
        self.wait(f"document.querySelector('#p-log-position data').value === '{position}'")

    def stats(self):
        """The values of all stat panels by id."""
        return self.evaluate(
            "Object.fromEntries([...document.querySelectorAll('.panel.stat')].map("
            "(panel) => [panel.id.slice(2), panel.querySelector('data').value]))")


class Browser:
    """A headless Chromium, as Debian has it."""

    def __init__(self, playwright, base):
        self.base = base
        path = shutil.which("chromium")
        assert path, "chromium is not installed: apt-get install chromium"
        self.browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])

    @contextlib.contextmanager
    def page(self, size=DESK, scheme="dark", motion="no-preference"):
        context = self.browser.new_context(
            viewport={"width": size[0], "height": size[1]}, color_scheme=scheme, reduced_motion=motion)
        context.set_default_timeout(30_000)
        try:
            yield Page(context.new_page(), self.base)
        finally:
            context.close()

    def get(self, path, **query):
        """The JSON of a route."""
        with urllib.request.urlopen(self.base + path + "?" + urllib.parse.urlencode(query), timeout=60) as answer:
            return json.load(answer)


@contextlib.contextmanager
def running(base):
    with sync_playwright() as playwright:
        browser = Browser(playwright, base)
        try:
            yield browser
        finally:
            browser.browser.close()
