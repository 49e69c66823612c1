"""One step of a story that `mipconf decode --follow` tells."""

from __future__ import annotations

from dataclasses import dataclass

from mipconf.protocol.durations import MILLISECOND


@dataclass(frozen=True, slots=True)
class Step:
    """One message of a story, and what happened by it; `time` is nanoseconds since the epoch.

    `answers`, `repeats` and `relays` name an earlier frame, and `after` is how many nanoseconds
    later this one came. `group` names the group of routers that it is of, if it is of one.
    """

    frame: int
    time: int
    text: str
    answers: int | None = None
    repeats: int | None = None
    relays: int | None = None
    after: int | None = None
    group: str = ""

    def __str__(self) -> str:
        delay = f"{(self.after or 0) / MILLISECOND:.3f} ms"
        if self.repeats is not None:
            return f"{self.text}: frame {self.repeats} again, {delay} after it"
        earlier = self.relays if self.relays is not None else self.answers
        return self.text if earlier is None else f"{self.text}, {delay} after frame {earlier}"
