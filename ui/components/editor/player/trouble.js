// Why a video does not play, in a sentence that says what to do.

export const notAllowed = "The browser waits for you before it plays anything: press play.";

/** The sentence for a video that told an error; the server is asked, as a browser does not say what it answered. */
export async function troubleOf(video) {
  if (video.error?.code === MediaError.MEDIA_ERR_DECODE) {
    return "The video cannot be played past this place, its file is damaged there: go on after it, or add the video to the story again.";
  }
  const status = await statusOf(video.currentSrc || video.src);
  if (status === 404 || status === 410) return "The video's file is not there any more: add the video to the story again.";
  if (status === 401 || status === 403) return "You are not signed in any more: reload the page and come in again.";
  if (status === 0) return "The video could not be fetched: look whether you are connected, then reload the page.";
  if (status >= 400) return `The server does not send the video (${status}): try again in a minute, then ask who runs it.`;
  return "This browser cannot play this kind of video: open the page in another browser, or add the video to the story as MP4 (H.264). The captions can be edited all the same.";
}

async function statusOf(url) {
  try {
    const answer = await fetch(url, { headers: { Range: "bytes=0-0" } });
    await answer.body?.cancel();
    return answer.status;
  } catch {
    return 0;
  }
}
