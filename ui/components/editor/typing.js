// Typing and the video: it pauses while one types and goes on when one rests.

const REST_MS = 2000; // BBC's react-transcript-editor: resume 2 s after the last key

/** Listens for typing into captions within `element`; returns nothing and ends with `signal`. */
export function pauseWhileTyping({ element, player, settings, isCaption, signal }) {
  let timer = 0;
  let paused = false;

  const forget = () => {
    clearTimeout(timer);
    paused = false;
  };
  const goOn = () => {
    if (paused && player.video.paused) player.play();
    forget();
  };
  element.addEventListener("input", (event) => {
    if (!settings.get("pauseWhileTyping") || !isCaption(event.composedPath()[0])) return;
    if (!player.video.paused) {
      player.pause();
      paused = true;
    }
    if (!paused) return;
    clearTimeout(timer);
    timer = setTimeout(goOn, REST_MS);
  }, { signal });
  // A person who plays, or moves the video, has decided for themselves.
  player.video.addEventListener("play", forget, { signal });
  player.video.addEventListener("seeking", forget, { signal });
  signal.addEventListener("abort", forget);
}
