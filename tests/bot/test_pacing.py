"""Telegram's limits over simulated time: never broken, however requests come and the network delays them; and fair."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from bot.pacing import TELEGRAM, UNPACED, Lane, Pacing, Rate, Rates
from bot.playground.pacing import Limits
from bot.playground.pacing import Pacing as Telegram

PEOPLE = [Lane(number) for number in range(1, 41)]
GROUPS = [Lane(-number, group=True) for number in range(1, 4)]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A request that is made at a time, and how long the network takes there and back again, each time.

    It has to be made again `failures` times. What is `urgent` goes before what is not.
    """

    at: float
    lane: Lane
    there: float = 0.0
    back: float = 0.0
    failures: int = 0
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Sent:
    """The request with this number in its list arrived."""

    number: int
    arrived: float


def simulate(wanted: Sequence[Wanted], rates: Rates = TELEGRAM) -> list[Sent]:
    """What arrives at Telegram, in the order of arrival, failures included."""
    pacing: Pacing[tuple[int, int]] = Pacing(rates)
    coming = sorted(enumerate(wanted), key=lambda each: (-each[1].at, -each[0]))
    under_way: dict[tuple[int, int], float] = {}
    sent = []
    while coming or under_way or pacing.waiting:
        times = [*under_way.values(), *(each.at for _, each in coming[-1:])]
        if (wake_at := pacing.wake_at()) is not None:
            times.append(wake_at)
        now = min(times)
        while coming and coming[-1][1].at <= now:
            number, each = coming.pop()
            pacing.join(each.lane, (number, 0), now, urgent=each.urgent)
        for request in [request for request, end in under_way.items() if end <= now]:
            number, tries = request
            del under_way[request]
            if tries < wanted[number].failures:
                pacing.pause(wanted[number].lane, now + 0.5)
                again = wanted[number]
                pacing.join(again.lane, (number, tries + 1), now, first=True, urgent=again.urgent)
            pacing.leave(wanted[number].lane, request, now)
        for number, tries in pacing.start(now):
            each = wanted[number]
            sent.append(Sent(number, now + each.there))
            under_way[number, tries] = now + each.there + each.back
    return sorted(sent, key=lambda each: each.arrived)


# Sixteenths: sums of them are exact.
seconds = st.integers(0, 32).map(lambda number: number / 16)
requests = st.builds(
    Wanted,
    at=seconds,
    lane=st.sampled_from([*PEOPLE[:3], *GROUPS]),
    there=seconds,
    back=seconds,
    failures=st.sampled_from([0, 0, 0, 1, 2]),
    urgent=st.sampled_from([False, False, False, True]),
)


@given(st.lists(requests, max_size=60))
def test_telegram_never_refuses_anything_and_everything_arrives_in_order(wanted: list[Wanted]) -> None:
    sent = simulate(wanted)

    now = 0.0
    telegram = Telegram(Limits(), lambda: now)
    arrived: dict[Lane, list[int]] = defaultdict(list)
    for each in sent:
        now = each.arrived
        lane = wanted[each.number].lane
        assert telegram.send(int(lane.key), group=lane.group) is None
        arrived[lane].append(each.number)
    for lane, numbers in arrived.items():
        for urgent in (True, False):
            alike = [n for n, each in enumerate(wanted) if each.lane == lane and each.urgent is urgent]
            in_order = sorted(alike, key=lambda n: wanted[n].at)
            assert [number for number in numbers if wanted[number].urgent is urgent] == [
                number for number in in_order for _ in range(1 + wanted[number].failures)
            ]
    assert len(sent) == len(wanted) + sum(each.failures for each in wanted)


@given(st.lists(st.builds(Wanted, at=seconds, lane=st.sampled_from(PEOPLE), there=seconds, back=seconds), max_size=120))
def test_all_chats_together_keep_to_thirty_a_second(wanted: list[Wanted]) -> None:
    arrivals = [each.arrived for each in simulate(wanted)]

    assert all(later - earlier >= 1.0 for earlier, later in zip(arrivals, arrivals[30:], strict=False))


def test_a_group_has_nineteen_requests_in_a_minute_and_the_next_when_it_is_over() -> None:
    sent = simulate([Wanted(0.0, GROUPS[0])] * 21)

    assert [each.arrived for each in sent] == [*map(float, range(19)), 60.0, 61.0]


def test_the_twentieth_is_for_what_is_urgent_and_goes_before_all_that_waits() -> None:
    flood = [Wanted(0.0, GROUPS[0]) for _ in range(20)]
    urgent = [Wanted(at, GROUPS[0], urgent=True) for at in (2.5, 30.0, 31.0)]

    sent = simulate([*flood, *urgent])

    in_order = [0, 1, 2, 20, *range(3, 18), 21, 22, 18, 19]
    assert [each.number for each in sent] == in_order
    assert [each.arrived for each in sent] == [*map(float, range(19)), 30.0, 60.0, 62.0, 63.0]


