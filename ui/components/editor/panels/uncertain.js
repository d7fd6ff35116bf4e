// The words that the engine was least sure of, one after the other: hear it, then it is right, or write what was said.

import { count, fill, h, icon, set } from "../dom.js";
import { changeOf } from "../local.js";
import { Refused, sameWord, wordsOf } from "../text.js";
import { confirm } from "./dialog.js";
import { changesShown } from "./fixes.js";
import { hear } from "./hear.js";
import { nameOf, Panel, whereabouts } from "./panel.js";
import { Result } from "./result.js";

const BEFORE_MS = 700; // a word is understood from what leads to it
const AFTER_MS = 500;
const CORE = /^([^\p{L}\p{N}\p{M}]*)(.*?)([^\p{L}\p{N}\p{M}]*)$/su;

export class UncertainPanel extends Panel {
  #words = []; // {key, place, text, start, probability}, in the order of time
  #at = null; // the word that is shown
  #most = 0; // how many there were: those that are gone are settled
  #followed = null; // where the editor last was among the uncertain words
  #summary = h("p", { class: "summary" });
  #result = new Result(this);
  #context = h("p", { class: "said" });
  #where = h("p", { class: "where" });
  #sure = h("p", { class: "sure" });
  #spoken = h("p", { class: "unseen", role: "status" });

