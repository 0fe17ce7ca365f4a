"""`./run gallery`: the pictures of docs/img, taken of the demonstration in a scratch folder.

A folder may be named as argument; an existing one with the demonstration in it is used as it is.
"""

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from bootstrap.machine import browser as installed_browser

BASE = Path(__file__).resolve().parent.parent
PICTURES = Path(os.environ.get("GALLERY", BASE / "docs" / "img"))
WIDTHS = (360, 1280)
TALLEST = 2400  # px; a longer page is cut here
with socket.socket() as _free:
    _free.bind(("127.0.0.1", 0))
    PORT = _free.getsockname()[1]
ADDRESS = f"http://127.0.0.1:{PORT}"
PASSWORD = "gongkai-demo-2026"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]

PUBLIC = {
    "home": "/",
    "track": "/track/",
    "catalogue": "/catalogue/",
    "report": "/reports/",
    "deadline": "/deadline/?law=cn-university&received=2026-02-11",
}
STAFF = {
    "today": ("zheng", "/staff/"),
    "queue": ("zheng", "/staff/cases/"),
    "case": ("zheng", "/staff/cases/{number}/"),
    "calendar": ("zheng", "/staff/calendar/"),
    "approvals": ("chen", "/staff/approvals/"),
    "figures": ("zheng", "/staff/figures/"),
}
NOTICES = BASE / "tests" / "statute" / "data" / "notices"
FOLLOWED = re.compile(r"(\d{4}-\d+)\s+(\S+)\s.*a third party is being consulted")


def main() -> int:
    folder = sys.argv[1] if len(sys.argv) > 1 else tempfile.mkdtemp(prefix="gongkai-gallery-")
    environment = os.environ | {
        "GONGKAI_VAR": folder, "DEMONSTRATION": "true", "PUBLIC_ADDRESS": ADDRESS,
    }  # fmt: skip
    for command in (["make_keys"], ["migrate", "-v0"], ["demo", "--if-empty"]):
        said = subprocess.run(
            [sys.executable, "manage.py", *command], cwd=BASE, env=environment, check=True,
            stdout=subprocess.PIPE, text=True,
        ).stdout  # fmt: skip
    number, code = FOLLOWED.search(said).groups()
    server = subprocess.Popen(
        [sys.executable, "-m", "waitress", f"--listen=127.0.0.1:{PORT}", "config.wsgi:application"],
        cwd=BASE, env=environment,
    )  # fmt: skip
    try:
        _wait()
        with sync_playwright() as playwright:
            started = playwright.chromium.launch(
                executable_path=str(installed_browser()), args=ARGUMENTS
            )
            taken = _take_all(started, number, code)
            started.close()
    finally:
        server.terminate()
        server.wait()
    print(f"{taken} pictures in {PICTURES}")
    return 0


def _wait() -> None:
    for _ in range(100):
        try:
            urllib.request.urlopen(ADDRESS, timeout=2).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("the site did not start")


def _take_all(started: Browser, number: str, code: str) -> int:
    PICTURES.mkdir(parents=True, exist_ok=True)
    taken = 0
    for width in WIDTHS:
        for language in ("", "en") if width == WIDTHS[-1] else ("",):
            page = _visitor(started, width, language)
            for name, path in PUBLIC.items():
                taken += _take(page, path, name, width, language)
            taken += _applying(page, width, language)
            taken += _followed(page, number, code, width, language)
            person = ""
            for name, (who, path) in STAFF.items():
                if who != person:
                    page.context.close()
                    page, person = _visitor(started, width, language), who
                    _sign_in(page, who)
                taken += _take(page, path.format(number=number), name, width, language)
            page.context.close()
            page = _visitor(started, width, language)
            _sign_in(page, "zheng")
            taken += _pasted(page, width, language)
            taken += _moved(page, number, width, language)
            taken += _printed(page, number, width, language)
            page.context.close()
            page = _visitor(started, width, language)
            _sign_in(page, "qi")
            taken += _drafted(page, width, language)
            taken += _redacted(page, width, language)
            page.context.close()
    return taken


def _visitor(started: Browser, width: int, language: str) -> Page:
    context = started.new_context(viewport={"width": width, "height": 900}, locale="zh-CN")
    if language:
        context.add_cookies([{"name": "language", "value": language, "url": ADDRESS}])
    return context.new_page()


