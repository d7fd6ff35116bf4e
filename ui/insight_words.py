"""What the figures of the newsroom's work say, in words and in rows. Pure; knows nothing of Streamlit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from statistics import median

from ui.view import counted
from workflow.captions.corrections import Corrections
from workflow.checks.finding import Severity
from workflow.languages import english_name
from workflow.review.insights import TrackFacts, Verdict, engines_frame, speed_bins

VERDICTS: dict[Verdict, str] = {"in time": "In time", "warning": "Fast", "too fast": "Too fast"}
NO_ENGINE = "no engine"
WORD_CHANGES = {
    "words_replaced": "Exchanged",
    "words_inserted": "Put in",
    "words_deleted": "Taken out",
    "words_restyled": "Case or punctuation",
}
"""Columns of `engines_frame`, as the chart's parts are called."""
APPROVAL_SPANS: tuple[tuple[float, str], ...] = (
    (1, "under 1 h"),
    (4, "1 to 4 h"),
    (24, "4 to 24 h"),
    (72, "1 to 3 days"),
    (float("inf"), "3 days or more"),
)
"""Hours below which a span ends, and its name."""

Rows = list[tuple[str, ...]]


def engine_label(engine: str, model: str) -> str:
    """An engine with its model, as one name."""
    return f"{engine} {model}".strip() or NO_ENGINE


def check_label(check: str) -> str:
    """A check's name as words: "reads-too-fast" is "Reads too fast"."""
    return check.replace("-", " ").capitalize()


def story_labels(facts: Sequence[TrackFacts]) -> dict[str, str]:
    """The stories' headlines by their slugs, in the order of the facts; of two that are the same both name the slug."""
    headlines = {one.story: " ".join(one.headline.split()) for one in facts}
    often = Counter(headlines.values())
    return {slug: f"{text} ({slug})" if often[text] > 1 else text for slug, text in headlines.items()}


def track_label(one: TrackFacts) -> str:
    return f"{one.headline} ({english_name(one.language)} {one.kind})"


def percent(share: float | None) -> str:
    """A share as people say it: "12%"; "–" where it cannot be told. Something is never 0%, and nearly all not 100%."""
    if share is None:
        return "–"
    if 0 < share < 0.01:
        return "under 1%"
    return "over 99%" if 0.99 < share < 1 else f"{share:.0%}"


def rate(minutes: float | None) -> str:
    """Minutes a minute with one decimal, two where one would be nothing; "–" where it cannot be told."""
    if minutes is None:
        return "–"
    if 0 < minutes < 0.01:
        return "under 0.01"
    return f"{minutes:.1f}" if minutes >= 0.1 or not minutes else f"{minutes:.2f}"


def lasting(hours: float) -> str:
    """A stretch of time to its two largest units: "40 min", "3 h 20 min", "2 days 4 h"."""
    minutes = round(60 * hours)
    if minutes < 1:
        return "under 1 min"
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 24 * 60:
        return f"{minutes // 60} h" + (f" {minutes % 60} min" if minutes % 60 else "")
    days, rest = divmod(round(hours), 24)
    return counted(days, "day") + (f" {rest} h" if rest else "")


def hours_to_approval(facts: Sequence[TrackFacts]) -> list[float]:
    """For each track that was ever approved the hours from when its story was added, in the order of the facts."""
    return [(one.approved_at - one.added_at).total_seconds() / 3600 for one in facts if one.approved_at is not None]


def headline_figures(facts: Sequence[TrackFacts]) -> list[tuple[str, str, str]]:
    """The few numbers that come first: name, number with its unit, and what it is counted from."""
    counts = _verdicts(facts)
    cues = sum(counts.values())
    open_errors, open_warnings = (sum(one.open_findings(severity) for one in facts) for severity in Severity)
    heard = _corrected(facts)
    words, changed = sum(done.heard for done in heard), sum(done.changed for done in heard)
    worked, media = _worked(facts)
    hours = hours_to_approval(facts)
    return [
        ("Too fast to read", percent(counts["too fast"] / cues if cues else None), f"of {counted(cues, 'caption')}"),
        ("Open errors", str(open_errors), f"and {counted(open_warnings, 'warning')}"),
        ("Words corrected", percent(changed / words if words else None), f"of {words:,} words heard"),
        (
            "Editing per minute of video",
            f"{rate(worked / media)} min" if media else "–",
            f"{worked:.0f} min for {media:.0f} min of video",
        ),
        (
            "From upload to approval",
            lasting(median(hours)) if hours else "–",
            f"median of {counted(len(hours), 'approved track')}",
        ),
    ]


def speed_sentence(facts: Sequence[TrackFacts]) -> str:
    counts = _verdicts(facts)
    cues = sum(counts.values())
    if not cues:
        return "There are no captions to read yet."
    fast, warned = counts["too fast"], counts["warning"]
    if not fast and not warned:
        return f"{_all(cues, 'caption')} can be read in time."
    if not fast:
        share = percent(warned / cues)
        return f"No caption is too fast; {warned} of {cues} ({share}) {_are(warned)} faster than is comfortable."
    more = f", and {warned} more {_are(warned)} faster than is comfortable" if warned else ""
    return f"{fast} of {counted(cues, 'caption')} ({percent(fast / cues)}) {_are(fast)} too fast to read{more}."


def found_sentence(facts: Sequence[TrackFacts]) -> str:
    by_check = Counter[str]()
    for one in facts:
        for found in one.found:
            by_check[found.check] += 0 if found.waived else found.count
    total, waived = by_check.total(), sum(one.waived_findings for one in facts)
    accepted = f" {counted(waived, 'finding')} {_are(waived)} waived." if waived else ""
    if not total:
        return f"No finding is open.{accepted}"
    check, count = by_check.most_common(1)[0]
    return f"“{check_label(check)}” is found most: {count} of {counted(total, 'open finding')}.{accepted}"