  constructor(context) {
    super(context, "Uncertain words");
    this.element.classList.add("uncertain");
    const button = (text, act, props = {}) => h("button", { type: "button", onclick: act, ...props }, text);
    this.card = h("div", { class: "card", tabindex: "0", role: "group", "aria-label": "Uncertain word" }, this.#where, this.#context, this.#sure);
    this.hearIt = button([icon("play"), "Hear"], () => this.#hear(), { "aria-keyshortcuts": "H" });
    this.right = button([icon("done"), "Right"], () => this.#confirm(), { class: "main", "aria-keyshortcuts": "Enter" });
    this.correct = button("Correct…", () => this.#write());
    this.rightAll = button("", () => this.#confirmAll());
    this.steps = h("div", { class: "steps" },
      button(icon("previous"), () => this.#step(-1), { "aria-label": "Previous word", title: "Previous word (←)" }),
      button(icon("next"), () => this.#step(1), { "aria-label": "Next word", title: "Next word (→)" }));
    this.auto = h("input", { type: "checkbox", checked: true });
    this.work = h("div", { class: "work" }, this.card,
      h("div", { class: "bar does" }, this.hearIt, this.right, this.correct, this.rightAll), this.#form(),
      h("label", { class: "switch" }, this.auto, "Play each word by itself"),
      h("p", { class: "hint" }, h("kbd", {}, "Enter"), " right, ", h("kbd", {}, "←"), " ", h("kbd", {}, "→"), " other words, ", h("kbd", {}, "H"), " hear; or type what was said"));
    this.element.append(h("div", { class: "bar" }, this.#summary, this.steps), this.work, this.#result.element, this.#spoken);
    this.work.addEventListener("keydown", (event) => this.#key(event));
    this.watch("change", "current", "notice");
  }

  #form() {
    this.field = h("input", { id: "uncertain-field", type: "text", autocomplete: "off", spellcheck: "true" });
    this.everywhere = h("input", { type: "checkbox" });
    this.everywhereText = h("span", {});
    this.everywhereLabel = h("label", { class: "switch" }, this.everywhere, this.everywhereText);
    const submit = (event) => {
      event.preventDefault();
      this.#replace();
    };
    this.form = h("form", { class: "fields correct", hidden: true, onsubmit: submit },
      h("label", { for: "uncertain-field" }, "What was said"), this.field, this.everywhereLabel,
      h("div", { class: "buttons" }, h("button", { type: "button", onclick: () => this.#shut() }, "Cancel"), h("button", { type: "submit", class: "main" }, "Correct")));
    return this.form;
  }

  // --- which word -------------------------------------------------------------------------------------------------

  update() {
    const { actions, model } = this;
    this.#words = model.cues.flatMap((cue) => actions.uncertainIn(cue).map((place) => wordAt(cue, place)));
    this.#most = Math.max(this.#most, this.#words.length);
    const here = actions.uncertain;
    if (here && here !== this.#followed) {
      this.#followed = here;
      this.#at = this.#words.find((word) => word.key === here.key && word.place === here.place) ?? this.#at;
    }
    this.#at = this.#found(this.#at);
    this.#show();
  }

  /** The word itself, wherever its caption has it now; else the next. */
  #found(word) {
    if (!this.#words.length) return null;
    if (!word) {
      const from = this.model.byKey.get(this.model.current)?.start ?? 0;
      return this.#words.find((one) => one.start >= from) ?? this.#words[0];
    }
    const same = this.#words.filter((one) => one.text === word.text && (one.key === word.key || one.start === word.start));
    return same.find((one) => one.place === word.place) ?? same[0]
      ?? this.#words.find((one) => one.start > word.start || (one.start === word.start && one.place >= word.place)) ?? this.#words[0];
  }

  #show() {
    const [word, place] = [this.#at, this.#words.indexOf(this.#at)];
    this.work.hidden = this.steps.hidden = !word;
    const said = word ? `${this.#most - this.#words.length + place + 1} of ${this.#most}` : this.#most ? "Done: no word is uncertain any more." : "No word is uncertain.";
    if (this.#summary.textContent !== said) fill(this.#summary, said);
    this.#summary.classList.toggle("done", !word);
    if (!word) return;
    const cue = this.model.byKey.get(word.key);
    const token = wordsOf(cue.text)[word.place];
    const { language, dir } = this.model.track;
    const seen = JSON.stringify([word, cue.text, nameOf(this.model, cue.key)]);
    if (this.card.dataset.seen !== seen) {
      this.card.dataset.seen = seen;
      fill(this.#where, whereabouts(this.model, cue.key, cue.start), cue.voice && h("span", { class: "who" }, cue.voice));
      set(this.#context, { lang: language ?? null, dir: dir ?? "auto" });
      fill(this.#context, this.#around(word, -1), cue.text.slice(0, token?.start ?? 0), h("mark", {}, token?.text ?? word.text), cue.text.slice(token?.end ?? 0), this.#around(word, 1));
      fill(this.#sure, `The engine was ${percent(word.probability)} % sure.`);
    }
    const others = this.#uncertainLike(word).length;
    this.rightAll.hidden = others < 2;
    fill(this.rightAll, `All ${others} right`);
    set(this.rightAll, { "aria-label": `All ${others} of ${core(word.text)} are right` });
  }

  /** What is said before or after, for the sense of it. */
  #around({ key }, by) {
    const cue = this.model.beside(key, by);
    return cue && h("span", { class: "around" }, by < 0 ? `${cue.text}\n` : `\n${cue.text}`);
  }

  #step(by) {
    if (!this.#at) return;
    const place = this.#words.indexOf(this.#at);
    this.#at = this.#words[(place + by + this.#words.length) % this.#words.length];
    this.#turn();
  }

  /** Show the word that is due, here and in the list of captions, and let it be heard. */
  #turn() {
    this.#shut({ focus: this.form.contains(this.root.activeElement) });
    this.update();
    const word = this.#at;
    if (!word) return this.heading.focus();
    const { actions } = this;
    actions.uncertain = this.#followed = { key: word.key, place: word.place };
    actions.go(word.key, { ms: Math.max(0, word.start - BEFORE_MS), typing: false });
    actions.list?.showWord?.(word.key, word.place);
    if (this.auto.checked) this.#hear();
    const cue = this.model.byKey.get(word.key);
    fill(this.#spoken, `${core(word.text)}, in: ${cue.text} ${percent(word.probability)} % sure.`);
    return undefined;
  }

  #hear() {
    const word = this.#at;
    const [, start, end] = this.model.byKey.get(word.key).words[word.place];
    hear(this.player, start - BEFORE_MS, end + AFTER_MS);
  }

  // --- it is right ------------------------------------------------------------------------------------------------

  #confirm(words = [this.#at]) {
    const places = {};
    for (const { key, place } of words) (places[key] ??= []).push(place);
    this.actions.commit();
    const before = this.#at;
    if (!this.actions.do({ kind: "confirm-words", words: places })) return;
    this.#settled(before, `${count(words.length, "word")} confirmed.`);
  }

  #confirmAll() {
    const had = this.root.activeElement;
    this.#confirm(this.#uncertainLike(this.#at));
    if (had === this.rightAll && this.rightAll.hidden) this.card.focus();
  }

  #settled(word, said) {
    this.#at = word;
    this.#turn();
    this.#result.tell(said);
  }

  #uncertainLike(word) {
    return this.#words.filter((one) => sameWord(one.text) === sameWord(word.text));
  }

  // --- it is not --------------------------------------------------------------------------------------------------

  /** Open the field; what is typed already takes the place of the word. */
  #write(typed = null) {
    const word = this.#at;
    const instances = this.#instances(word).length;
    const { language, dir } = this.model.track;
    this.form.hidden = false;
    this.player.pause();
    this.field.value = typed ?? core(word.text);
    set(this.field, { lang: language ?? null, dir: dir ?? "auto" });
    this.everywhere.checked = false;
    this.everywhereLabel.hidden = instances < 2;
    fill(this.everywhereText, `In all ${instances} places where “${core(word.text)}” stands`);
    this.field.focus();
    if (typed === null) this.field.select();
  }

  #shut({ focus = true } = {}) {
    if (this.form.hidden) return;
    this.form.hidden = true;
    if (focus) this.card.focus();
  }

  /** The same word in all captions, whether the engine was sure of it or not. */
  #instances(word) {
    const same = sameWord(word.text);
    return this.model.cues.flatMap((cue) => cue.words.flatMap((one, place) => (sameWord(one[0]) === same ? [wordAt(cue, place)] : [])));
  }

  async #replace() {
    const word = this.#at;
    const written = this.field.value.trim();
    if (written === core(word.text) && !this.everywhere.checked) return this.#confirm();
    this.actions.commit();
    const words = this.everywhere.checked ? this.#instances(word) : [word];
    const command = this.actions.try(() => this.#command(words, core(word.text), written));
    if (!command) return undefined;
    if (words.length > 1 && !(await this.#agreed(command, words.length, written))) return undefined;
    if (!this.actions.do(command)) return undefined;
    return this.#settled(word, words.length > 1 ? `Corrected in ${words.length} places.` : "Corrected.");
  }

  #agreed(command, places, written) {
    try {
      const change = changeOf(command, this.model);
      return confirm(this.root, {
        title: `Correct ${count(places, "place")}?`, text: "One undo takes it all back.", sure: written ? `Correct ${places}` : `Delete ${places}`, content: [changesShown(this.model, change)],
      });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.model.notice(error.message);
      return false;
    }
  }

  /** One edit that puts `written` in the place of each of the words and confirms it: a person has said so. */
  #command(words, old, written) {
    const texts = {};
    const confirmed = {};
    for (const [key, those] of Map.groupBy(words, (word) => word.key)) {
      const { text } = this.model.byKey.get(key);
      const put = replaced(text, those, old, written);
      texts[key] = put.text;
      if (put.places.length) confirmed[key] = put.places;
    }
    const commands = [{ kind: "set-texts", texts }];
    if (Object.keys(confirmed).length) commands.push({ kind: "confirm-words", words: confirmed });
    return { kind: "several", commands };
  }

  // --- keys -------------------------------------------------------------------------------------------------------

  #key(event) {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    const act = this.#actFor(event);
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  #actFor({ key, target }) {
    if (this.form.contains(target)) return key === "Escape" ? () => this.#shut() : null;
    if (key === "ArrowRight" || key === "ArrowDown") return () => this.#step(1);
    if (key === "ArrowLeft" || key === "ArrowUp") return () => this.#step(-1);
    if (key === "Enter") return target === this.card ? () => this.#confirm() : null; // a button is pressed by it
    if (key === "h") return () => this.#hear();
    return key.length === 1 && /[\p{L}\p{N}]/u.test(key) ? () => this.#write(key) : null;
  }
}

function wordAt(cue, place) {
  const [text, start, , probability] = cue.words[place];
  return { key: cue.key, place, text, start, probability };
}

/** A word without the punctuation around it. */
function core(word) {
  return CORE.exec(word)[2] || word;
}

function percent(probability) {
  const whole = Math.round(probability * 100);
  return whole < 1 ? "less than 1" : String(whole);
}

/** The text with `written` for the core of each word, and the places of the words that this makes. */
function replaced(text, words, old, written) {
  const tokens = wordsOf(text);
  const put = new Set(words.map(({ place }) => place));
  for (const word of words) {
    if (tokens[word.place]?.text !== word.text) throw new Refused("The caption has other words by now: look at it again.");
  }
  let made = "";
  let at = 0;
  const spans = [];
  tokens.forEach((token, place) => {
    if (!put.has(place)) return;
    const [, before, middle, after] = CORE.exec(token.text);
    made += text.slice(at, token.start);
    const from = made.length;
    made += written ? `${middle ? before : ""}${likeCase(written, middle, old)}${middle ? after : ""}` : "";
    spans.push([from, made.length]);
    at = token.end;
    // The space after a word that is taken out goes with it.
    if (!written && /[ \t]/.test(text[at] ?? "")) at += 1;
  });
  made += text.slice(at);
  const places = wordsOf(made).flatMap((token, place) => (spans.some(([start, end]) => token.start < end && start < token.end) ? [place] : []));
  return { text: made, places };
}

/** Where a word has a capital that the one that is corrected has not, so has what stands instead. */
function likeCase(written, middle, old) {
  const isCapital = (word) => word[0] !== undefined && word[0] !== word[0].toLowerCase();
  if (middle === old || !isCapital(middle) || isCapital(old)) return written;
  return written[0].toUpperCase() + written.slice(1);
}
