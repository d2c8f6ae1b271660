"""Plans as they are written: in a TOML file, or as JSON where a scheduler leaves word of what it is to do."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, time, tzinfo
from pathlib import Path
from typing import Any, Final

from nights.plan import NIGHTLY, USUAL_LIMIT, Plan
from nights.rhythm import BadRhythm, Cron, Every, Nightly, Rhythm
from nights.values import BadPlan, clock_time, count, is_address, seconds, truth, words, zone_named

USUAL_AT: Final = time(3, 30)
USUAL_JITTER: Final = 900
USUAL_PARALLEL: Final = 4
_WHEN: Final = ("at", "cron", "every")
_COMMON: Final = frozenset({"timezone", "jitter", "limit"})
_PLAN: Final = _COMMON | {"publishers", "adaptive", *_WHEN}
_FILE: Final = _COMMON | {"parallel", "nightly", "plan"}


@dataclass(frozen=True, slots=True)
class Plans:
    """All that a scheduler is to run."""

    plans: tuple[Plan, ...]
    parallel: int = USUAL_PARALLEL
    """Runs under way at once."""

    def of(self, publisher: str) -> Plan | None:
        """The plan that covers a publisher, by any of its names; None if none does."""
        name = stored_name(publisher)
        return next((plan for plan in self.plans if name in map(stored_name, plan.publishers)), None)


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a plan is kept: what it does not say itself."""

    zone: Callable[[], tzinfo]
    """Asked only if a plan names none."""
    salt: str = ""
    defaults: Mapping[str, Any] = field(default_factory=dict)


def stored_name(publisher: str) -> str:
    """The name under which the articles of a publisher are stored. What is neither name nor address stays as it is."""
    from crawlers import UnknownPublisher, target  # here, because it brings Scrapy along

    try:
        return target(publisher).publisher
    except UnknownPublisher:
        return publisher


def read_plans(path: Path, setting: Setting) -> Plans:
    """The plans of a file. Raises BadPlan, which says what is wrong with it, and OSError if it cannot be read."""
    try:
        told = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadPlan(f"{path}: {error}") from None
    try:
        return _plans(told, setting)
    except BadPlan as error:
        raise BadPlan(f"{path}: {error}") from None


def plan_of(name: str, told: Mapping[str, Any], setting: Setting) -> Plan:
    """The plan that a table of the file describes. Raises BadPlan."""
    _no_others(name, told, _PLAN)
    made = _made(name, {**setting.defaults, **told}, setting)
    for publisher in made.publishers:
        _known(name, publisher)
    return made


def _made(name: str, facts: Mapping[str, Any], setting: Setting) -> Plan:
    try:
        return Plan(
            name=_name(name),
            publishers=_publishers(facts.get("publishers")),
            rhythm=_rhythm({key: facts[key] for key in _WHEN if key in facts}),
            zone=zone_named(facts["timezone"]) if "timezone" in facts else setting.zone(),
            jitter=seconds(facts.get("jitter", USUAL_JITTER), 0, "jitter"),
            limit=seconds(facts.get("limit", USUAL_LIMIT), 1, "limit"),
            salt=setting.salt,
            adaptive=truth(facts.get("adaptive", False), "adaptive"),
        )
    except (BadPlan, BadRhythm) as error:
        raise BadPlan(f"plan {name}: {error}") from None


def written(plan: Plan) -> dict[str, Any]:
    """The plan as `plan_of` reads it."""
    match plan.rhythm:
        case Nightly():
            when: dict[str, Any] = {"at": plan.rhythm.words()}
        case Cron(expression):
            when = {"cron": expression}
        case Every(step):
            when = {"every": step}
        case _:
            raise TypeError(f"no word for {plan.rhythm}")
    when |= {"adaptive": True} if plan.adaptive else {}
    facts = {"publishers": [*plan.publishers], "timezone": str(plan.zone), "jitter": plan.jitter, "limit": plan.limit}
    return {**facts, **when}


def as_json(plans: Plans) -> str:
    """The plans in one line, for those who ask later what was to be done."""
    told = {plan.name: {**written(plan), "salt": plan.salt} for plan in plans.plans}
    return json.dumps(told, ensure_ascii=False, sort_keys=True)


