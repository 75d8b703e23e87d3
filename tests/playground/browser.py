"""A headless Chromium that shows the playground, and what a visitor does with it."""
import base64
import json
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = Path(os.environ.get("PLAYGROUND_PAGE", ROOT / "build/playground/softwarp.html"))
CHROMIUM, DRIVER = Path("/usr/bin/chromium"), Path("/usr/bin/chromedriver")
SKIPPED = 77

try:
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys
    from selenium.webdriver.support.ui import Select, WebDriverWait
    import numpy as np
except ImportError as missing:
    print(f"skipped: expected the Debian packages python3-selenium and python3-numpy: {missing}")
    sys.exit(SKIPPED)
for path, made_by in ((PAGE, "scripts/playground"), (CHROMIUM, "scripts/install chromium"),
                      (DRIVER, "scripts/install chromium-driver")):
    if not path.exists():
        print(f"skipped: expected {path}, found none; {made_by} makes it")
        sys.exit(SKIPPED)


class Browser:
    """One page at a time. Everything that it logs is kept."""

    def __init__(self):
        options = webdriver.ChromeOptions()
        options.binary_location = str(CHROMIUM)
        for flag in ("headless=new", "no-sandbox", "disable-gpu", "disable-background-networking", "lang=en-US"):
            options.add_argument(f"--{flag}")
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        self.driver = webdriver.Chrome(service=Service(str(DRIVER)), options=options)
        self.requests, self.messages = [], []

    def quit(self):
        self.driver.quit()

    def open(self, tab="align", language="en", width=1280, height=900, dark=False, touch=False, reduced=False):
        command = self.driver.execute_cdp_cmd
        command("Emulation.setDeviceMetricsOverride",
                {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": touch})
        command("Emulation.setTouchEmulationEnabled", {"enabled": touch})
        command("Emulation.setEmulatedMedia", {"features": [
            {"name": "prefers-color-scheme", "value": "dark" if dark else "light"},
            {"name": "prefers-reduced-motion", "value": "reduce" if reduced else "no-preference"}]})
        self.driver.get("about:blank")
        self.read_logs()
        self.requests.clear()
        self.driver.get(f"{PAGE.as_uri()}#{language}/{tab}")
        self.wait("return document.documentElement.dataset.ready === 'true'")
        self.settle()

    def read_logs(self):
        """Adds what has been requested and said since the last call."""
        for entry in self.driver.get_log("performance"):
            event = json.loads(entry["message"])["message"]
            if event["method"] in ("Network.requestWillBeSent", "Network.webSocketCreated"):
                self.requests.append(event["params"].get("request", event["params"])["url"])
        self.messages += [entry["message"] for entry in self.driver.get_log("browser")]

    def run(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def wait(self, script, seconds=30):
        WebDriverWait(self.driver, seconds, poll_frequency=0.05).until(lambda driver: driver.execute_script(script))

    def settle(self):
        """Until what was asked for has been drawn."""
        self.driver.execute_async_script(
            "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)))")

    def element(self, identifier):
        return self.driver.find_element(By.ID, identifier)

    def text(self, identifier):
        return self.element(identifier).text

    def click(self, identifier):
        self.element(identifier).click()
        self.settle()

    def choose(self, identifier, value):
        # Not select_by_value(), which looks for the attribute: an option may be its own value.
        next(option for option in Select(self.element(identifier)).options
             if option.get_attribute("value") == value).click()
        self.settle()

    def press(self, identifier, *keys):
        """Keys on an element that has the focus."""
        self.run("document.getElementById(arguments[0]).focus()", identifier)
        ActionChains(self.driver).send_keys(*keys).perform()
        self.settle()

    def matrix(self, path):
        """A result that a tab shows, such as "align.results.E"; a matrix as an array, a number as it is."""
        value = self.run(f"const value = playground.{path}; return value?.rows ? [value.rows, value.columns, "
                         "Array.from(value.values, String)] : typeof value === 'object' ? Array.from(value, String) : value")
        if not isinstance(value, list):
            return value
        if len(value) == 3 and isinstance(value[2], list):
            return np.array(value[2], float).reshape(value[1], value[0]).T
        return np.array(value, float)

    def drag(self, identifier, places):
        """Draws with the mouse along places, in pixels from the top left corner of an element."""
        box = self.element(identifier).rect
        chain = ActionChains(self.driver, duration=20)
        element = self.element(identifier)
        for k, (x, y) in enumerate(places):
            chain.move_to_element_with_offset(element, *self._offset(box, x, y))
            if k == 0:
                chain.click_and_hold()
        chain.release().perform()
        self.settle()

    def touch(self, identifier, places):
        """The same with a finger."""
        self.run("document.getElementById(arguments[0]).scrollIntoView({block: 'center'})", identifier)
        box = self.run("const b = document.getElementById(arguments[0]).getBoundingClientRect(); return [b.x, b.y]",
                       identifier)
        for k, (x, y) in enumerate(places):
            self.driver.execute_cdp_cmd("Input.dispatchTouchEvent", {
                "type": "touchStart" if k == 0 else "touchMove", "touchPoints": [{"x": box[0] + x, "y": box[1] + y}]})
        self.driver.execute_cdp_cmd("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        self.settle()

    @staticmethod
    def _offset(box, x, y):
        """From the middle of the element, where Selenium 4 counts from; from its corner in Selenium before 4.3."""
        if tuple(map(int, webdriver.__version__.split(".")[:2])) < (4, 3):
            return round(x), round(y)
        return round(x - box["width"] / 2), round(y - box["height"] / 2)

    def picture(self, path):
        """The whole page as a PNG."""
        width, height = self.run("return [innerWidth, document.documentElement.scrollHeight]")
        shot = self.driver.execute_cdp_cmd("Page.captureScreenshot", {
            "captureBeyondViewport": True, "clip": {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}})
        Path(path).write_bytes(base64.b64decode(shot["data"]))
