// The texts of the page in the language that was chosen: all of them are in texts.json.

export const languages = Object.keys(texts);
let language = languages.find((name) => navigator.language.startsWith(name)) ?? "en";
const listeners = [];

/** Calls back now and after each change of language. */
export function onLanguage(listener) {
  listeners.push(listener);
  listener();
}

export const currentLanguage = () => language;

/** A text by its key, with {name} replaced by the value of that name. */
export function say(key, values = {}) {
  const text = texts[language][key] ?? texts.en[key];
  if (text === undefined) throw new Error(`texts.json: expected "${key}", found none`);
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

export function setLanguage(name) {
  if (!languages.includes(name)) return;
  language = name;
  document.documentElement.lang = name;
  document.title = say("title");
  for (const element of document.querySelectorAll("[data-text]")) element.textContent = say(element.dataset.text);
  for (const element of document.querySelectorAll("[data-label]")) {
    element.setAttribute("aria-label", say(element.dataset.label));
  }
  for (const listener of listeners) listener();
}
