"""Where people's words can flow: read from the source of the program, statically, without running it.

Followed are `Words` and the files that came with them, the classes that hold one (and those that hold such a class),
whoever takes, returns or makes one, and whoever reads text out of one. Within a function a name is followed through
assignments and through methods of text. What it returns as plain text is followed no further than to its own line, nor
is what a `match` takes apart.
"""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOTS = frozenset({"bot.words.Words", "bot.media.File"})
CONTENTS = frozenset({"words", "options"})
"""What is called so is somebody's words, whatever it is read from."""
RAW = frozenset({"text", "content", "caption"})
"""The same where a platform's own messages are read."""
READING = re.compile(r"adapters\.\w+\.(?:inbound|reading|catchup|forms|intake)")
_NOT_OF_PEOPLE = ("adapters/sandbox", "adapters/simulator")
_BOUNDS = frozenset({"bot.desk.desk.Desk", "bot.desk.desk.Memory"})  # they hold everything: to take them is no flow
_SAME = frozenset({"replace", "tuple", "list", "sorted", "str", "next", "reversed", "enumerate", "zip", "getattr"})
_PLAIN = frozenset({*dir(builtins), "replace", "assert_never"})  # what Python does with a value, and nobody hears
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Flows:
    """What was found: `held` names the fields, `touched` each function with what it hands words to."""

    held: frozenset[str]
    touched: dict[str, tuple[str, ...]]


def program() -> dict[str, str]:
    """The source of every module of the program that works with people, by its name."""
    paths = sorted(path for folder in ("bot", "adapters") for path in (ROOT / folder).rglob("*.py"))
    names = {path.relative_to(ROOT).with_suffix("").as_posix(): path for path in paths}
    ours = {name: path for name, path in names.items() if not name.startswith(_NOT_OF_PEOPLE)}
    return {name.replace("/", ".").removesuffix(".__init__"): path.read_text() for name, path in ours.items()}


def flows(sources: dict[str, str]) -> Flows:
    """All flows in these modules, by their names."""
    modules = [_Module(name, ast.parse(source)) for name, source in sources.items()]
    carriers, held = {*ROOTS}, set[str]()
    while True:
        found = {field: owner for one in modules for owner, field, types in one.fields() if types & carriers}
        aliases = {alias for one in modules for alias, types in one.aliases() if types & carriers}
        if len(found) == len(held) and aliases <= carriers:
            break
        held, carriers = set(found), (carriers | set(found.values()) | aliases) - _BOUNDS
    functions = [(one, name, function) for one in modules for name, function in _functions(one.tree)]
    giving = {f"{one.name}.{name}" for one, name, function in functions if one.names(function.returns) & carriers}
    names = {field.rpartition(".")[2] for field in held}
    known = _Known(carriers, giving, CONTENTS | {name for name in names if not name.startswith("_")}, frozenset(held))
    touched = {f"{one.name}.{name}": _Reading(one, name, function, known).calls for one, name, function in functions}
    return Flows(frozenset(held), {name: calls for name, calls in touched.items() if calls is not None})


class _Module:
    """One module: its tree, and what its names mean (`module.name`)."""

    def __init__(self, name: str, tree: ast.Module) -> None:
        self.name, self.tree = name, tree
        self.meaning = {one.name: f"{name}.{one.name}" for one in tree.body if isinstance(one, Function | ast.ClassDef)}
        self.meaning |= dict(self._assigned())
        self.methods = {name.rpartition(".")[2] for name, _ in _functions(tree)}
        for one in ast.walk(tree):
            if isinstance(one, ast.ImportFrom):
                self.meaning |= {part.asname or part.name: f"{one.module}.{part.name}" for part in one.names}

    def _assigned(self) -> Iterator[tuple[str, str]]:
        for line in self.tree.body:
            if isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name):
                yield line.targets[0].id, f"{self.name}.{line.targets[0].id}"

    def whole(self, one: ast.AST) -> str:
        """What this name means, `module.name`; "" for anything else."""
        match one:
            case ast.Name():
                return self.meaning.get(one.id, "")
            case ast.Attribute(value=ast.Name() as base):
                return f"{self.meaning.get(base.id, '')}.{one.attr}"
        return ""

    def names(self, annotation: ast.AST | None) -> set[str]:
        """The meanings of all names in a type; those in quotes, too."""
        found = set()
        for one in ast.walk(annotation) if annotation else ():
            match one:
                case ast.Constant(value=str() as quoted):
                    found.add(self.meaning.get(quoted, ""))
                case _:
                    found.add(self.whole(one))
        return found

    def fields(self) -> Iterator[tuple[str, str, set[str]]]:
        """Of each field of a class: the class, the whole name, the names in its type."""
        for owner in self.tree.body:
            if not isinstance(owner, ast.ClassDef):
                continue
            for line in ast.walk(owner):
                if isinstance(line, ast.AnnAssign) and (line in owner.body or isinstance(line.target, ast.Attribute)):
                    field = getattr(line.target, "id", "") or getattr(line.target, "attr", "")
                    whole = f"{self.name}.{owner.name}"
                    yield whole, f"{whole}.{field}", self.names(line.annotation)

    def aliases(self) -> Iterator[tuple[str, set[str]]]:
        """Of each type that is one of several: its whole name, and the names in it."""
        for line in self.tree.body:
            if isinstance(line, ast.Assign) and isinstance(line.value, ast.BinOp | ast.Subscript):
                yield self.whole(line.targets[0]), self.names(line.value)