def _take(page: Page, path: str, name: str, width: int, language: str) -> int:
    page.goto(ADDRESS + path)
    return _shoot(page, name, width, language)


def _shoot(page: Page, name: str, width: int, language: str) -> int:
    ending = f"-{language}" if language else ""
    taken = Image.open(BytesIO(page.screenshot(full_page=True))).convert("RGB")
    shown = taken.crop((0, 0, taken.width, min(taken.height, TALLEST)))
    shown.quantize(96).save(PICTURES / f"{name}-{width}{ending}.png", optimize=True)
    return 1


def _applying(page: Page, width: int, language: str) -> int:
    page.goto(f"{ADDRESS}/apply/")
    page.locator("main form button").first.click()
    return _shoot(page, "apply", width, language)


def _followed(page: Page, number: str, code: str, width: int, language: str) -> int:
    page.goto(f"{ADDRESS}/track/")
    page.locator("#id_number").fill(number)
    page.locator("#id_code").fill(code)
    page.locator("main form button").first.click()
    taken = _shoot(page, "follow", width, language)
    page.locator("main a[href^='/verify/']").first.click()
    return taken + _shoot(page, "verify", width, language)


def _pasted(page: Page, width: int, language: str) -> int:
    """A holiday notice read from its text, and what it would move; nothing is entered."""
    page.goto(f"{ADDRESS}/staff/calendar/enter/")
    page.locator("#id_text").fill((NOTICES / "2026.txt").read_text(encoding="utf-8"))
    page.locator("button[name=read][value=text]").click()
    return _shoot(page, "calendar-entry", width, language)


def _moved(page: Page, number: str, width: int, language: str) -> int:
    """What another day of receipt would move, and which letters it would make untrue."""
    page.goto(f"{ADDRESS}/staff/cases/{number}/steps/set_right/")
    received = date.fromisoformat(page.locator("main time").first.get_attribute("datetime"))
    page.locator("#id_received_on").fill(str(received - timedelta(days=2)))
    page.locator("#id_approved_by").select_option(index=1)
    page.locator("#id_reason").fill("签收单上的日期看错了")
    page.locator("main form button").first.click()
    return _shoot(page, "what-moves", width, language)


def _printed(page: Page, number: str, width: int, language: str) -> int:
    """The case sheet, as wide as paper."""
    if width != WIDTHS[-1]:
        return 0
    page.goto(f"{ADDRESS}/staff/cases/{number}/")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 794, "height": 1123})
    return _shoot(page, "case-sheet", 794, language)


def _drafted(page: Page, width: int, language: str) -> int:
    """A draft that was sent back, with the page as it will print beside the form."""
    page.goto(f"{ADDRESS}/staff/")
    page.goto(ADDRESS + page.locator("main a[href^='/staff/notices/']").first.get_attribute("href"))
    page.goto(f"{page.url}edit/")
    page.locator(".sheet img").first.wait_for()
    return _shoot(page, "draft", width, language)


def _redacted(page: Page, width: int, language: str) -> int:
    """Something blacked out on the first page of that letter, and nothing of it kept."""
    letter = page.request.get(page.url.replace("edit/", "pdf/")).body()
    page.goto(ADDRESS + page.locator("main a.back").get_attribute("href") + "redactions/")
    named = {"name": "letter.pdf", "mimeType": "application/pdf", "buffer": letter}
    page.set_input_files("#original", named)
    for vow in page.locator("main form input[type=checkbox]").all():  # asked once a day
        vow.check()
    page.locator("main form button.btn").first.click()
    page.locator("main a[href*='/pages/1/']").first.click()
    sheet = page.locator("[data-sheet]")
    page.wait_for_load_state("networkidle")  # the picture of the page is there
    sheet.scroll_into_view_if_needed()
    frame = sheet.bounding_box()
    for across, down, act in ((0.125, 0.333, page.mouse.down), (0.25, 0.363, page.mouse.up)):
        page.mouse.move(frame["x"] + frame["width"] * across, frame["y"] + frame["height"] * down)
        act()
    return _shoot(page, "redact", width, language)


def _sign_in(page: Page, username: str) -> None:
    page.goto(f"{ADDRESS}/staff/sign-in/")
    page.locator("#id_username").fill(username)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("main form button").first.click()


if __name__ == "__main__":
    sys.exit(main())
