"""What people do at the workbench, in their words."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import BrowserContext, ConsoleMessage, Download, Locator, Request, expect

SCREENSHOTS = Path(__file__).parent / "screenshots"
PASSWORD = "Hsaf@2026demo"
expect.set_options(timeout=15_000)  # as pages wait; a busy machine signs in slowly
OWN = ("chrome://", "chrome-extension://")
"""The browser's viewer of PDF is a part of it."""
EXPECTED = "Failed to load resource"
"""The browser's own word for a refusal, which is part of the journeys."""
LISTEN = """
window.alerts = new Map()
new MutationObserver((changes) => {
  for (const { addedNodes } of changes)
    for (const node of addedNodes) {
      if (node.nodeType !== Node.ELEMENT_NODE) continue
      const found = [...node.querySelectorAll('[role=alert]')]
      for (const one of node.matches('[role=alert]') ? [node, ...found] : found) window.alerts.set(one, 0)
    }
}).observe(document, { childList: true, subtree: true })
"""
"""Keeps every message of the page."""
TOLD = """(text) => {
  for (const [one, told] of window.alerts) {
    const said = one.textContent
    if (said !== told && said.includes(text)) return window.alerts.set(one, said)
  }
}"""
"""A message with this text, also an old one that says something new, like the number of times it was said."""


class Workbench:
    """One visitor's browser. ``broken`` gathers errors of the pages and requests that left the server."""

    def __init__(self, context: BrowserContext, test: str) -> None:
        self._context = context
        self._test = test
        self._shots = 0
        self.broken: list[str] = []
        context.add_init_script(LISTEN)
        self.page = context.new_page()
        self.page.set_default_timeout(15_000)
        self.page.on("pageerror", lambda error: self.broken.append(str(error)))
        self.page.on("console", self._console)
        self.page.on("request", self._request)

    def leave(self) -> None:
        self._context.close()

    # -- coming and going ---------------------------------------------------------------------------

    def arrive(self, path: str = "/app/") -> None:
        self.page.goto(path)

    def offer(self, account: str, password: str) -> None:
        """Fill in the sign-in page and send it."""
        self.page.get_by_label("账号", exact=True).fill(account)
        self.page.get_by_label("密码", exact=True).fill(password)
        self.button("登录").click()

    def sign_in(self, account: str) -> None:
        self.arrive()
        self.offer(account, PASSWORD)
        expect(self.page.get_by_role("heading", name="您好")).to_be_visible()

    def sign_out(self) -> None:
        self.button("用户菜单").click()
        self.page.get_by_role("menuitem", name="退出登录").click()
        expect(self.button("登录")).to_be_visible()

    def open(self, function: str) -> None:
        """A function's page, by its code."""
        self.arrive(f"/app/f/{function}")
        expect(self.page.get_by_role("table").first).to_be_visible()

    # -- at a page ----------------------------------------------------------------------------------

    def button(self, name: str, within: Locator | None = None) -> Locator:
        return (within or self.page).get_by_role("button", name=name, exact=True)

    @property
    def dialog(self) -> Locator:
        """The dialog or drawer that is open."""
        return self.page.get_by_role("dialog").filter(visible=True).last

    def fill(self, label: str, text: str) -> None:
        self.dialog.get_by_label(label, exact=True).fill(text)

    def choose(self, label: str, option: str) -> None:
        """From a dictionary."""
        self.dialog.get_by_label(label, exact=True).click()
        self.page.get_by_role("option", name=option, exact=True).filter(visible=True).click()

    def choose_area(self, label: str, name: str) -> None:
        self.dialog.get_by_label(label, exact=True).click()
        self.page.get_by_role("treeitem").get_by_text(name, exact=True).filter(visible=True).click()

    def search(self, label: str, text: str) -> None:
        """By one condition; the rows are those of the new answer afterwards."""
        bar = self.page.get_by_role("search")
        bar.get_by_label(label, exact=True).fill(text)
        with self.page.expect_response(lambda answer: "/api/f/" in answer.url and "page=1" in answer.url):
            self.button("查询", bar).click()
        expect(self.page.locator(".el-loading-mask").filter(visible=True)).to_have_count(0)

    def row(self, text: str) -> Locator:
        return self.page.get_by_role("row").filter(has_text=text)

    def operate(self, row: Locator, name: str) -> None:
        """An operation of a row, from the menu behind 更多 when it is not in sight."""
        shown = self.button(name, row)
        if shown.count() == 0:
            self.button("更多", row).click()
            shown = self.page.get_by_role("menuitem", name=name, exact=True).filter(visible=True)
        shown.click()

    def told(self, text: str) -> None:
        """A message says so that was not asked for before. It may be gone again: they stay for three seconds."""
        self.page.wait_for_function(TOLD, arg=text)

    def download(self, link: Locator) -> Download:
        with self.page.expect_download() as waiting:
            link.click()
        return waiting.value

    def shot(self, name: str) -> None:
        """For people to look at; animations are let to end."""
        self._shots += 1
        SCREENSHOTS.mkdir(exist_ok=True)
        path = SCREENSHOTS / f"{self._test}-{self._shots}-{name}.png"
        self.page.screenshot(path=path, animations="disabled")

    # -- what must not happen -----------------------------------------------------------------------

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and EXPECTED not in message.text:
            self.broken.append(message.text)

    def _request(self, request: Request) -> None:
        if not request.url.startswith(("http://127.0.0.1:", "data:", "blob:", *OWN)):
            self.broken.append(f"asked the network for {request.url}")
