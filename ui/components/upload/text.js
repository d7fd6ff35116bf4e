// A text file, read in the browser: what it holds goes into the field beside it, where a person sees it.

import { h, fill } from "../editor/dom.js";

const TYPES = ".md,.markdown,.txt,text/plain,text/markdown";
const CAPTIONS = ".vtt,.srt,text/vtt";

/** `data` is JSON in bytes: {label, largest (bytes), captions (whether caption files may be chosen)}. */
export default function mount({ data, parentElement, setTriggerValue }) {
  const { label, largest, captions } = JSON.parse(new TextDecoder().decode(data));
  if (parentElement.querySelector(":scope > .root")) return;
  const input = h("input", { type: "file", id: "text", accept: captions ? `${TYPES},${CAPTIONS}` : TYPES, class: "unseen" });
  const why = h("p", { class: "why", role: "alert", hidden: true });
  parentElement.append(h("div", { class: "root small" }, input, h("label", { for: "text", class: "button" }, label), why));
  input.addEventListener("keydown", (event) => event.stopPropagation());
  input.addEventListener("change", async () => {
    const file = input.files[0];
    if (!file) return;
    const [text, refused] = await read(file, largest);
    fill(why, refused ? [refused] : []);
    why.hidden = !refused;
    input.value = "";
    if (!refused) setTriggerValue("text", { name: file.name, text, at: Date.now() });
  });
}

async function read(file, largest) {
  if (file.size > largest) return ["", `${file.name} is larger than ${Math.floor(largest / 1e6)} MB: is it the right file?`];
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (bytes.includes(0)) return ["", `${file.name} is not a text file: save it as plain text.`];
  try {
    return [new TextDecoder("utf-8", { fatal: true }).decode(bytes), ""];
  } catch {
    return ["", `${file.name} is not UTF-8: save it as UTF-8 text.`];
  }
}
