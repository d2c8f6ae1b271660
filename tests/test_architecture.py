"""The architecture holds: rooms and their order, small annotated files, pure cleaning. Each check is shown to fail."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from statistics import median
from typing import TypeGuard

import pytest

ROOT = Path(__file__).parent.parent
LAYERS = (
    ("cli",),
    ("scheduler", "demo", "web"),
    ("console",),
    ("nights",),
    ("crawlers",),
    ("ingest",),
    ("workers",),
    ("forkserver", "heap", "shared_model"),
    ("storage",),
    ("cleaning",),
)
"""From the doors down. A room imports itself and what stands below it."""
LEVEL = {room: level for level, rooms in enumerate(LAYERS) for room in rooms}
DOORS = ("cli", "scheduler", "console", "demo", "web", "forkserver", "crawlers.settings", "crawlers.alone")
"""Who may read the environment, or change that of what it starts; the last two are the door of Scrapy's own command."""
IMPURE_MODULES = {
    *("asyncio", "glob", "http", "httpx", "locale", "multiprocessing", "os", "pathlib", "random", "requests"),
    *("secrets", "shutil", "socket", "subprocess", "tempfile", "threading", "time", "urllib.request", "urllib3"),
}
IMPURE_CALLS = {"open", "io.open", "input", "datetime.now", "datetime.today", "datetime.utcnow", "date.today"}
"""What a function may not use that depends on its arguments alone."""
WRITTEN_BY_ALEMBIC = "storage/migrations/"
FILE_LINES, FUNCTION_LINES, USUAL_LINES = 300, 60, 7

Sources = Mapping[str, str]
"""Path from the root -> source text."""
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """One file, parsed."""

    path: str
    lines: int
    tree: ast.Module

    @property
    def name(self) -> str:
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @property
    def room(self) -> str:
        return self.name.partition(".")[0]

    def functions(self) -> Iterator[Function]:
        return (node for node in ast.walk(self.tree) if isinstance(node, Function))


def parsed(sources: Sources) -> dict[str, Module]:
    modules = (Module(path, len(text.splitlines()), ast.parse(text)) for path, text in sources.items())
    return {module.name: module for module in modules}


def imports(module: Module) -> Iterator[tuple[str, str]]:
    """(module, name) of every import, those inside functions too; name is "" for a plain import."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (("." * node.level + (node.module or ""), alias.name) for alias in node.names)


# The checks: sources in, complaints out.


def imports_run_downwards(sources: Sources) -> Iterator[str]:
    for module in parsed(sources).values():
        if module.room not in LEVEL:
            yield f"{module.path}: no such room"
            continue
        for target, _ in imports(module):
            room = target.partition(".")[0]
            if room in LEVEL and room != module.room and LEVEL[room] <= LEVEL[module.room]:
                yield f"{module.path}: {module.room} imports {target}"
            if target.startswith("."):
                yield f"{module.path}: a relative import"


def rooms_are_entered_by_their_door(sources: Sources) -> Iterator[str]:
    modules = parsed(sources)
    for module in modules.values():
        for target, name in imports(module):
            room, _, inner = target.partition(".")
            if room not in LEVEL or room == module.room:
                continue
            if inner:
                yield f"{module.path}: imports {target}, an inner file of another room"
            elif room in modules and modules[room].path.endswith("__init__.py") and name not in public(modules[room]):
                yield f"{module.path}: {name or 'the whole room'} is not in the __all__ of {room}"


def public_names_exist(sources: Sources) -> Iterator[str]:
    modules = parsed(sources)
    for module in modules.values():
        missing = set(public(module)) - set(bindings(module))
        yield from (
            f"{module.path}: {name} is in __all__ only" for name in missing if f"{module.name}.{name}" not in modules
        )


def imports_make_no_cycle(sources: Sources) -> Iterator[str]:
    modules = parsed(sources)
    edges = {name: modules.keys() & set(needed(module, modules)) for name, module in modules.items()}
    try:
        TopologicalSorter(edges).prepare()
    except CycleError as error:
        yield "a cycle: " + " <- ".join(error.args[1])


def cleaning_is_pure(sources: Sources) -> Iterator[str]:
    for module in parsed(sources).values():
        if module.room == "cleaning":
            named = {name for target, inner in imports(module) for name in (target, f"{target}.{inner}")}
            rooms = named | {name.partition(".")[0] for name in named}
            used = (rooms & IMPURE_MODULES) | (set(calls(module)) & IMPURE_CALLS)
            yield from (f"{module.path}: {name}" for name in sorted(used))


def only_doors_read_the_environment(sources: Sources) -> Iterator[str]:
    for module in parsed(sources).values():
        if module.name not in DOORS and module.room not in DOORS:
            read = {dotted(node) for node in ast.walk(module.tree) if isinstance(node, ast.Attribute)}
            read |= {f"{target}.{name}" for target, name in imports(module)}
            yield from (f"{module.path}: {name}" for name in sorted(read & {"os.environ", "os.getenv"}))


def files_and_functions_are_small(sources: Sources) -> Iterator[str]:
    written = [module for module in parsed(sources).values() if not module.path.startswith(WRITTEN_BY_ALEMBIC)]
    for module in written:
        if module.lines > FILE_LINES:
            yield f"{module.path}: {module.lines} lines"
        for function in module.functions():
            if length(function) > FUNCTION_LINES:
                yield f"{module.path}: {function.name} has {length(function)} lines"
    lengths = [length(function) for module in written for function in module.functions()]
    if lengths and median(lengths) > USUAL_LINES:
        yield f"the usual function has {median(lengths)} lines"


def everything_is_annotated(sources: Sources) -> Iterator[str]:
    for module in parsed(sources).values():
        for function in module.functions():
            bare = [a.arg for a in arguments(function) if a.annotation is None and a.arg not in ("self", "cls")]
            if bare or function.returns is None:
                yield f"{module.path}: {function.name}({', '.join(bare)})"


def every_file_says_its_idea(sources: Sources) -> Iterator[str]:
    return (module.path for module in parsed(sources).values() if not ast.get_docstring(module.tree))


# What the checks look at.


def public(module: Module) -> list[str]:
    """The names in a module's __all__."""
    for node in module.tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(target, ast.Name) and target.id == "__all__" for target in targets):
                return list(ast.literal_eval(node.value))
    return []


