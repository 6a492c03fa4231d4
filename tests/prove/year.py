"""Proof that messages come at work only and never too often: a year in five zones, for nights, offices and part-timers.

Five initiatives, of every kind of rhythm, ask the same people. There are holidays and absences, and the bot is down
for a day.
The judge shares nothing with the code under proof: it reads a clock on the wall, and counts.
"""

import sys
import time as stopwatch
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from importlib.resources import files
from io import BytesIO
from random import Random
from zoneinfo import ZoneInfo

import holidays
import wards
from databases import Databases
from postman import Postman
from prove import verdict
from prove.verdict import say
from sqlmodel import func, select, update
from standing_in import Clock, DirectoryOnPaper

from bot.calendars import PublicHolidays
from bot.domain.hours_form import AbsenceForm, HoursForm
from bot.domain.initiative import CaseForChange, Initiative, StartForm
from bot.domain.local_time import Every, Rhythm
from bot.domain.people import Profile
from bot.domain.pulse import AlreadyAnswered
from bot.domain.settings import MembersFrom
from bot.domain.work_time import Window
from bot.services import initiative as starting
from bot.services import own_time
from bot.services.ports import Uses
from bot.services.pulse import answering, planning
from bot.services.pulse.asking import EARLY_REMINDER, INVITATION, REMINDER
from messages.pulse import instrument
from storage import due, people, teams, work_time
from storage import initiative as initiatives_stored
from storage.database import Database
from storage.outbox_table import OutboxRow
from storage.people import MemberRow, know_workspace

BEGIN, DAY, HOUR = datetime(2026, 1, 5, tzinfo=UTC), timedelta(days=1), timedelta(hours=1)
OUTAGE = (datetime(2026, 1, 20, 8, tzinfo=UTC), datetime(2026, 1, 21, 9, tzinfo=UTC))
REGIONS = {
    "Europe/London": ("GB", "ENG"),
    "America/New_York": ("US", "NY"),
    "Asia/Kolkata": ("IN", "MH"),
    "Pacific/Auckland": ("NZ", "AUK"),
    "Africa/Casablanca": ("MA", None),
}
HOURS = {
    "nights": (range(7), time(20), time(7)),
    "office": (range(5), time(8), time(18)),
    "part-time": ((1, 3), time(9), time(13)),
}
DATES = tuple(date(2026, 1, 9) + timedelta(days=9 * number) for number in range(39))
RHYTHMS = {
    "C0WEEKLY": Rhythm(Every.WEEKLY, 1, time(10), 3, reminders=2),
    "C0MONTHLY": Rhythm(Every.MONTHLY, 2, time(11), 14, reminders=2),
    "C0FORTNIGHT": Rhythm(Every.FORTNIGHTLY, 3, time(14), 6),
    "C0MONDAYS": Rhythm(Every.WEEKLY, 0, time(9), 2),
    "C0DATES": Rhythm(Every.DATES, 4, time(16), 5, DATES),
}
"""Each kind of rhythm; of those that aren't dates, the first pulse is in the week after the beginning."""


@dataclass(frozen=True)
class Worker:
    """Somebody with a zone and hours; half of them answer what they get."""

    user_id: str
    zone: str
    group: str
    answers: bool


@dataclass(frozen=True)
class Got:
    """A message that reached somebody."""

    worker: Worker
    kind: str
    at: datetime


@dataclass
class Absence:
    """Somebody said at a moment that they are away up to and on a day."""

    said_at: datetime
    last_day: date


@dataclass
class Year:
    """What happened in the simulated time."""

    got: list[Got] = field(default_factory=list)
    absences: dict[str, list[Absence]] = field(default_factory=lambda: defaultdict(list))
    cap: int = 3
    waves: int = 0
    outages: int = 0


def staff(each: int) -> list[Worker]:
    """So many people for each zone and kind of hours, every second of whom answers."""
    found = []
    for zone in REGIONS:
        for group in HOURS:
            for _ in range(each):
                found.append(Worker(f"U{len(found):04d}", zone, group, len(found) % 2 == 0))
    return found


def live(uses: Uses, workers: Sequence[Worker], weeks: int, seed: int, *, initiatives: int = 5, cap: int = 3) -> Year:
    """Let so many weeks pass, as the real services, due work and counter would have them."""
    random, year, by_id = Random(seed), Year(cap=cap), {one.user_id: one for one in workers}
    begin(uses, workers, initiatives, cap)
    postman = Postman(uses)
    end = BEGIN + weeks * 7 * DAY
    away = iter(sorted(absences(workers, weeks, random), key=lambda one: one[0]))
    coming = next(away, None)
    while (moment := next_event(uses, coming[0] if coming else end)) < end:
        if OUTAGE[0] <= moment < OUTAGE[1]:
            moment, year.outages = OUTAGE[1], year.outages + 1
        wards.move_to(uses, max(moment, uses.clock()))
        while coming and coming[0] <= uses.clock():
            leave(uses, year, *coming[1:])
            coming = next(away, None)
        wards.do_due(uses)
        letters = postman.deliver()
        for letter in letters:
            if letter.to in by_id:
                year.got.append(Got(by_id[letter.to], letter.kind, uses.clock()))
        answer_all(uses, [by_id[one.to] for one in letters if one.kind == INVITATION and by_id[one.to].answers])
    with uses.reading() as session:
        year.waves = session.exec(
            select(func.count()).select_from(due.DueRow).where(due.DueRow.what == "pulse.close")
        ).one()
    return year


