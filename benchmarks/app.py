"""How long does the app take with two thousand letters: a page on the server, and a key until the letter shows it?

    python benchmarks/app.py [--people 2000]

Pages are asked for over the loopback, first right after the start and then five times; the median is shown. A key is
pressed in a real Chromium a hundred times; what is measured is from the press until the frame shows the letter anew.
"""

import argparse
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import date
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import sync_playwright

from benchmarks.batch import DAY, write_workspace
from composer.workspace.drafting import write_drafts
from composer.workspace.snapshot import Snapshot
from tests.app.conftest import started

PAGES = ("/", "/drafts", "/drafts?q=family", "/draft/person-7.introduction", "/people", "/export")
KEYS = 100
_UNTIL_SEEN = """() => new Promise((done) => {
  const page = document.querySelector("[data-draft]");
  const body = document.querySelector("#body");
  const began = performance.now();
  const watch = new MutationObserver(() => {
    if (Number(page.dataset.seen) !== body.value.length) return;
    watch.disconnect();
    requestAnimationFrame(() => done(performance.now() - began));
  });
  watch.observe(page, { attributes: true, attributeFilter: ["data-seen"] });
  body.setRangeText("a", body.value.length, body.value.length, "end");
  body.dispatchEvent(new InputEvent("input", { bubbles: true }));
})"""


def timed(address: str, cookie: str, path: str) -> float:
    """Seconds until a page has come whole."""
    connection = HTTPConnection(urlsplit(address).netloc)
    began = time.perf_counter()
    connection.request("GET", path, headers={"Cookie": cookie})
    answer = connection.getresponse()
    answer.read()
    took = time.perf_counter() - began
    connection.close()
    if answer.status != 200:  # noqa: PLR2004  # HTTP's
        sys.exit(f"{path} was answered with {answer.status}")
    return took


def log_in(link: str) -> tuple[str, str]:
    """The address of the app, and the cookie that its link gives."""
    parts = urlsplit(link)
    connection = HTTPConnection(parts.netloc)
    connection.request("GET", f"{parts.path}?{parts.query}")
    cookie = connection.getresponse().getheader("set-cookie") or ""
    connection.close()
    return f"http://{parts.netloc}", cookie.partition(";")[0]


def pages(folder: Path) -> list[tuple[str, float, float]]:
    """For each page the milliseconds of its first answer by a fresh server, and the median of five more."""
    found = []
    for path in PAGES:
        with started(folder) as (_, link):
            address, cookie = log_in(link)
            first = timed(address, cookie, path)
            again = statistics.median(timed(address, cookie, path) for _ in range(5))
            found.append((path, 1000 * first, 1000 * again))
    return found


def keys(folder: Path) -> Sequence[float]:
    """Milliseconds from each key until the letter shows it."""
    chromium = shutil.which("chromium-headless-shell") or shutil.which("chromium") or sys.exit("Chromium is missing.")
    with started(folder) as (_, link), sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-dev-shm-usage"])
        page = browser.new_page()
        page.goto(link)
        page.goto(f"{link.partition('/login')[0]}/draft/person-7.introduction")
        page.wait_for_load_state("networkidle")
        took = [page.evaluate(_UNTIL_SEEN) for _ in range(KEYS)]
        browser.close()
    return sorted(took)


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=2_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "book"
        write_workspace(folder, options.people)
        write_drafts(Snapshot(folder, date.fromisoformat(DAY)))
        print(f"{options.people:,} letters\n\n| page | first ms | then ms |\n| --- | ---: | ---: |")
        for path, first, again in pages(folder):
            print(f"| {path} | {first:.0f} | {again:.0f} |")
        took = keys(folder)
        print(f"\nA key until it is seen: median {took[len(took) // 2]:.0f} ms, 95 of 100 within {took[94]:.0f} ms")


if __name__ == "__main__":
    main()
