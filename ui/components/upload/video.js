// A video on its way to the server: straight from the file to the disk there, with progress, and it can be cancelled.

import { h, fill } from "../editor/dom.js";

const TYPES = "video/*,audio/*,.mkv,.mxf,.mts,.m2ts,.mov,.mp4,.webm,.wav,.flac,.m4a";
const pickers = new Map(); // key -> Picker: an upload goes on while Streamlit draws the page anew

export default function mount({ parentElement, setStateValue, key }) {
  let picker = pickers.get(key);
  if (!picker) pickers.set(key, (picker = new Picker(() => pickers.delete(key))));
  picker.tell = (video) => setStateValue("video", video);
  if (picker.element.parentNode !== parentElement) {
    parentElement.querySelector(":scope > .root")?.remove();
    parentElement.append(picker.element);
    if (picker.sent) picker.tell(picker.sent);
  }
  // A page that was left for good forgets what was chosen; one that is only drawn anew comes back at once.
  return () => setTimeout(() => picker.element.isConnected || picker.leave(), 2000);
}

class Picker {
  constructor(forget) {
    this.forget = forget;
    this.tell = () => {};
    this.sent = null;
    this.request = null;
    this.input = h("input", { type: "file", id: "video", accept: TYPES, class: "unseen" });
    this.status = h("p", { class: "unseen", role: "status" });
    this.body = h("div", { class: "body" });
    this.element = h("div", { class: "root" }, this.body, this.status);
    this.input.addEventListener("change", () => this.take(this.input.files[0]));
    this.element.addEventListener("dragover", (event) => this.over(event, true));
    this.element.addEventListener("dragleave", (event) => this.over(event, false));
    this.element.addEventListener("drop", (event) => {
      this.over(event, false);
      this.take(event.dataTransfer.files[0]);
    });
    this.element.addEventListener("keydown", (event) => event.stopPropagation());
    this.stay = (event) => event.preventDefault(); // the browser asks before a page with an upload is left
    this.offer();
  }

  offer(why = "") {
    this.input.value = "";
    fill(this.body, [
      h("div", { class: "drop" },
        this.input,
        h("label", { for: "video", class: "button" }, "Choose a video"),
        h("span", { class: "aside" }, "or drop it here. It is stored on this newsroom’s own server.")),
      why ? h("p", { class: "why", role: "alert" }, why) : null,
    ]);
  }

  take(file) {
    if (!file || this.request) return;
    const request = (this.request = new XMLHttpRequest());
    const began = performance.now();
    const bar = h("progress", { max: 1, value: 0, "aria-label": `Upload of ${file.name}` });
    const words = h("span", { class: "aside" }, size(file.size));
    const cancel = h("button", { type: "button" }, "Cancel the upload");
    cancel.addEventListener("click", () => request.abort());
    fill(this.body, [h("div", { class: "going" }, h("strong", {}, file.name), words, bar, cancel)]);
    cancel.focus();
    this.say(`Uploading ${file.name}.`);
    addEventListener("beforeunload", this.stay);
    request.upload.addEventListener("progress", (event) => {
      if (!event.total) return;
      bar.value = event.loaded / event.total;
      words.textContent = progressWords(event.loaded, event.total, (performance.now() - began) / 1000);
    });
    request.addEventListener("load", () => this.answered(file, request));
    request.addEventListener("error", () => this.failed("The connection to the server was lost: choose the video again."));
    request.addEventListener("abort", () => this.failed("The upload was cancelled. Nothing of it was kept."));
    request.open("PUT", `/uploads?name=${encodeURIComponent(file.name)}`);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.send(file);
  }

  answered(file, request) {
    const told = parsed(request.responseText);
    if (request.status < 200 || request.status > 299 || !told.upload) {
      this.failed(told.why || `The server refused the video (${request.status}).`);
      return;
    }
    this.ended();
    this.sent = { upload: told.upload, name: told.name ?? file.name, bytes: told.bytes ?? file.size };
    this.show();
    this.say(`${this.sent.name} is uploaded.`);
    this.tell(this.sent);
  }

  show() {
    const other = h("button", { type: "button" }, "Choose another");
    other.addEventListener("click", () => {
      this.sent = null;
      this.tell(null);
      this.offer();
      this.input.focus();
    });
    fill(this.body, [
      h("div", { class: "there" },
        h("span", { class: "mark", "aria-hidden": "true" }, "✓"),
        h("strong", {}, this.sent.name), h("span", { class: "aside" }, `${size(this.sent.bytes)}, uploaded`), other),
    ]);
    other.focus();
  }

  failed(why) {
    this.ended();
    this.offer(why);
    this.input.focus();
  }

  ended() {
    this.request = null;
    removeEventListener("beforeunload", this.stay);
  }

  leave() {
    this.request?.abort();
    this.forget();
  }

  over(event, is) {
    event.preventDefault();
    this.element.classList.toggle("over", is);
  }

  say(words) {
    this.status.textContent = words;
  }
}

function progressWords(loaded, total, seconds) {
  const rate = loaded / Math.max(seconds, 0.001);
  const left = Math.round((total - loaded) / Math.max(rate, 1));
  const time = seconds < 2 ? "" : left < 60 ? `, about ${left} s left` : `, about ${Math.round(left / 60)} min left`;
  return loaded >= total ? `${size(total)}, being written to disk` : `${size(loaded)} of ${size(total)}${time}`;
}

function size(bytes) {
  if (bytes < 1e6) return `${Math.max(1, Math.round(bytes / 1e3))} KB`;
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB` : `${(bytes / 1e9).toFixed(2)} GB`;
}

function parsed(text) {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}