def begin(uses: Uses, workers: Sequence[Worker], initiatives: int, cap: int) -> None:
    """Initiatives of everybody, with a team for each zone and one of nights below it; part-timers say so."""
    directory = uses.directory
    assert isinstance(directory, DirectoryOnPaper)
    for worker in workers:
        directory.add(Profile(worker.user_id, worker.user_id, worker.zone))
    directory.channels |= {channel: [worker.user_id for worker in workers] for channel in RHYTHMS}
    lead = workers[0].user_id
    for channel, rhythm in list(RHYTHMS.items())[:initiatives]:
        case = CaseForChange("We hand over at the bed.", "Nothing is lost.")
        first_on = BEGIN.date() + (rhythm.weekday or 7) * DAY
        form = StartForm("bedside handover", case, (), first_on, rhythm.at, "monthly", rhythm.open_days)
        initiative = starting.start_initiative(uses, channel, lead, form)
        with uses.writing() as session:
            initiatives_stored.set_rhythm(session, initiative.id, rhythm, first_on)
            planning.plan_anew(session, uses, replace(initiative, rhythm=rhythm), uses.clock())
        wards.do_due(uses)
        draw_teams(uses, initiative, workers)
        wards.set_cap(uses, initiative, cap)
    days, begins, ends = HOURS["part-time"]
    part_time = HoursForm(tuple(map(str, days)), begins, ends)
    for worker in workers:
        if worker.group == "part-time":
            own_time.change_my_time(uses, worker.user_id, None, part_time)


def draw_teams(uses: Uses, initiative: Initiative, workers: Sequence[Worker]) -> None:
    """Each zone has a team with its region, and in it one of nights with hours of its own."""
    with uses.writing() as session:
        teams.keep_members_from(session, initiative.id, MembersFrom.FILE)
        (root,) = people.team_parents(session, initiative.id)
        known = {person.user_id: person.id for person, _ in people.members(session, initiative.id)}
        for zone, (country, part) in REGIONS.items():
            site = people.add_team(session, initiative.id, zone, root)
            work_time.set_team_hours(session, site, None, f"{country}-{part}" if part else country)
            nights = people.add_team(session, initiative.id, "Nights", site)
            days, begins, ends = HOURS["nights"]
            work_time.set_team_hours(session, nights, Window(frozenset(days), begins, ends), None)
            for worker in workers:
                if worker.zone == zone:
                    row = update(MemberRow).where(
                        MemberRow.initiative_id == initiative.id, MemberRow.person_id == known[worker.user_id]
                    )
                    session.exec(row.values(team_id=nights if worker.group == "nights" else site))


