"""From a study file to a study: everything that is wrong with it at once, each with its line.

    read_study    a study file as a checked study
    write_study   a study with every default written out

Codes stay as they are written: `05` is a text, `N` is a text, `no` is a text. Only true, false, numbers
without leading zeros and null are anything else.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from smartspec.errors import StudyError, bullets, first_few
from smartspec.study.config import Study

__all__ = ["read_study", "write_study"]

Where = tuple[str | int, ...]


class _Loader(yaml.SafeLoader):
    """YAML whose plain words are words."""


_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("bool", r"^(?:true|false)$", "tf"),
    ("null", r"^(?:~|null|)$", ["~", "n", ""]),
    ("int", r"^[-+]?(?:0|[1-9][0-9_]*)$", "-+0123456789"),
    (
        "float",
        r"^[-+]?(?:0|[1-9][0-9]*)?\.[0-9]+(?:[eE][-+]?[0-9]+)?$|^[-+]?[1-9][0-9]*[eE][-+]?[0-9]+$",
        "-+.0123456789",
    ),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), list(_first))


def read_study(path: Path) -> Study:
    """A study file as a checked study.

    Raises
    ------
    StudyError
        The file is missing, is no YAML, or contradicts the schema; every problem is listed with its line.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        near = [found.name for found in path.parent.glob("*.y*ml")] if path.parent.is_dir() else []
        hint = f"There is {first_few(near)} in that folder." if near else "Make one with `smartspec new FOLDER`."
        raise StudyError(f"no study file at {path}. {hint}") from None
    except (OSError, UnicodeDecodeError) as cause:
        raise StudyError(f"{path} cannot be read as UTF-8 text ({cause}). Save it as UTF-8.") from cause
    try:
        node = yaml.compose(text, Loader=_Loader)
        content = yaml.load(text, Loader=_Loader)
    except yaml.YAMLError as cause:
        mark = getattr(cause, "problem_mark", None)
        line = f"line {mark.line + 1}: " if mark else ""
        raise StudyError(
            f"{path.name} is not YAML: {line}{getattr(cause, 'problem', None) or cause}. "
            "Check indentation and colons there."
        ) from cause
    if not isinstance(content, dict):
        raise StudyError(
            f"{path.name} is empty or holds no fields. A study needs at least `title:` and `tables:` or `pack:`."
        )
    lines: dict[Where, int] = {}
    problems: list[str] = []
    _locate(node, (), lines, problems)
    try:
        study = Study.model_validate(content)
    except ValidationError as wrong:
        problems += [_problem(error, lines) for error in wrong.errors()]
    if problems:
        count = f"{len(problems)} problem{'s' if len(problems) > 1 else ''}"
        raise StudyError(bullets(f"{path.name} has {count}:", problems))
    return study


def _locate(node: yaml.Node | None, at: Where, lines: dict[Where, int], problems: list[str]) -> None:
    """Line numbers by path, and keys that stand twice."""
    if node is None:
        return
    lines[at] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        seen: dict[str, int] = {}
        for key, value in node.value:
            name, line = str(key.value), key.start_mark.line + 1
            if name in seen:
                problems.append(f"line {line}: '{name}' stands twice, first on line {seen[name]}; keep one")
            seen[name] = line
            _locate(value, (*at, name), lines, problems)
            lines[(*at, name)] = line
    elif isinstance(node, yaml.SequenceNode):
        for place, value in enumerate(node.value):
            _locate(value, (*at, place), lines, problems)


def _line(where: Where, lines: dict[Where, int]) -> int:
    while where and where not in lines:
        where = where[:-1]
    return lines.get(where, 1)


def _fields(where: Where) -> list[str]:
    """Names of the fields a path may have below it."""
    model: Any = Study
    for step in where:
        field = model.model_fields.get(str(step)) if isinstance(model, type) and issubclass(model, BaseModel) else None
        if field is not None:
            model = next((kind for kind in _models(field.annotation)), None)
        elif model is None:
            return []
    return list(model.model_fields) if isinstance(model, type) and issubclass(model, BaseModel) else []


def _models(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [found for inner in getattr(annotation, "__args__", ()) for found in _models(inner)]


def _problem(error: ErrorDetails, lines: dict[Where, int]) -> str:
    where = tuple(step for step in error["loc"])
    name = ".".join(map(str, where))
    line = _line(where, lines)
    kind, found = error["type"], error.get("input")
    if kind == "extra_forbidden":
        fields = _fields(where[:-1])
        near = get_close_matches(str(where[-1]), fields, n=1)
        hint = f"did you mean '{near[0]}'?" if near else f"fields here are {first_few(fields, count=30)}"
        return f"line {line}: unknown field '{name}'; {hint}"
    if kind == "missing":
        return f"line {line}: the field '{name}' is missing; the manual of study files says what it holds"
    text = error["msg"].removeprefix("Value error, ")
    shown = "" if isinstance(found, (dict, list, tuple)) or found is None else f", found {found!r}"
    return f"line {line}: {name}: {text[:1].lower()}{text[1:]}{shown if kind != 'value_error' else ''}"


def write_study(study: Study) -> str:
    """A study with every default written out, as YAML."""
    return yaml.safe_dump(study.model_dump(mode="json"), allow_unicode=True, sort_keys=False, width=110)
