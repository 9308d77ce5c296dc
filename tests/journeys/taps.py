"""A screen that counts what a person does on it: every tap, and every field typed into."""

from playwright.sync_api import Locator, Page


class CountedScreen:
    """Taps and typed fields since the screen was handed out. Going to an address is the scan, or the open browser."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.taps = 0
        self.fields = 0

    @property
    def count(self) -> tuple[int, int]:
        return self.taps, self.fields

    def tap(self, target: Locator) -> None:
        self.taps += 1
        target.click()
        self.page.wait_for_load_state("load")

    def link(self, name: str) -> None:
        """Tap the first link of that name."""
        self.tap(self.page.get_by_role("link", name=name).first)

    def button(self, name: str) -> None:
        self.tap(self.page.get_by_role("button", name=name, exact=True).first)

    def menu(self, name: str) -> None:
        """Tap an entry of the tabs or of the menu."""
        self.tap(self.page.locator("nav").get_by_role("link", name=name, exact=True).first)

    def type(self, target: Locator, text: str) -> None:
        self.fields += 1
        target.fill(text)

    def told(self) -> str:
        return self.page.locator("main").inner_text()
