"""How the dashboard writes durations, shares and numbers, in Vietnamese and English."""

from collections.abc import Mapping
from dataclasses import dataclass

from backend.correspondence.response_time import Percentile, Share
from backend.web.locale import texts

HOUR = 3600
WORKING_DAY = 8 * HOUR  # Bộ luật Lao động 2019 Điều 105: at most 8 hours a day; the page says so
IN_HOURS = 2 * WORKING_DAY  # from here on in days


@dataclass(frozen=True, slots=True)
class Words:
    """`section`: of the texts of a page; durations and shares are written with those of the dashboard."""

    language: str
    section: str = "dashboard"

    @property
    def _texts(self) -> Mapping[str, str]:
        return texts(self.language)

    def say(self, name: str, **values: object) -> str:
        return self._texts[f"{self.section}.{name}"].format(**values)

    def of(self, section: str, name: str) -> str:
        """A text of another page."""
        return self._texts[f"{section}.{name}"]

    def duration(self, seconds: int | None) -> str:
        """Of working seconds: "45 phút", "6 giờ 30 phút", "2,5 ngày làm việc"; too few letters are no zero."""
        if seconds is None:
            return self.say("undecided")
        if seconds < 60:
            return self.say("below_a_minute")
        if seconds >= IN_HOURS:
            return self.say("days", count=self.decimal(seconds / WORKING_DAY))
        hours, minutes = divmod(seconds // 60, 60)
        parts = [self.say("hours", count=hours)] if hours else []
        return " ".join([*parts, *([self.say("minutes", count=minutes)] if minutes else [])])

    def tick(self, seconds: int) -> str:
        """At an axis."""
        if seconds < IN_HOURS:
            return self.say("hours", count=self.decimal(seconds / HOUR))
        return self.say("days_short", count=self.decimal(seconds / WORKING_DAY))

    def interval(self, found: Percentile) -> str:
        if found.value is None:
            return ""
        low = self.say("no_end") if found.low is None else self.duration(found.low)
        return f"{low} – {self.say('no_end') if found.high is None else self.duration(found.high)}"

    def percent(self, share: float | None) -> str:
        return self.say("undecided") if share is None else f"{self.decimal(share * 100)}%"

    def share_interval(self, found: Share) -> str:
        if found.value is None:
            return ""
        return f"{self.percent(found.low)} – {self.percent(found.high)}"

    def decimal(self, number: float) -> str:
        """With one place where there is one: "2,5" in Vietnamese."""
        text = f"{number:.1f}".removesuffix(".0")
        return text.replace(".", ",") if self.language == "vi" else text


def month_name(month: int) -> str:
    """`01/2026`."""
    return f"{month % 100:02}/{month // 100}"
