// While the server cannot be reached Streamlit puts a dialog over the page, and nobody can type on. The editor keeps edits
// in the browser meanwhile and says so in its status line: the dialog is closed, and typing goes on where it was.

const TITLE = "Connection error";
const JUST_MS = 1000; // the dialog takes the focus before anyone can see that it is there
const FRAMES = 30; // and gives it back some frames after it is gone, to what it found
const STAYED = 6;

/** Watch for the dialog until `signal` aborts. `root` is the editor's shadow root. */
export function workThroughOutages({ root, actions, model, signal }) {
  let left = null; // {at, element, key, caret}: what had the focus last, and where the caret was
  root.addEventListener("blur", ({ target }) => {
    const typing = actions.isTyping() && target.localName === "textarea";
    left = { at: performance.now(), element: target, ...(typing && { key: model.current, caret: target.selectionStart }) };
  }, { capture: true, signal });
  const observer = new MutationObserver(() => {
    const dialog = root.host.isConnected && found();
    if (!dialog) return;
    dialog.querySelector("button[aria-label=Close]")?.click();
    if (left && performance.now() - left.at < JUST_MS) goOn(left, { root, actions, model });
  });
  observer.observe(document.body, { childList: true, subtree: true });
  signal.addEventListener("abort", () => observer.disconnect());
}

function found() {
  return [...document.querySelectorAll("[role=dialog]")].find((dialog) => dialog.querySelector("h2")?.textContent === TITLE);
}

/** Give the focus back to what had it, until it has stayed there. */
function goOn(left, { root, actions, model }, frames = FRAMES, stayed = 0) {
  requestAnimationFrame(() => {
    const typing = actions.isTyping() && root.activeElement?.localName === "textarea";
    const there = !found() && (left.key ? typing : root.activeElement === left.element);
    if (!there && left.key && model.byKey.has(left.key)) actions.editText(left.key, left.caret);
    else if (!there && left.element.isConnected) left.element.focus({ preventScroll: true });
    if (frames && stayed < STAYED) goOn(left, { root, actions, model }, frames - 1, there ? stayed + 1 : 0);
  });
}
