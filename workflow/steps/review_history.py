"""What a track was: its revisions, two versions word by word, and another track beside it. JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from workflow.captions.compare import Row, compare_tracks, words_changed
from workflow.captions.cue import Cue
from workflow.captions.draft import DraftCue
from workflow.captions.word_times import words_of
from workflow.errors import CaptionError
from workflow.review.counterparts import pair, stale
from workflow.review.cue_json import cue_to_json
from workflow.steps.sitting import Json, Sitting, moment
from workflow.store import Look, Store

NOW, TRANSCRIPT = "now", "transcript"


def revisions(sitting: Sitting, look: Look, store: Store) -> Json:
    """Every revision, the newest first, with how many words are other than in the one before it."""
    decided = {one.revision: one for one in look.approvals()}
    rows: list[Json] = []
    before: Sequence[Cue] | None = None
    heard = None
    for facts in look.facts():
        cues = look.revision(facts.number).track.cues
        decision = decided.get(facts.number)
        heard = facts.transcript_id or heard
        rows.append(
            {
                "number": facts.number,
                "author": facts.author,
                "at": moment(facts.created_at),
                "origin": facts.origin,
                "made_by": facts.made_by,
                "cues": len(cues),
                "words_changed": None if before is None else words_changed(_text(before), _text(cues))[0],
                "approved": None
                if decision is None or not decision.approved
                else {
                    "by": decision.reviewer,
                    "at": moment(decision.created_at),
                    "note": decision.note,
                },
                "live": facts.number == sitting.head.track.live,
            }
        )
        before = cues
    transcript = store.transcripts.get(heard).transcript if heard else None
    return {
        "revisions": rows[::-1],
        "uncut": 0 if look.is_cut() else len(sitting.ledger.after(sitting.head.cut)),
        "transcript": transcript and {"engine": transcript.engine, "model": transcript.model},
    }


def differences(sitting: Sitting, look: Look, store: Store, old: str, new: str) -> Json:
    """The captions that differ between two versions, each the number of a revision, "now" or "transcript".

    Raises `CaptionError` for what names no version.
    """
    before, after = (_version(sitting, look, store, name) for name in (old, new))
    rows = compare_tracks([cue.cue for cue in before], [cue.cue for cue in after])
    changed = [row for row in rows if row.is_changed]
    return {
        "rows": [_row(row, after, sitting) for row in changed],
        "changed": len(changed),
        "same": len(rows) - len(changed),
        "words": [sum(row.words_changed for row in changed), sum(len(words_of(cue.cue.text)) for cue in before)],
    }


def beside(ours: Sequence[DraftCue], spoken_at: Mapping[str, int], other: Sitting) -> Json:
    """For each of our captions those of another track that stand with it; what of the other stands alone.

    `spoken_at` tells when what a caption says was last changed, in milliseconds since 1970, by its key.
    """
    theirs = other.draft.cues
    pairs = pair(ours, theirs)
    why = stale(spoken_at, other.spoken_at(), pairs)
    by_key = {cue.key: cue_to_json(cue) for cue in theirs}
    paired = {key for _, others in pairs for key in others}
    track = other.head.track
    return {
        "track": {"id": track.id, "language": track.language, "kind": track.kind, "label": track.label},
        "edit": other.head.edit,
        "rows": [
            {
                "key": key,
                "others": [by_key[name] for name in others],
                "stale": key in why,
                "why": why.get(key, ""),
            }
            for key, others in pairs
        ],
        "unmatched": [cue for key, cue in by_key.items() if key not in paired],
    }


def _version(sitting: Sitting, look: Look, store: Store, name: str) -> Sequence[DraftCue]:
    if name == NOW:
        return sitting.draft.cues
    if name == TRANSCRIPT:
        return _heard(look, store)
    if not name.isascii() or not name.isdigit() or len(name) > 9:
        raise CaptionError(f"There is no version {name[:50]!r} of these captions: choose one of the list.")
    return look.at(int(name)).cues


def _heard(look: Look, store: Store) -> Sequence[DraftCue]:
    """What the engine heard, each of its segments as a caption. Raises `CaptionError` where no engine was at work."""
    runs = [facts.transcript_id for facts in look.facts() if facts.transcript_id is not None]
    if not runs:
        raise CaptionError("No engine has made these captions: there is no transcript to compare with.")
    segments = store.transcripts.get(runs[-1]).transcript.segments
    return [
        DraftCue(f"t.{place}", Cue(id="", start_ms=one.start_ms, end_ms=one.end_ms, lines=(one.text,)), one.words)
        for place, one in enumerate(segments, 1)
    ]


def _row(row: Row, after: Sequence[DraftCue], sitting: Sitting) -> Json:
    key = None if row.new is None else after[row.new].key
    return {
        "key": key if key is not None and sitting.draft.get(key) is not None else None,
        "number": None if row.new is None else row.new + 1,
        "start": row.start_ms,
        "end": row.end_ms,
        "parts": [list(part) for part in row.parts],
        "times": row.times and [list(times) for times in row.times],
        "voices": row.voices and list(row.voices),
        "looks": row.looks,
    }


def _text(cues: Sequence[Cue]) -> str:
    return "\n".join(cue.text for cue in cues)
