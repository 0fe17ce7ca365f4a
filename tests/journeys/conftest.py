"""A real browser on a real server, with the cast behind the counter."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from bootstrap.machine import browser as installed_browser
from tests.cast import PASSWORD

AXE = Path(__file__).parent.parent / "vendor" / "axe-core" / "axe.min.js"
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip

# Playwright's own loop runs in this thread; the test's few looks into the database are plain ones.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="session")
def chromium():
    path = installed_browser()
    assert path, "Chromium is needed for the browser tests: ./run doctor says how to get it"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=str(path), args=ARGUMENTS)
        yield started
        started.close()


class Visitor:
    """Somebody at a browser of their own, who follows links and presses buttons."""

    def __init__(self, chromium, address: str, width: int = 1280, *, script: bool = True) -> None:
        self.script = script
        self.context = chromium.new_context(
            viewport={"width": width, "height": 900},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            java_script_enabled=script,
        )
        self.page: Page = self.context.new_page()
        self.address = address
        self.failures: list[str] = []
        self.page.on("pageerror", lambda error: self.failures.append(f"script: {error}"))
        self.page.on("console", self._heard)
        self.seen: list[str] = []

    def _heard(self, message) -> None:
        if "Content Security Policy" in message.text or "Refused to" in message.text:
            self.failures.append(message.text)

    def goes_to(self, path: str) -> "Visitor":
        self.page.goto(self.address + path)
        return self.looks()

    def signs_in(self, username: str) -> "Visitor":
        self.goes_to("/staff/sign-in/")
        self.page.get_by_label("用户名").fill(username)
        self.page.get_by_label("密码").fill(PASSWORD)
        return self.presses("登录")

    def follows(self, name: str, *, exact: bool = False) -> "Visitor":
        self.page.get_by_role("link", name=name, exact=exact).first.click()
        return self.looks()

    def presses(self, name: str, *, exact: bool = True) -> "Visitor":
        self.page.get_by_role("button", name=name, exact=exact).first.click()
        return self.looks()

    def fills(self, label: str, text: str) -> "Visitor":
        self.page.get_by_label(label).first.fill(text)
        return self

    def ticks(self, label: str) -> "Visitor":
        self.page.get_by_label(label).first.check()
        return self

    def chooses(self, label: str, option: str) -> "Visitor":
        self.page.get_by_label(label).first.select_option(label=option)
        return self

    def reads(self, text: str) -> bool:
        return self.page.get_by_text(text).first.is_visible()

    @property
    def heading(self) -> str:
        return self.page.locator("h1").first.inner_text()

    def looks(self) -> "Visitor":
        """Have axe look at the page now shown: no violation on any page of the way."""
        self.page.wait_for_load_state()
        where = self.page.url.removeprefix(self.address)
        self.seen.append(where)
        if not self.script:
            return self
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = self.page.evaluate(
            "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", AXE_TAGS
        )
        for violation in found["violations"]:
            nodes = [node["html"][:160] for node in violation["nodes"][:3]]
            self.failures.append(f"{where} axe {violation['id']}: {violation['help']} {nodes}")
        wide = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        if wide > 0:
            self.failures.append(f"{where} is {wide} px wider than the window")
        return self


@pytest.fixture
def visitor(chromium, live_server):
    """Make visitors; in the end none of them met a fault on any page."""
    made: list[Visitor] = []

    def come(width: int = 1280, *, script: bool = True) -> Visitor:
        made.append(Visitor(chromium, live_server.url, width, script=script))
        return made[-1]

    yield come
    failures = [failure for one in made for failure in one.failures]
    for one in made:
        one.context.close()
    assert failures == []