def bindings(module: Module) -> Iterator[str]:
    """The names that a module's top level binds."""
    for node in (inner for outer in module.tree.body for inner in (outer.body if for_types(outer) else [outer])):
        if isinstance(node, Function | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Import | ast.ImportFrom):
            yield from (alias.asname or alias.name for alias in node.names)
        else:
            yield from (name.id for name in ast.walk(node) if isinstance(name, ast.Name))


def needed(module: Module, modules: Mapping[str, Module]) -> Iterator[str]:
    """The modules of ours that a module imports when it runs, at once or later; imports for types alone don't run."""
    typing = {id(inner) for node in ast.walk(module.tree) if for_types(node) for inner in ast.walk(node)}
    running = (n for n in ast.walk(module.tree) if isinstance(n, ast.Import | ast.ImportFrom) and id(n) not in typing)
    for target, name in imports(Module(module.path, 0, ast.Module([*running], []))):
        yield f"{target}.{name}" if f"{target}.{name}" in modules else target


def for_types(node: ast.AST) -> TypeGuard[ast.If]:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def calls(module: Module) -> Iterator[str]:
    return (dotted(node.func) for node in ast.walk(module.tree) if isinstance(node, ast.Call))


def dotted(node: ast.AST) -> str:
    """The name as written, "datetime.now"; of longer ones the last two parts."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value).rpartition('.')[2]}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def arguments(function: Function) -> list[ast.arg]:
    a = function.args
    return [*a.posonlyargs, *a.args, *a.kwonlyargs, *(more for more in (a.vararg, a.kwarg) if more)]


def length(function: Function) -> int:
    """Lines from `def` to the last statement, without the docstring."""
    first = function.body[0]
    said = first.end_lineno - first.lineno + 1 if ast.get_docstring(function) and first.end_lineno else 0
    return (function.end_lineno or function.lineno) - function.lineno + 1 - said


@cache
def product() -> Sources:
    """Every module of the product; tests and bench stand outside."""
    rooms = (file for room in LEVEL for file in (ROOT / room).rglob("*.py"))
    return {file.relative_to(ROOT).as_posix(): file.read_text("utf-8") for file in (*ROOT.glob("*.py"), *rooms)}


CHECKS = (
    imports_run_downwards,
    rooms_are_entered_by_their_door,
    public_names_exist,
    imports_make_no_cycle,
    cleaning_is_pure,
    only_doors_read_the_environment,
    files_and_functions_are_small,
    everything_is_annotated,
    every_file_says_its_idea,
)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_product_keeps_the_rule(check: Callable[[Sources], Iterator[str]]) -> None:
    assert list(check(product())) == []


def test_the_rules_see_every_room() -> None:
    assert {module.room for module in parsed(product()).values()} >= LEVEL.keys() - {"web"}


LONG = "def f() -> int:\n" + "    x = 1\n" * 60 + "    return x\n"
BROKEN: tuple[tuple[Callable[[Sources], Iterator[str]], Sources], ...] = (
    (imports_run_downwards, {"cleaning/dates.py": "from storage import Store"}),
    (imports_run_downwards, {"storage/save.py": "def f():\n    import crawlers"}),
    (imports_run_downwards, {"workers.py": "import ingest"}),
    (imports_run_downwards, {"crawlers/crawl.py": "from cli import main"}),
    (imports_run_downwards, {"demo/run.py": "from web import serve"}),
    (imports_run_downwards, {"cleaning/dates.py": "from .page import Page"}),
    (imports_run_downwards, {"utils/text.py": "import re"}),
    (rooms_are_entered_by_their_door, {"ingest.py": "from storage.store import Store"}),
    (rooms_are_entered_by_their_door, {"ingest.py": "import storage.store"}),
    (rooms_are_entered_by_their_door, {"ingest.py": "from storage import rows", "storage/__init__.py": "rows = 1"}),
    (rooms_are_entered_by_their_door, {"ingest.py": "import storage", "storage/__init__.py": "__all__ = ['Store']"}),
    (public_names_exist, {"storage/__init__.py": "from storage.store import Store\n__all__ = ['Store', 'Shelf']"}),
    (imports_make_no_cycle, {"cleaning/a.py": "from cleaning.b import x", "cleaning/b.py": "import cleaning.a"}),
    (imports_make_no_cycle, {"ingest.py": "import workers", "workers.py": "def f():\n    from ingest import x"}),
    (cleaning_is_pure, {"cleaning/a.py": "import os.path"}),
    (cleaning_is_pure, {"cleaning/a.py": "from pathlib import Path"}),
    (cleaning_is_pure, {"cleaning/a.py": "from urllib import request"}),
    (cleaning_is_pure, {"cleaning/a.py": "from datetime import datetime\nnow = datetime.now()"}),
    (cleaning_is_pure, {"cleaning/a.py": "import datetime\ntoday = datetime.date.today()"}),
    (cleaning_is_pure, {"cleaning/a.py": "words = open('words.txt').read()"}),
    (only_doors_read_the_environment, {"storage/engine.py": "import os\nurl = os.environ['DATABASE_URL']"}),
    (only_doors_read_the_environment, {"crawlers/pace.py": "from os import getenv"}),
    (files_and_functions_are_small, {"cleaning/a.py": "x = 1\n" * 301}),
    (files_and_functions_are_small, {"cleaning/a.py": LONG}),
    (files_and_functions_are_small, {"cleaning/a.py": LONG.replace("    x = 1\n" * 60, "    x = 1\n" * 8)}),
    (everything_is_annotated, {"cleaning/a.py": "def f(x) -> int: ..."}),
    (everything_is_annotated, {"cleaning/a.py": "def f(*x: int, **y) -> int: ..."}),
    (everything_is_annotated, {"cleaning/a.py": "class A:\n    async def f(self): ..."}),
    (every_file_says_its_idea, {"cleaning/a.py": "x = 1"}),
)


@pytest.mark.parametrize(("check", "sources"), BROKEN, ids=lambda value: getattr(value, "__name__", ""))
def test_a_broken_rule_is_seen(check: Callable[[Sources], Iterator[str]], sources: Sources) -> None:
    assert list(check(sources))


WHOLE = {
    "cli.py": "from console import say\nfrom ingest import ingest\nimport os\nhome = os.environ['HOME']",
    "console/__init__.py": "from console.out import say\n__all__ = ('say',)",
    "console/out.py": "def say() -> None: ...",
    "ingest.py": "from typing import TYPE_CHECKING\nfrom workers import run\ndef ingest() -> None: ...",
    "workers.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from cleaning import clean\nrun = 1",
    "cleaning/__init__.py": "from cleaning.clean import clean\n__all__ = ['clean']",
    "cleaning/clean.py": "from datetime import datetime, time\nfrom urllib.parse import urlsplit\nclean = time(0)",
}


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_a_small_house_in_order_passes(check: Callable[[Sources], Iterator[str]]) -> None:
    assert list(check({path: f'"""An idea."""\n{text}' for path, text in WHOLE.items()})) == []