def from_json(text: str) -> Plans:
    """Plans that `as_json` wrote, as far as this machine can read them: a zone may be unknown here."""
    return Plans(tuple(plan for name, told in json.loads(text).items() for plan in _remembered(name, told)))


def _remembered(name: str, told: dict[str, Any]) -> Iterator[Plan]:
    with suppress(BadPlan):
        yield _made(name, told, Setting(lambda: UTC, told.pop("salt", "")))


def _plans(told: dict[str, Any], setting: Setting) -> Plans:
    _no_others("", told, _FILE)
    usual = Setting(setting.zone, setting.salt, {key: told[key] for key in _COMMON & told.keys()})
    tables = _table(told.get("plan", {}), "plan")
    own = [plan_of(name, _owned(name, _table(facts, f"plan {name}")), usual) for name, facts in tables.items()]
    if NIGHTLY in tables:
        raise BadPlan(f"the plan of all others is [{NIGHTLY}], not [plan.{NIGHTLY}]")
    plans = (*own, *_rest(told.get(NIGHTLY, {}), own, usual))
    _each_once(plans)
    if not plans:
        raise BadPlan("there is no plan in it")
    return Plans(plans, count(told.get("parallel", USUAL_PARALLEL), "parallel"))


def _rest(told: object, own: Iterable[Plan], usual: Setting) -> list[Plan]:
    """The plan of the publishers that have none of their own, unless the file says `nightly = false`."""
    if told is False:
        return []
    facts = _table(told, NIGHTLY)
    taken = {stored_name(name) for plan in own for name in plan.publishers}
    if "publishers" not in facts:
        from crawlers import known_publishers  # as above

        facts = {"publishers": [name for name in known_publishers() if name not in taken], **facts}
    return [plan_of(NIGHTLY, facts, usual)] if facts["publishers"] else []


def _owned(name: str, facts: Mapping[str, Any]) -> Mapping[str, Any]:
    """A plan that is called like a publisher is that publisher's."""
    return facts if "publishers" in facts else {**facts, "publishers": [name]}


def _each_once(plans: Iterable[Plan]) -> None:
    home: dict[str, str] = {}
    for plan in plans:
        for publisher in plan.publishers:
            other = home.setdefault(stored_name(publisher), plan.name)
            if other != plan.name:
                raise BadPlan(f"{publisher} stands in two plans: {other} and {plan.name}")


def _table(told: object, where: str) -> dict[str, Any]:
    if not isinstance(told, dict):
        raise BadPlan(f"{where}: not a table")
    return told


def _no_others(name: str, told: Mapping[str, Any], known: Collection[str]) -> None:
    unknown = sorted(told.keys() - known)
    if unknown:
        where = f"plan {name}: " if name else ""
        raise BadPlan(f"{where}there is no {unknown[0]!r}; there are {', '.join(sorted(known))}")


def _name(name: str) -> str:
    if not name.strip() or name != name.strip() or not name.isprintable():
        raise BadPlan("a plan has a name of printable signs")
    return name


def _publishers(told: object) -> tuple[str, ...]:
    if not isinstance(told, list) or not told or not all(isinstance(name, str) for name in told):
        raise BadPlan("publishers are a list of names or addresses")
    if len({*map(stored_name, told)}) < len(told):
        raise BadPlan("a publisher stands in it twice")
    return tuple(told)


def _known(plan: str, name: str) -> None:
    from crawlers import UnknownPublisher, target  # as above

    try:
        target(name)
    except UnknownPublisher:
        raise BadPlan(f"plan {plan}: {name} is neither an address nor among `winnow publishers`") from None
    if "://" in name and not is_address(name):
        raise BadPlan(f"plan {plan}: {name}: not a web address such as https://site.example/")


def _rhythm(facts: Mapping[str, Any]) -> Rhythm:
    said = [key for key in _WHEN if key in facts]
    if len(said) > 1:
        raise BadPlan(f"{' and '.join(said)} exclude each other")
    match said:
        case ["cron"]:
            return Cron(words(facts["cron"], "cron"))
        case ["every"]:
            return Every(seconds(facts["every"], 1, "every"))
        case ["at"]:
            return Nightly(clock_time(facts["at"]))
    return Nightly(USUAL_AT)