def test_what_is_urgent_leaves_no_turn_behind_when_it_is_given_up() -> None:
    pacing: Pacing[str] = Pacing(Rates(chat=Rate(2, 60.0, spare=1)))
    pacing.join(PEOPLE[0], "first", 0.0)
    assert pacing.start(0.0) == ["first"]
    pacing.leave(PEOPLE[0], "first", 0.0)
    pacing.join(PEOPLE[0], "second", 1.0)
    assert (pacing.start(1.0), pacing.wake_at()) == ([], 60.0)
    pacing.join(PEOPLE[0], "urgent", 2.0, urgent=True)
    assert pacing.start(2.0) == ["urgent"]
    pacing.leave(PEOPLE[0], "urgent", 2.0)
    pacing.join(PEOPLE[0], "more", 3.0, urgent=True)
    pacing.leave(PEOPLE[0], "more", 3.0)

    assert pacing.waiting == 1
    assert pacing.start(61.0) == []
    assert pacing.start(62.0) == ["second"]
    assert pacing.give_up() == []


def test_a_channel_that_goes_by_its_name_counts_as_a_group() -> None:
    sent = simulate([Wanted(0.0, Lane("@news", group=True))] * 20)

    assert sent[-1].arrived == 60.0


def test_a_flooded_group_delays_nobody() -> None:
    flood = [Wanted(0.0, GROUPS[0])] * 500
    people = [Wanted(number / 16, lane) for number, lane in enumerate(PEOPLE[:29])]

    sent = simulate([*flood, *people])

    assert {each.number: each.arrived for each in sent if each.number >= 500} == {
        500 + number: each.at for number, each in enumerate(people)
    }


def test_when_all_have_too_much_each_chat_has_one_turn_before_any_has_two() -> None:
    crowd = [Wanted(0.0, lane) for lane in PEOPLE for _ in range(5)]

    sent = simulate(crowd)

    order = [crowd[each.number].lane for each in sent]
    assert [set(order[start : start + 40]) for start in range(0, 200, 40)] == [set(PEOPLE)] * 5
    # 200 requests, 30 at the start of each second.
    assert sent[-1].arrived == 6.0


def test_a_request_that_hangs_holds_up_its_own_chat_only() -> None:
    hanging = Wanted(0.0, PEOPLE[0], there=30.0)

    sent = simulate([hanging, Wanted(0.0, PEOPLE[0]), Wanted(0.0, PEOPLE[1])])

    assert sent == [Sent(2, 0.0), Sent(0, 30.0), Sent(1, 31.0)]


def test_without_limits_only_the_order_in_each_chat_is_kept() -> None:
    wanted = [Wanted(0.0, lane, there=0.25) for _ in range(3) for lane in (PEOPLE[0], GROUPS[0])]

    sent = simulate(wanted, UNPACED)

    assert [each.arrived for each in sent] == [0.25, 0.25, 0.5, 0.5, 0.75, 0.75]


def test_a_paused_chat_waits_alone_and_says_how_long() -> None:
    pacing: Pacing[str] = Pacing(TELEGRAM)
    pacing.join(PEOPLE[0], "first", 0.0)
    pacing.start(0.0)
    pacing.pause(PEOPLE[0], 40.0)
    pacing.leave(PEOPLE[0], "first", 0.0)
    pacing.join(PEOPLE[0], "second", 0.0)
    pacing.join(PEOPLE[1], "other", 0.0)

    assert pacing.start(0.0) == ["other"]
    assert (pacing.paused(PEOPLE[0], 10.0), pacing.paused(PEOPLE[1], 10.0)) == (30.0, 0.0)
    # For the one before it, a second more.
    assert (pacing.delay(PEOPLE[0], 10.0), pacing.delay(PEOPLE[2], 10.0)) == (31.0, 0.0)
    assert pacing.wake_at() == 40.0
    assert pacing.start(40.0) == ["second"]


def test_what_is_given_up_waits_no_more() -> None:
    pacing: Pacing[str] = Pacing(TELEGRAM)
    for request in ("first", "second", "third", "fourth"):
        pacing.join(PEOPLE[0], request, 0.0)
    pacing.join(PEOPLE[1], "other", 0.0)
    assert pacing.start(0.0) == ["first", "other"]

    pacing.leave(PEOPLE[0], "second", 0.0)
    assert pacing.give_up(PEOPLE[0]) == ["third", "fourth"]
    # Twice does no harm.
    for _ in range(2):
        for lane, request in ((PEOPLE[0], "third"), (PEOPLE[0], "first"), (PEOPLE[1], "other")):
            pacing.leave(lane, request, 0.0)

    assert (pacing.waiting, pacing.start(100.0)) == (0, [])


def test_quiet_chats_are_forgotten_and_busy_ones_are_not() -> None:
    pacing: Pacing[int] = Pacing(TELEGRAM)
    for request in (-1, -2):
        pacing.join(GROUPS[0], request, 0.0)
    pacing.join(GROUPS[1], -3, 0.0)
    assert pacing.start(0.0) == [-1, -3]
    known = []
    for number in range(5_000):
        pacing.join(Lane(number), number, float(number))
        assert pacing.start(float(number)) == [number]
        pacing.leave(Lane(number), number, float(number))
        known.append(len(pacing))
    for lane, request in ((GROUPS[0], -1), (GROUPS[1], -3)):
        pacing.leave(lane, request, 5_000.0)
    pacing.join(GROUPS[1], -4, 5_000.0)

    assert max(known) == 1_000
    assert pacing.start(5_000.5) == []
    assert pacing.start(5_001.0) == [-2, -4]
