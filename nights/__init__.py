"""Nights: plans, what is due of them, and the runs that are made; the ledger in the database is the truth."""

from nights.due import Due, due
from nights.plan import NIGHTLY, Plan, Slot
from nights.plans import Plans, Setting, as_json, from_json, plan_of, read_plans, stored_name
from nights.service import Service, once
from nights.shift import Shift
from nights.values import BadPlan, clock_time, seconds, zone_named
from nights.why import Answer, why

__all__ = (
    "NIGHTLY",
    "Answer",
    "BadPlan",
    "Due",
    "Plan",
    "Plans",
    "Service",
    "Setting",
    "Shift",
    "Slot",
    "as_json",
    "clock_time",
    "due",
    "from_json",
    "once",
    "plan_of",
    "read_plans",
    "seconds",
    "stored_name",
    "why",
    "zone_named",
)
