// The page as a whole: tabs, language, address.
import { languages, setLanguage, currentLanguage, onLanguage } from "./language.js";
import { byId } from "./controls.js";
import { call, openLibrary } from "./library.js";
import { alignState, openAlign } from "./align.js";
import { openTrain, trainState } from "./train.js";
import { openStep, stepState } from "./step.js";

const tabs = [...document.querySelectorAll("[role=tab]")];
const open = { align: openAlign, train: openTrain, "one-step": openStep };

function choose(tab) {
  for (const each of tabs) {
    const chosen = each === tab, panel = each.getAttribute("aria-controls");
    each.setAttribute("aria-selected", chosen);
    each.tabIndex = chosen ? 0 : -1;
    byId(panel).hidden = !chosen;
    if (chosen && open[panel]) {  // a tab begins to work when it is first looked at
      open[panel]();
      delete open[panel];
    }
  }
  remember();
}

const chosenTab = () => tabs.find((tab) => tab.getAttribute("aria-selected") === "true");

// The address holds language and tab, and nothing else is kept anywhere.
function remember() {
  history.replaceState(null, "", `#${currentLanguage()}/${chosenTab().getAttribute("aria-controls")}`);
}

function begin() {
  const [language, panel] = location.hash.slice(1).split("/");
  setLanguage(languages.includes(language) ? language : currentLanguage());
  for (const button of document.querySelectorAll("[data-language]")) {
    button.addEventListener("click", () => { setLanguage(button.dataset.language); remember(); });
  }
  onLanguage(() => {
    for (const button of document.querySelectorAll("[data-language]")) {
      button.setAttribute("aria-pressed", button.dataset.language === currentLanguage());
    }
  });
  tabs.forEach((tab, k) => {
    tab.addEventListener("click", () => choose(tab));
    tab.addEventListener("keydown", ({ key }) => {
      const to = { ArrowRight: k + 1, ArrowLeft: k - 1 + tabs.length, Home: 0, End: tabs.length - 1 }[key];
      if (to === undefined) return;
      choose(tabs[to % tabs.length]);
      chosenTab().focus();
    });
  });
  choose(tabs.find((tab) => tab.getAttribute("aria-controls") === panel) ?? tabs[0]);
}

try {
  await openLibrary();
  begin();
  // What the tabs show, and the library itself: for tests, and for who opens the console.
  window.playground = { call, align: alignState, train: trainState, step: stepState };
  document.documentElement.dataset.ready = "true";
} catch (error) {
  byId("fatal").textContent = `${error}`;
  throw error;
}
