// Playing a stretch of the video and no more.

let forget = () => {};

/** Play from `start` to `end`, in milliseconds; a person who pauses or goes elsewhere meanwhile has decided otherwise. */
export function hear(player, start, end) {
  forget();
  const from = Math.max(0, start);
  const over = new AbortController();
  forget = () => over.abort();
  player.seek(from);
  player.addEventListener("time", () => {
    const { ms } = player;
    if (ms < from - 250 || ms > end + 500) over.abort(); // moved elsewhere
    else if (ms >= end) {
      over.abort();
      player.pause();
    }
  }, { signal: over.signal });
  player.addEventListener("pause", () => player.video.paused && over.abort(), { signal: over.signal }); // not one of before
  player.play();
}
