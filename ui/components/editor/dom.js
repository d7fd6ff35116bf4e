// Small helpers for the page. Text goes in as text nodes only: captions come from strangers.

const SVG = "http://www.w3.org/2000/svg";

/**
 * An element: h("button", {class: "x", onclick: run, "aria-label": "Play"}, "Play").
 * A property that is false, null or undefined is left out and true is an empty attribute, but for `aria-*`, whose values
 * are words. `on…` takes a listener, `style` and `dataset` take objects, and `value`, `checked`, `disabled` … are set as
 * properties. Children are strings, numbers, nodes, or arrays of them; null and false are left out.
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  set(element, props ?? {});
  fill(element, children);
  return element;
}

/** Give an element other properties, as `h` does. */
export function set(element, props) {
  for (const [name, value] of Object.entries(props)) {
    if (name.startsWith("on") && typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (name === "style" && value && typeof value === "object") {
      for (const [key, one] of Object.entries(value)) element.style.setProperty(key, one);
    } else if (name === "dataset") Object.assign(element.dataset, value);
    else if (PROPERTIES.has(name)) element[name] = value ?? "";
    else if (value === null || value === undefined || (value === false && !name.startsWith("aria-"))) {
      element.removeAttribute(name);
    } else element.setAttribute(name, value === true && !name.startsWith("aria-") ? "" : String(value));
  }
  return element;
}

const PROPERTIES = new Set(["value", "checked", "disabled", "indeterminate", "hidden", "scrollTop", "textContent"]);

/** Put children into an element, in place of those it has. */
export function fill(element, ...children) {
  element.replaceChildren(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false)
    .map((child) => (child instanceof Node ? child : document.createTextNode(String(child)))));
  return element;
}

/** Give an element a text, unless it has that already: for every text that is put in a browser lays out the page. */
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** A drawing of 16 by 16 from the paths in `ICONS`; hidden from screen readers, so its button needs a name. */
export function icon(name) {
  const drawing = document.createElementNS(SVG, "svg");
  for (const [key, value] of Object.entries({ viewBox: "0 0 16 16", "aria-hidden": "true", focusable: "false" })) {
    drawing.setAttribute(key, value);
  }
  drawing.classList.add("icon");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name] ?? "");
  drawing.append(path);
  return drawing;
}

const ICONS = {
  play: "M4 2.5v11l9-5.5z",
  pause: "M4 2.5h3v11H4zm5 0h3v11H9z",
  back: "M8 3V.5L3.5 4 8 7.5V5a4 4 0 1 1-4 4H2a6 6 0 1 0 6-6z",
  forward: "M8 3V.5L12.5 4 8 7.5V5a4 4 0 1 0 4 4h2a6 6 0 1 1-6-6z",
  replay: "M3 2.5h2v11H3zm4 5.5 7-5.5v11z",
  loop: "M4 4h6V2l3.5 3L10 8V6H5v2H3V5zm8 8H6v2l-3.5-3L6 8v2h5V8h2v3z",
  split: "M7.25 1h1.5v14h-1.5zM1 7.25h3V5l3 3-3 3V8.75H1zm14 0h-3V5L9 8l3 3V8.75h3z",
  merge: "M7.25 1h1.5v3h-1.5zm0 11h1.5v3h-1.5zM1 7.25h2.5V5l3 3-3 3V8.75H1zm14 0h-2.5V5l-3 3 3 3V8.75H15z",
  add: "M7.25 2h1.5v5.25H14v1.5H8.75V14h-1.5V8.75H2v-1.5h5.25z",
  remove: "M5.5 1.5h5V3H14v1.5H2V3h3.5zM3.5 6h9l-.75 8.5h-7.5z",
  start: "M2 2h1.5v12H2zm3 5.25h5L8 5.25 9.06 4.2 12.9 8l-3.84 3.8L8 10.75l2-2H5z",
  end: "M12.5 2H14v12h-1.5zM3 7.25h5L6 5.25 7.06 4.2 10.9 8l-3.84 3.8L6 10.75l2-2H3z",
  times: "M8 1.5A6.5 6.5 0 1 1 8 14.5 6.5 6.5 0 0 1 8 1.5zm0 1.6a4.9 4.9 0 1 0 0 9.8 4.9 4.9 0 0 0 0-9.8zM7.2 4.500h1.600v3.200l2.300 2.300-1.100 1.100-2.800-2.800z",
  undo: "M6 2 1.5 6 6 10V7.25h3.5a2.75 2.75 0 0 1 0 5.5H5v1.5h4.5a4.25 4.25 0 0 0 0-8.5H6z",
  redo: "M10 2l4.5 4L10 10V7.25H6.5a2.75 2.75 0 0 0 0 5.5H11v1.5H6.5a4.25 4.25 0 0 1 0-8.5H10z",
  find: "M7 1.5a5.5 5.5 0 0 1 4.4 8.8l3.1 3.1-1.1 1.1-3.1-3.1A5.5 5.5 0 1 1 7 1.5zm0 1.6a3.9 3.9 0 1 0 0 7.8 3.9 3.9 0 0 0 0-7.8z",
  problem: "M8 1.2 15.5 14.5H.5zM7.2 6v4h1.6V6zm0 5.2v1.6h1.6v-1.6z",
  warning: "M8 1.2 15.5 14.5H.5zM7.2 6v4h1.6V6zm0 5.2v1.6h1.6v-1.6z",
  error: "M5 1h6l4 4v6l-4 4H5l-4-4V5zm2.2 3v5h1.6V4zm0 6.4V12h1.6v-1.6z",
  done: "M6.2 12.6 1.8 8.2l1.3-1.3 3.1 3.1 6.7-6.7 1.3 1.3z",
  close: "M3.5 2.4 8 6.9l4.5-4.5 1.1 1.1L9.1 8l4.5 4.5-1.1 1.1L8 9.1l-4.5 4.5-1.1-1.1L6.9 8 2.4 3.5z",
  help: "M8 1.5A6.5 6.5 0 1 1 8 14.5 6.5 6.5 0 0 1 8 1.5zm-.8 9.7v1.6h1.6v-1.6zM5.5 6.3H7c0-1 1.9-1.1 1.9.1 0 1-1.7 1-1.7 3.6h1.6c0-1.6 1.7-1.8 1.7-3.7C10.5 3 5.5 3 5.5 6.3z",
  settings: "M1.500 3.250h7v1.500h-7zm9-1.250h1.500v1.250h2.500v1.500h-2.500V6h-1.500zm-9 5.250h2.500v1.500h-2.500zm4-1.250h1.500v1.250h7.500v1.500H7V10H5.500zm-4 5.250h7v1.500h-7zm9-1.250h1.500v1.250h2.500v1.500h-2.500V14h-1.500z",
  next: "M8 12.500 2.500 6.200 3.700 5.100 8 10l4.300-4.900 1.200 1.100z",
  previous: "M8 3.500l5.500 6.300-1.200 1.100L8 6l-4.300 4.900-1.200-1.100z",
  follow: "M8 1v2.100A5 5 0 0 1 12.900 8H15v1.500h-2.200A5 5 0 0 1 8.750 12.900V15h-1.500v-2.100A5 5 0 0 1 3.200 9.500H1V8h2.100A5 5 0 0 1 7.250 3.100V1zM8 4.700a3.300 3.300 0 1 0 0 6.600 3.300 3.300 0 0 0 0-6.600z",
  person: "M8 1.500a3 3 0 1 1 0 6 3 3 0 0 1 0-6zM2.500 14.500c0-3 2.500-5 5.500-5s5.500 2 5.500 5z",
  sound: "M1.500 5.500h3l4-3.500v12l-4-3.500h-3zM10.500 5.200a4 4 0 0 1 0 5.600l-.9-1a2.700 2.700 0 0 0 0-3.600zM12.600 3a7 7 0 0 1 0 10l-.9-1a5.600 5.600 0 0 0 0-8z",
  silent: "M1.500 5.500h3l4-3.500v12l-4-3.500h-3zM10.700 5.600 12.500 7.400l1.800-1.800 1 1L13.500 8.400l1.800 1.800-1 1-1.800-1.800-1.800 1.800-1-1 1.800-1.800-1.800-1.800z",
  place: "M1.500 2.500h13v11h-13zM3 4v8h10V4zm1.500 5.500h7V11h-7z",
  less: "M2 7.250h12v1.500H2z",
  fit: "M1.500 2H3v12H1.500zm11.500 0h1.500v12H13zM4 8l2.500-2.500v1.700h3V5.500L12 8l-2.500 2.500V8.800h-3v1.700z",
  more: "M2 6.500h3v3H2zm4.500 0h3v3h-3zm4.500 0h3v3h-3z",
};

