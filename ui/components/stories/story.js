// One story of the list: poster, headline, its tracks and their state, and the transcription that is under way.

import { h } from "../editor/dom.js";

const DOINGS = { stop: "Stop", retry: "Try again", dismiss: "Dismiss" };

export function storyElement(story) {
  const id = `story-${story.slug}`;
  const first = story.tracks[0];
  return h("li", { class: "story" },
    poster(story),
    h("article", { "aria-labelledby": id },
      h("h2", { id }, first ? link(first.review, "review", story.headline, `${story.slug}-headline`) : story.headline),
      h("p", { class: "meta" }, story.meta.join(" · ")),
      story.tracks.length ? h("ul", { class: "tracks", role: "list" }, story.tracks.map((track) => trackElement(track))) : null,
      story.job ? jobElement(story.job, story.slug) : null,
      !story.job && !story.tracks.length ? h("p", { class: "none" }, "No captions yet.") : null),
    actions(story));
}

function poster(story) {
  const place = h("div", { class: "poster", "aria-hidden": "true" });
  if (story.poster) {
    const image = h("img", { src: story.poster, alt: "", loading: "lazy", decoding: "async" });
    image.addEventListener("error", () => image.remove()); // sound alone has no picture
    place.append(image);
  }
  return place;
}

function trackElement(track) {
  return h("li", { class: "track" },
    link(track.review, "review", track.name, `track-${track.id}`),
    h("span", { class: `chip ${track.tone}` }, track.status),
    findings(track),
    track.editing ? h("span", { class: "editing" }, track.editing) : null,
    track.detail ? h("span", { class: "detail" }, track.detail) : null);
}

function findings(track) {
  // Checks find no wrong word: captions that nobody has looked at yet are not marked as good.
  if (!track.errors && !track.warnings && track.raw) return h("span", { class: "tally" }, "not looked at yet");
  if (!track.errors && !track.warnings) return h("span", { class: "tally good" }, mark("✓"), "nothing found");
  return [
    track.errors ? h("span", { class: "tally error" }, mark("✕"), counted(track.errors, "error")) : null,
    track.warnings ? h("span", { class: "tally warning" }, mark("!"), counted(track.warnings, "warning")) : null,
  ];
}

function jobElement(job, slug) {
  const buttons = job.may.map((what) => h("button", {
    type: "button", "data-do": what, "data-job": job.id, "data-focus": `${slug}-${what}`,
  }, DOINGS[what]));
  const bar = job.share === null ? null
    : h("progress", { max: 1, value: job.share, "aria-label": job.words });
  return h("div", { class: `job ${job.tone}` },
    h("p", { class: "words" }, job.words), bar,
    job.warnings.map((warning) => h("p", { class: "aside" }, warning)),
    buttons.length ? h("div", { class: "buttons" }, buttons) : null);
}

function actions(story) {
  const first = story.tracks[0];
  const busy = ["queued", "running"].includes(story.job?.state);
  return h("div", { class: "actions" },
    first ? link(first.review, "review", "Review", `${story.slug}-review`, { class: "button main", "aria-label": `Review ${story.headline}` }) : null,
    story.preview ? link(story.preview, "preview", "Preview", `${story.slug}-preview`, { class: "button", "aria-label": `Preview ${story.headline}` }) : null,
    story.again && !busy ? link(story.again, "new", first ? "Transcribe again" : "Transcribe", `${story.slug}-again`,
      { class: "button", "aria-label": `${first ? "Transcribe again" : "Transcribe"}: ${story.headline}` }) : null);
}

const link = (href, page, text, focus, more = {}) => h("a", { href, "data-page": page, "data-focus": focus, ...more }, text);
const mark = (sign) => h("span", { class: "mark", "aria-hidden": "true" }, sign);
const counted = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;