def absences(workers: Sequence[Worker], weeks: int, random: Random) -> Iterator[tuple[datetime, Worker, int]]:
    """When somebody says that they are away, and for how many days; everybody about twice a year, often at midday."""
    for worker in workers:
        for _ in range(max(1, weeks // 26)):
            yield BEGIN + random.randrange(weeks * 7) * DAY + random.randrange(24) * HOUR, worker, random.randint(1, 16)


def leave(uses: Uses, year: Year, worker: Worker, days: int) -> None:
    """Somebody says that they are away from now on."""
    last_day = uses.clock().astimezone(place(worker.zone)).date() + days * DAY
    own_time.change_my_time(uses, worker.user_id, AbsenceForm(last_day), None)
    year.absences[worker.user_id].append(Absence(uses.clock(), last_day))


def answer_all(uses: Uses, workers: Sequence[Worker]) -> None:
    """Each answers every pulse that is open for them."""
    for worker in workers:
        with suppress(AlreadyAnswered):
            while True:
                waiting = answering.wave_to_answer(uses, worker.user_id)
                answering.record_checkin(uses, waiting.wave.id, worker.user_id, wards.answers(waiting.wave, 4), "")


def next_event(uses: Uses, other: datetime) -> datetime:
    """When something falls due next."""
    with uses.reading() as session:
        soonest = due.soonest(session)
        post = session.exec(select(func.min(OutboxRow.not_before)).where(OutboxRow.state == "waiting")).one()
    moments = [moment for moment in (soonest, _aware(post), other) if moment is not None]
    return max(min(moments), uses.clock())


def _aware(moment: datetime | None) -> datetime | None:
    return moment.replace(tzinfo=UTC) if moment is not None and moment.tzinfo is None else moment


def place(zone: str) -> ZoneInfo:
    """The zone's clock on the wall, from the tzdata package as everywhere."""
    return ZoneInfo.from_file(BytesIO(files("tzdata.zoneinfo").joinpath(*zone.split("/")).read_bytes()), key=zone)


class Judge:
    """Reads clocks on walls: on which day the shift began that somebody was in, and whether they worked on that day."""

    def __init__(self, year: Year) -> None:
        self._year = year
        self._places = {zone: place(zone) for zone in REGIONS}
        self._free = {
            zone: set(holidays.country_holidays(country, subdiv=part, years=(2025, 2026, 2027)))
            for zone, (country, part) in REGIONS.items()
        }

    def wall(self, got: Got) -> datetime:
        """What the clock showed where somebody got a message."""
        return got.at.astimezone(self._places[got.worker.zone])

    def faults(self) -> Iterator[str]:
        """A sentence for each message that came off work, and each seven days with too many."""
        dates: dict[str, Counter[date]] = defaultdict(Counter)
        for got in self._year.got:
            dates[got.worker.user_id][self.wall(got).date()] += 1
            if why := self.why_not(got):
                yield f"{got.worker} got {got.kind} at {self.wall(got)}: {why}"
        for user_id, counts in dates.items():
            for day in counts:
                week = sum(counts[day + number * DAY] for number in range(7))
                if week > self._year.cap:
                    yield f"{user_id} got {week} messages in the seven days from {day}"

    def why_not(self, got: Got) -> str:
        """Why somebody wasn't at work; empty where they were."""
        wall = self.wall(got)
        days, begins, ends = HOURS[got.worker.group]
        day, now = wall.date(), wall.time().replace(tzinfo=None)
        if begins < ends:
            if not begins <= now < ends:
                return "outside the hours"
        elif now < ends:
            day -= DAY
        elif now < begins:
            return "outside the hours"
        if day.weekday() not in days:
            return "not a working day"
        if day in self._free[got.worker.zone]:
            return "a public holiday"
        gone = self._year.absences[got.worker.user_id]
        last = max((one for one in gone if one.said_at <= got.at), key=lambda one: one.said_at, default=None)
        return "away" if last is not None and day <= last.last_day else ""


def table(year: Year, judge: Judge, workers: Sequence[Worker]) -> list[str]:
    """When messages came, a line for each zone and kind of hours."""
    lines = [
        f"  {'zone':18} {'hours':10} {'people':>6} {'invited':>8} {'reminded':>9}  on the clock    days it came on"
    ]
    for zone in REGIONS:
        for group in HOURS:
            got = [one for one in year.got if (one.worker.zone, one.worker.group) == (zone, group)]
            kinds, walls = Counter(one.kind for one in got), [judge.wall(one) for one in got]
            clock = sorted(_since_noon(wall) if group == "nights" else wall.time() for wall in walls)
            span = f"{_shown(clock[0], group)} to {_shown(clock[-1], group)}" if clock else "never"
            days = " ".join("Mo Tu We Th Fr Sa Su".split()[day] for day in sorted({wall.weekday() for wall in walls}))
            reminded = kinds[REMINDER] + kinds[EARLY_REMINDER]
            count = sum((one.zone, one.group) == (zone, group) for one in workers)
            if not count:
                continue
            lines.append(f"  {zone:18} {group:10} {count:6} {kinds[INVITATION]:8} {reminded:9}  {span:15} {days}")
    return lines


def _since_noon(wall: datetime) -> time:
    """Nights are sorted from noon to noon."""
    return (wall - 12 * HOUR).time()


def _shown(clock: time, group: str) -> str:
    return f"{time((clock.hour + 12) % 24, clock.minute) if group == 'nights' else clock:%H:%M}"


def prove(seed: int) -> list[str]:
    """A year of it."""
    databases = Databases()
    database = Database(databases.url("sqlite"))
    try:
        workspace = know_workspace(database, "T0YEAR", "Year", "U0BOT")
        clock = Clock(BEGIN)
        uses = Uses(database, workspace, DirectoryOnPaper(), clock, instrument(), Random(seed), PublicHolidays())
        workers, began = staff(2), stopwatch.monotonic()
        year = live(uses, workers, 52, seed)
        judge = Judge(year)
        say("\n".join(table(year, judge, workers)))
        gone = sum(map(len, year.absences.values()))
        say(
            f"  {year.waves} pulses, {len(year.got)} messages, {gone} absences, {year.outages} outage of 25 hours, "
            f"{stopwatch.monotonic() - began:.0f} s"
        )
        return list(judge.faults())
    finally:
        database.close()
        databases.close()


if __name__ == "__main__":
    sys.exit(verdict.main(prove, __doc__ or ""))
