// What the checks look for, in words: the headings under which findings stand, in the order in which a producer reads them.

const TITLES = new Map([
  ["no-captions", "No captions"],
  ["speech-without-caption", "Speech without a caption"],
  ["caption-without-speech", "Captions while nobody speaks"],
  ["past-the-end", "Captions after the end of the video"],
  ["line-too-long", "Lines that are too long"],
  ["too-many-lines", "Too many lines"],
  ["reads-too-fast", "Too fast to read"],
  ["too-many-words-a-minute", "Too many words a minute"],
  ["too-short", "Too short to be noticed"],
  ["too-short-for-its-words", "Too short for the words"],
  ["too-long", "Captions that stand too long"],
  ["gap-too-short", "Gaps that are too short"],
  ["gap-flickers", "Gaps that flicker"],
  ["no-duration", "Captions without a duration"],
  ["out-of-order", "Captions out of order"],
  ["overlap", "Captions that overlap"],
  ["duplicate-id", "Ids used twice"],
  ["nothing-to-read", "Captions without text"],
  ["empty-line", "Empty lines"],
  ["lost-characters", "Lost characters"],
  ["markup-shown", "Markup the reader would see"],
]);
const ORDER = new Map([...TITLES.keys()].map((check, place) => [check, place]));

/** The heading for what a check finds; a check that is not known here is called by its name. */
export function titleOf(check) {
  return TITLES.get(check) ?? check.charAt(0).toUpperCase() + check.slice(1).replaceAll("-", " ");
}

/** What is sorted by when checks follow each other as they are read. */
export function rankOf(check) {
  return ORDER.get(check) ?? ORDER.size;
}

/** Findings in the order of time, the sterner first where they begin together. */
export function inOrder(findings, startOf = (finding) => finding.start) {
  const stern = (finding) => (finding.severity === "error" ? 0 : 1);
  return [...findings].sort((one, other) => startOf(one) - startOf(other) || stern(one) - stern(other) || rankOf(one.check) - rankOf(other.check));
}

/** Findings by check, those with errors first: [{check, findings}]. */
export function byCheck(findings) {
  const groups = Map.groupBy(findings, (finding) => finding.check);
  const stern = (group) => (group.some((finding) => finding.severity === "error") ? 0 : 1);
  return [...groups].map(([check, found]) => ({ check, findings: found }))
    .sort((one, other) => stern(one.findings) - stern(other.findings) || rankOf(one.check) - rankOf(other.check));
}