/** A moment as "0:01:02.345". */
export function clock(ms) {
  const whole = Math.max(0, Math.round(ms));
  const two = (number) => String(number).padStart(2, "0");
  return `${Math.floor(whole / 3_600_000)}:${two(Math.floor(whole / 60_000) % 60)}:${two(Math.floor(whole / 1000) % 60)}.${String(whole % 1000).padStart(3, "0")}`;
}

/** A moment as short as it can be said: "1:02.3", "1:00:02.3". */
export function shortClock(ms) {
  const tenths = Math.max(0, Math.floor(ms / 100));
  const two = (number) => String(number).padStart(2, "0");
  const hours = Math.floor(tenths / 36_000);
  const minutes = Math.floor(tenths / 600) % 60;
  return `${hours ? `${hours}:${two(minutes)}` : minutes}:${two(Math.floor(tenths / 10) % 60)}.${tenths % 10}`;
}

/** The milliseconds in "1:02.3", "0:01:02,345" or "62.3"; null when it is no moment. */
export function parseClock(text) {
  const found = /^\s*(?:(?:(\d+):)?(\d{1,4}):)?(\d{1,6})(?:[.,](\d{1,3})\d*)?\s*$/.exec(text);
  if (!found) return null;
  const [, hours = "0", minutes = "0", seconds, fraction = "0"] = found;
  if ((found[1] && Number(minutes) > 59) || (found[2] && Number(seconds) > 59)) return null;
  return (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000 + Number(fraction.padEnd(3, "0"));
}

/** A moment of the day in the reader's own time: "14:02:11". Takes what `Date` takes. */
export function timeOfDay(when) {
  return new Date(when).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
}

/** The same without its seconds: "14:02". */
export function hourOfDay(when) {
  return new Date(when).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

/** "1 caption", "2 captions". */
export function count(number, one, many = `${one}s`) {
  return `${number} ${number === 1 ? one : many}`;
}

let region = null;

/** The live region that `announce` speaks through; main.js has one, polite. */
export function announceIn(element) {
  region = element;
}

/** Say a sentence to who cannot see it. The same sentence twice is said twice. */
export function announce(text) {
  if (!region) return;
  const said = document.createElement("span");
  said.textContent = text;
  region.replaceChildren(said);
}

/** Whether an event was meant for a field in which one types. */
export function isText(target) {
  if (!(target instanceof Element)) return false;
  if (target.isContentEditable || target.localName === "textarea") return true;
  return target.localName === "input" && !["checkbox", "radio", "button", "range", "submit", "color"].includes(target.type);
}
