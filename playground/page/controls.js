// Inputs of the page and what stands beside them.

export const byId = (id) => document.getElementById(id);

/** Sliders whose value counts powers of ten. */
export const power = (id) => 10 ** Number(byId(id).value);

/** Shows a slider's value beside it and to screen readers, in the units that `text` makes of it. */
export function showValue(id, text) {
  byId(`${id}-value`).value = text;
  byId(id).setAttribute("aria-valuetext", text);
}

/** Says something to screen readers once nothing has changed for a moment. */
export function announcer(element) {
  let timer;
  return (text) => {
    clearTimeout(timer);
    timer = setTimeout(() => { element.textContent = text; }, 700);
  };
}

/** Calls back at most once a frame, however often it is asked. */
export function oncePerFrame(work) {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => { asked = false; work(); });
  };
}

export const reducedMotion = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
