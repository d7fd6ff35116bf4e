"use strict";

// The page is whole without this script. It adds: seeking from the transcript, the mark on what is being said,
// the captions menu beside the player, and a word to the reader when captions fail to load.
(() => {
  const video = document.querySelector("video");
  const section = document.querySelector(".transcript");
  const lists = [...document.querySelectorAll(".passages")].map(readList);
  const tracks = [...video.querySelectorAll("track")].map((element) => element.track);
  const onScreen = tracks.filter((track) => track.kind === "captions" || track.kind === "subtitles");
  // Browsers paint captions over pictures only; where there is sound alone, we do.
  const heard = document.querySelector(".heard");
  const ON = heard ? "hidden" : "showing";
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  // After a reader scrolls a transcript it stays where they put it for this long.
  const HANDS_OFF_MS = 8000;
  // A mark that went out in every short pause would flicker.
  const LINGER_MS = 1000;

  document.documentElement.classList.add("scripted");
  lists.forEach(makeInteractive);
  connectMenu();
  if (heard) paintCaptions();
  reportFailures();
  openForPrint();

  for (const event of ["timeupdate", "seeking", "seeked", "pause", "loadedmetadata"]) {
    video.addEventListener(event, markCurrent);
  }
  // "timeupdate" comes four times a second; a mark that follows speech needs every frame.
  video.addEventListener("play", function follow() {
    markCurrent();
    if (!video.paused && !video.ended) requestAnimationFrame(follow);
  });

  function readList(box) {
    const passages = [...box.children]
      .map((item) => ({ item, start: Number(item.dataset.start), end: Number(item.dataset.end) }))
      .sort((one, other) => one.start - other.start);
    return { box, passages, current: null, handsOffUntil: 0 };
  }

  function makeInteractive(list, number) {
    list.passages.forEach(({ item }, index) => {
      const time = item.querySelector(".time");
      const words = item.querySelector("p");
      const button = document.createElement("button");
      button.type = "button";
      button.className = "time";
      button.dir = "ltr";
      button.id = `time-${number}-${index}`;
      words.id = `words-${number}-${index}`;
      button.textContent = time.textContent;
      button.setAttribute("aria-labelledby", `${button.id} ${words.id}`);
      time.replaceWith(button);
    });
    list.box.addEventListener("click", (event) => {
      const item = event.target.closest("li");
      // Selecting words to quote them is no wish to hear them.
      if (!item || (!event.target.closest("button") && !getSelection().isCollapsed)) return;
      list.handsOffUntil = 0;
      video.currentTime = Number(item.dataset.start) / 1000;
      video.play().catch(() => {}); // A browser may refuse to play; the place is found all the same.
    });
    for (const event of ["wheel", "touchmove", "keydown", "pointerdown"]) {
      list.box.addEventListener(event, () => { list.handsOffUntil = performance.now() + HANDS_OFF_MS; }, { passive: true });
    }
  }

  function markCurrent() {
    // Rounded, since a seek to 1.2 s may come back as 1.1999.
    const now = Math.round(video.currentTime * 1000);
    for (const list of lists) {
      const item = passageAt(list.passages, now);
      if (item === list.current) continue;
      list.current?.removeAttribute("aria-current");
      item?.setAttribute("aria-current", "true");
      list.current = item;
      if (item) keepInView(list);
    }
  }

  function passageAt(passages, now) {
    if (video.readyState === 0 || (video.paused && now === 0 && video.played.length === 0)) return null;
    let low = 0;
    let high = passages.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (passages[middle].start <= now) low = middle + 1;
      else high = middle;
    }
    const last = passages[low - 1];
    return last && now < last.end + LINGER_MS ? last.item : null;
  }

  function keepInView({ box, current, handsOffUntil }) {
    if (performance.now() < handsOffUntil) return;
    const top = current.offsetTop - box.offsetTop;
    const hidden = top < box.scrollTop || top + current.offsetHeight > box.scrollTop + box.clientHeight;
    if (hidden) box.scrollTo({ top: top - box.clientHeight / 4, behavior: calm.matches ? "auto" : "smooth" });
  }

  function connectMenu() {
    const captions = document.getElementById("captions");
    const size = document.getElementById("size");
    document.querySelector(".tools").hidden = false;
    captions.addEventListener("change", () => {
      for (const track of onScreen) track.mode = String(tracks.indexOf(track)) === captions.value ? ON : "disabled";
    });
    // The player's own menu changes the same tracks.
    video.textTracks.addEventListener("change", () => {
      const chosen = onScreen.find((track) => track.mode === "showing") ?? onScreen.find((track) => track.mode === ON);
      captions.value = chosen ? String(tracks.indexOf(chosen)) : "";
    });
    size.addEventListener("change", () => {
      video.classList.remove("large", "larger");
      if (size.value) video.classList.add(size.value);
    });
  }

  function paintCaptions() {
    const paint = () => {
      const track = onScreen.find((each) => each.mode === ON);
      heard.lang = track?.language ?? "";
      heard.replaceChildren(...[...(track?.activeCues ?? [])].map((cue) => {
        const line = document.createElement("span");
        line.className = "line";
        line.dir = "auto";
        line.append(cue.getCueAsHTML());
        const paragraph = document.createElement("p");
        paragraph.append(line);
        return paragraph;
      }));
    };
    const takeOver = () => {
      for (const track of onScreen) if (track.mode === "showing") track.mode = ON;
      paint();
    };
    for (const track of onScreen) track.addEventListener("cuechange", paint);
    video.textTracks.addEventListener("change", takeOver);
    takeOver();
  }

  function reportFailures() {
    const say = () => { document.getElementById("failed").hidden = false; };
    for (const element of video.querySelectorAll("track")) {
      if (element.readyState === HTMLTrackElement.ERROR) say();
      element.addEventListener("error", say);
    }
  }

  function openForPrint() {
    const closed = new Set();
    addEventListener("beforeprint", () => {
      for (const details of section?.querySelectorAll("details:not([open])") ?? []) {
        details.open = true;
        closed.add(details);
      }
    });
    addEventListener("afterprint", () => {
      for (const details of closed) details.open = false;
      closed.clear();
    });
  }
})();
