// What looks like a name in a text: a help for the eye, nothing is decided by it.

const CAPITAL = /^[\p{Lu}\p{Lt}]/u;
const WORD = /[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}'’ʼ-]*/gu;
const SENTENCE_STARTS = /(?:^|[.!?…:;\n]["'”’»)\]]*\s+|\n)[\s"'“‘„«([¿¡–—-]*$/u;

/**
 * Where names seem to stand: [[start, end], …], places in the JavaScript string. Words with a capital that follow each
 * other are one name; a single word at the start of a sentence is none, since it has its capital from there.
 */
export function namesIn(text) {
  const found = [];
  let run = [];
  const close = () => {
    const [first] = run;
    if (run.length > 1 || (first && first[0].length > 1 && !startsSentence(text, first.index))) {
      found.push([first.index, run.at(-1).index + run.at(-1)[0].length]);
    }
    run = [];
  };
  for (const word of text.matchAll(WORD)) {
    const last = run.at(-1);
    if (last && text.slice(last.index + last[0].length, word.index) !== " ") close();
    if (CAPITAL.test(word[0])) run.push(word);
    else close();
  }
  close();
  return found.map(([start, end]) => [start, withoutGenitive(text.slice(start, end)) + start]);
}

function startsSentence(text, at) {
  return SENTENCE_STARTS.test(at > 12 ? `x${text.slice(at - 12, at)}` : text.slice(0, at));
}

/** The length of an English name without its "'s". */
function withoutGenitive(name) {
  return name.replace(/['’]s?$/u, "").length;
}