@dataclass(frozen=True)
class _Known:
    """What is known of all modules: the types that hold words, the functions that return one, the names of fields."""

    carriers: set[str]
    giving: set[str]
    contents: frozenset[str]
    held: frozenset[str]


class _Reading:
    """One function as it is read: `calls` are those outside of its module that words are handed to; None where it has
    none of them.
    """

    def __init__(self, module: _Module, name: str, function: Function, known: _Known) -> None:
        self.module, self.known = module, known
        self.contents = known.contents | (RAW if READING.fullmatch(module.name) else frozenset())
        self.body = [one for line in function.body for one in _own(line)]
        self.called = {one.func for one in self.body if isinstance(one, ast.Call)}
        given = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
        self.local = {one.arg for one in given if module.names(one.annotation) & known.carriers}
        self.owner = f"{module.name}.{name.rpartition('.')[0]}"
        if self.owner in known.carriers:
            self.local |= {"self"}
        returns = bool(module.names(function.returns) & known.carriers)
        self._follow()
        touches = returns or bool(self.local) or any(self.has(one) for one in self.body if isinstance(one, ast.expr))
        self.calls = tuple(sorted(set(self._handed()))) if touches else None

    def has(self, one: ast.AST | None) -> bool:
        """Whether this expression is somebody's words, or holds them."""
        match one:
            case ast.Name():
                return one.id in self.local
            case ast.Attribute():
                own = isinstance(one.value, ast.Name) and f"{self.owner}.{one.attr}" in self.known.held
                holds = own or one.attr in self.contents or (one.attr in RAW and self.has(one.value))
                return holds and isinstance(one.ctx, ast.Load) and one not in self.called
            case ast.Subscript(slice=ast.Constant(value=str() as key)):
                return key in self.contents
            case ast.Call(func=called):
                if self.module.whole(called) in self.known.giving | self.known.carriers:
                    return True
                if isinstance(called, ast.Attribute):
                    return self.has(called.value) or (called.attr == "join" and self.any_of(one.args))
                return isinstance(called, ast.Name) and called.id in _SAME and self.any_of(one.args)
            case ast.Compare() | ast.Constant() | ast.Lambda() | ast.keyword() | None:
                return False
        return isinstance(one, ast.expr | ast.comprehension) and self.any_of(ast.iter_child_nodes(one))

    def any_of(self, some: Iterable[ast.AST]) -> bool:
        """Whether one of these is."""
        return any(map(self.has, some))

    def own(self, called: ast.AST) -> bool:
        """Whether this is a function of the same module or class (it has a line of its own), or a list's method."""
        match called:
            case ast.Name():
                return self.module.whole(called).startswith(f"{self.module.name}.")
            case ast.Attribute(value=ast.Name(id="self")):
                return called.attr in self.module.methods
        return isinstance(called, ast.Attribute) and called.attr in {"append", "remove"}

    def _follow(self) -> None:
        """Whatever is assigned words is followed, too, until nothing is new."""
        before = -1
        while before != (before := len(self.local)):
            for one in self.body:
                match one:
                    case ast.Assign() if self.has(one.value):
                        self.local |= {name for target in one.targets for name in _bound(target)}
                    case ast.AnnAssign() | ast.NamedExpr() | ast.AugAssign() if self.has(one.value):
                        self.local |= set(_bound(one.target))
                    case ast.For() | ast.AsyncFor() | ast.comprehension() if self.has(one.iter):
                        self.local |= set(_bound(one.target))

    def _handed(self) -> Iterator[str]:
        for one in self.body:
            if isinstance(one, ast.Call) and self.any_of([*one.args, *(part.value for part in one.keywords)]):
                called = ast.unparse(one.func)
                if called not in _PLAIN and not called.startswith(("'", '"')) and not self.own(one.func):
                    yield called


def _functions(tree: ast.AST, inside: str = "") -> Iterator[tuple[str, Function]]:
    """Every function with its name, those of classes and those inside of others, too."""
    for one in ast.iter_child_nodes(tree):
        if isinstance(one, Function):
            yield f"{inside}{one.name}", one
        if isinstance(one, Function | ast.ClassDef):
            yield from _functions(one, f"{inside}{one.name}.")
        elif not isinstance(one, ast.expr):
            yield from _functions(one, inside)


def _own(line: ast.AST) -> Iterator[ast.AST]:
    """A statement and all that is in it, without functions that stand in it."""
    yield line
    for one in ast.iter_child_nodes(line):
        if not isinstance(one, Function | ast.ClassDef):
            yield from _own(one)


def _bound(target: ast.AST) -> Iterator[str]:
    return (one.id for one in ast.walk(target) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store))
