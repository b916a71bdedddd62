"""The first screen as values: what is due, how the letters stand, what to look at, what is new, and the year."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from composer.app.dates import day_in_words
from composer.app.draft_list import TO_ANSWER, TO_CHOOSE, UNREADABLE, DraftList
from composer.app.due_lines import DueView, due_view
from composer.app.year_picture import YearView, year_view
from composer.briefs.locales import written
from composer.cache import Stamp, stamps_in
from composer.drafts.draft import DRAFTS
from composer.errors import Problem
from composer.workspace.overview import Overview, look_over
from composer.workspace.snapshot import Snapshot
from composer.workspace.visits import BECAME, News, Noted, Visit, news_since

_ASKING = (TO_ANSWER, TO_CHOOSE, UNREADABLE)
_PROBLEMS, _NOTED = 20, 8


@dataclass(frozen=True, slots=True)
class Standing:
    """How the letters stand, and what asks for an answer or a look."""

    states: Mapping[str, int]
    """How many letters there are of each kind of `SHOWN` that asks for nothing."""
    asking: Mapping[str, int]
    """How many there are of the others."""
    stale: int
    to_delete: tuple[str, ...]
    left_out: int
    """How many people of the records could not be read."""
    problems: tuple[Problem, ...]
    """The first of them, what stops something before the others."""
    problem_count: int

    @property
    def is_clear(self) -> bool:
        """Whether nothing asks for anything."""
        return not (self.asking or self.stale or self.to_delete or self.left_out or self.problem_count)


@dataclass(frozen=True, slots=True)
class NewsView:
    """What is new since the app was last opened."""

    since: str
    noted: tuple[Noted, ...]
    """The first events."""
    noted_count: int
    became: tuple[tuple[str, int], ...]
    """How many letters became what."""


@dataclass(frozen=True, slots=True)
class TodayView:
    """All that the screen shows."""

    today: str
    blocked: bool
    due: DueView
    standing: Standing
    news: NewsView | None
    year: YearView


@dataclass(frozen=True, slots=True)
class _Kept:
    """What was worked out for the files as they stood; looking over thousands takes half a second."""

    snapshot: Snapshot
    stamps: Mapping[str, Stamp]
    overview: Overview
    news: News | None


class TodayPage:
    """The first screen over one workspace."""

    def __init__(self, drafts: DraftList, last_visit: Visit | None) -> None:
        self._drafts = drafts
        self._last_visit = last_visit
        self._kept: _Kept | None = None

    def overview(self) -> Overview:
        """The workspace as its files are now."""
        return self._look().overview

    def _look(self) -> _Kept:
        snapshot, kept = self._drafts.snapshot, self._kept
        stamps = stamps_in(snapshot.folder / DRAFTS)
        if kept is None or kept.snapshot is not snapshot or kept.stamps != stamps:
            visit = self._last_visit
            news = news_since(snapshot, visit, self._drafts.summaries()) if visit else None
            kept = self._kept = _Kept(snapshot, stamps, look_over(snapshot), news)
        return kept

    def view(self, page: int) -> TodayView:
        """What the screen shows, with one page of what is due."""
        kept, today = self._look(), self._drafts.snapshot.today
        return TodayView(
            today=written(today, "EEEE, MMMM d", "en"),
            blocked=kept.overview.blocked,
            due=due_view(kept.overview, page, today),
            standing=self._standing(kept),
            news=_news(kept.news, today),
            year=year_view(kept.overview, today),
        )

    def _standing(self, kept: _Kept) -> Standing:
        counts = self._drafts.counts()
        found = (*kept.snapshot.problems, *kept.snapshot.store.misnamed())
        problems = sorted(found, key=lambda one: one.level != "error")
        return Standing(
            states={key: count for key, count in counts.items() if key not in _ASKING},
            asking={key: counts[key] for key in _ASKING if key in counts},
            stale=kept.overview.stale,
            to_delete=kept.overview.to_delete,
            left_out=kept.snapshot.records.contacts.left_out,
            problems=tuple(problems[:_PROBLEMS]),
            problem_count=len(problems),
        )


def _news(news: News | None, today: date) -> NewsView | None:
    """What is new, in words; ``None`` where nothing is."""
    if news is None or not (news.noted or news.letters):
        return None
    moment = news.since.astimezone()
    since = f"{day_in_words(moment.date(), today)}, {moment:%H:%M}"
    became = tuple((BECAME[key], count) for key, count in news.letters.items())
    return NewsView(since, news.noted[:_NOTED], len(news.noted), became)