def engines_sentence(facts: Sequence[TrackFacts]) -> str:
    rows = engines_frame(facts).dropna(subset=["share_changed"])
    if rows.empty:
        return "Nobody has corrected what an engine heard yet."
    names = [
        f"{engine_label(row['engine'], row['model'])} ({percent(row['share_changed'])} of its words)"
        for row in rows.to_dict("records")
    ]
    if len(names) == 1:
        return f"So far one engine was corrected: {names[0]}."
    return f"{names[0]} needed the least correcting, {names[-1]} the most."


def effort_sentence(facts: Sequence[TrackFacts]) -> str:
    worked, media = _worked(facts)
    if not media:
        return "Nobody has edited captions yet."
    tracks = [one for one in facts if one.is_worked_on]
    open_tracks = sum(not one.is_finished for one in tracks)
    said = f"A minute of video took {rate(worked / media)} minutes of editing."
    if not open_tracks:
        return said
    return (
        f"{said} {open_tracks} of {counted(len(tracks), 'track')} {_are(open_tracks)} not finished and may take more."
    )


def approval_sentence(facts: Sequence[TrackFacts]) -> str:
    hours = hours_to_approval(facts)
    waiting = len(facts) - len(hours)
    wait = f" {waiting} of {counted(len(facts), 'track')} {_are(waiting)} not approved yet." if waiting else ""
    if not hours:
        return "No track was approved yet."
    if len(hours) == 1:
        return f"One track was approved, {lasting(hours[0])} after its story was added.{wait}"
    return (
        f"Half of the {len(hours)} approved tracks were approved within {lasting(median(hours))} of the upload.{wait}"
    )


def speed_rows(facts: Sequence[TrackFacts]) -> Rows:
    """Speed, captions of each verdict."""
    bins = speed_bins(facts, width=5)
    starts = sorted(set(bins["cps_from"]))
    rows: Rows = []
    for start in starts:
        own = bins[bins["cps_from"] == start]
        counts = dict(zip(own["verdict"], own["cues"], strict=True))
        name = f"{start:.0f} or more" if own["cps_to"].isna().any() else f"{start:.0f} to under {start + 5:.0f}"
        rows.append((name, *(str(counts.get(verdict, 0)) for verdict in VERDICTS)))
    return rows


def found_rows(facts: Sequence[TrackFacts]) -> Rows:
    """Check, open errors, open warnings, waived; the most first."""
    by_check: dict[str, Counter[str]] = {}
    for one in facts:
        for found in one.found:
            kind = "waived" if found.waived else str(found.severity)
            by_check.setdefault(found.check, Counter())[kind] += found.count
    ordered = sorted(by_check.items(), key=lambda pair: (-pair[1].total(), pair[0]))
    return [
        (check_label(check), str(counts["error"]), str(counts["warning"]), str(counts["waived"]))
        for check, counts in ordered
    ]


def engine_rows(facts: Sequence[TrackFacts]) -> Rows:
    """Engine, tracks, words heard, the four kinds of change, the share of all of them."""
    return [
        (
            engine_label(row["engine"], row["model"]),
            f"{row['tracks']} ({row['finished']} finished)",
            f"{row['words_heard']:,}",
            *(f"{row[name]:,}" for name in WORD_CHANGES),
            percent(None if not row["words_heard"] else row["share_changed"]),
        )
        for row in engines_frame(facts).to_dict("records")
    ]


def effort_rows(facts: Sequence[TrackFacts]) -> Rows:
    """Track, engine, status, edits, minutes of editing, minutes of video, the one a minute of the other."""
    tracks = [one for one in facts if one.is_worked_on]
    return [
        (
            track_label(one),
            engine_label(one.engine, one.model),
            str(one.status),
            str(one.edits),
            f"{one.active_ms / 60_000:.1f}",
            f"{one.media_ms / 60_000:.1f}",
            rate(one.active_ms / one.media_ms if one.media_ms else None),
        )
        for one in sorted(tracks, key=lambda one: -one.active_ms)
    ]


def approval_rows(facts: Sequence[TrackFacts]) -> Rows:
    """Track, engine, how long it took; those that wait last."""
    hours = [(hours_to_approval([one]), one) for one in facts]
    ordered = sorted(hours, key=lambda pair: pair[0] or [float("inf")])
    return [
        (track_label(one), engine_label(one.engine, one.model), lasting(took[0]) if took else "not yet")
        for took, one in ordered
    ]


def approval_spans(facts: Sequence[TrackFacts]) -> list[tuple[str, int]]:
    """How many tracks were approved within which time: every span in order, also where it has none."""
    counts = Counter(next(name for end, name in APPROVAL_SPANS if hours < end) for hours in hours_to_approval(facts))
    return [(name, counts[name]) for _, name in APPROVAL_SPANS]


def _verdicts(facts: Sequence[TrackFacts]) -> Counter[str]:
    return Counter(one.verdict(speed) for one in facts for speed in one.speeds)


def _corrected(facts: Sequence[TrackFacts]) -> list[Corrections]:
    return [one.corrections for one in facts if one.is_worked_on and one.corrections is not None]


def _worked(facts: Sequence[TrackFacts]) -> tuple[float, float]:
    """Minutes of editing, and minutes of the video that was worked on."""
    tracks = [one for one in facts if one.is_worked_on]
    return sum(one.active_ms for one in tracks) / 60_000, sum(one.media_ms for one in tracks) / 60_000


def _all(number: int, noun: str) -> str:
    return f"The only {noun}" if number == 1 else f"All {number} {noun}s"


def _are(number: int) -> str:
    return "is" if number == 1 else "are"
