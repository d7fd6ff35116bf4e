"""Where a track stands in the newsroom's work, and who may move it on. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from workflow.errors import NotAllowed


class Status(StrEnum):
    """Where a track stands in the newsroom's work."""

    DRAFT = "draft"
    IN_REVIEW = "in review"
    RETURNED = "returned"
    APPROVED = "approved"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Move(StrEnum):
    """What a person can ask for."""

    REQUEST = "request"
    RETURN = "return"
    APPROVE = "approve"


TO: Mapping[Move, Status] = {
    Move.REQUEST: Status.IN_REVIEW,
    Move.RETURN: Status.RETURNED,
    Move.APPROVE: Status.APPROVED,
}

MOVES: Mapping[Status, tuple[Move, ...]] = {
    Status.DRAFT: (Move.REQUEST, Move.APPROVE),
    Status.IN_REVIEW: (Move.RETURN, Move.APPROVE),
    Status.RETURNED: (Move.REQUEST, Move.APPROVE),
    Status.APPROVED: (Move.RETURN,),
    Status.PUBLISHED: (Move.APPROVE,),
    Status.WITHDRAWN: (Move.REQUEST, Move.APPROVE),
}
"""What may be asked for where a track stands, in the order in which the screen shows it.

Who approves may leave out the request: a newsroom of one asks nobody. A published track that was never approved (it
went out as automatic) can be approved as it is.
"""


@dataclass(frozen=True, slots=True)
class Case:
    """What decides about a move. `errors` are those found and not waived, `authors` edited since the last approval."""

    status: Status
    cues: int
    errors: int
    authors: tuple[str, ...]
    is_approved: bool
    """Whether exactly these captions are approved already."""


def check_can_move(move: Move, case: Case, person: str, *, second_person: bool) -> None:
    """Raises `NotAllowed`. With `second_person` nobody approves their own edits."""
    if move not in MOVES[case.status]:
        raise NotAllowed(f"The captions are {case.status}: load the page again to see what can be done with them.")
    if not case.cues and move is not Move.RETURN:
        raise NotAllowed("There are no captions: make some first.")
    if move is not Move.APPROVE:
        return
    if case.is_approved:
        raise NotAllowed("Exactly these captions are approved already.")
    if case.errors:
        are = "1 error is" if case.errors == 1 else f"{case.errors} errors are"
        raise NotAllowed(f"{are} open: fix them, or waive them with a reason.")
    if second_person and person in case.authors:
        raise NotAllowed("You have edited these captions, and here a second person approves: ask for a review.")
