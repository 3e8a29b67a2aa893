"""Pages made from the code: the study file's fields, the command line's help, the rooms' functions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from typer.main import get_command
from typer.testing import CliRunner

from smartspec.cli import commands
from smartspec.study.config import Study

HERE = Path(__file__).parent
SOURCE = HERE.parent / "src" / "smartspec"
MADE = HERE / "generated"

ROOMS = {
    "panel": "What we know",
    "sources": "Where it comes from",
    "measures": "What the numbers say",
    "diagnosis": "What it means for a region",
    "foresight": "What may come",
    "decision": "What to choose",
    "study": "One study, from its file to its findings",
    "exhibits": "Findings made visible",
    "report": "On paper",
}


def write() -> None:
    """Write all pages; a page whose text has not changed is left alone, so that builds stay incremental."""
    pages = {"study-file-fields.md": fields(), "command-line-help.md": helps(), **dict(rooms())}
    MADE.mkdir(exist_ok=True)
    for old in MADE.glob("*.md"):
        if old.name not in pages:
            old.unlink()
    for name, text in pages.items():
        target = MADE / name
        if not target.exists() or target.read_text(encoding="utf-8") != text:
            target.write_text(text, encoding="utf-8")


# ── the study file ────────────────────────────────────────────────────────────────────────────────────────────────


def fields() -> str:
    """Every field of study.yaml with its text, its kind and its default, entry by entry."""
    schema = Study.model_json_schema()
    entries = schema["$defs"]
    lines = ["---", "orphan: true", "---", "", "# The fields of the study file", ""]
    lines += ["The texts below stand in the schema itself; an unknown field is an error.", "", "## The file", ""]
    lines += _listed(schema)
    for name in _in_order(schema, entries):
        lines += [f"## {name}", "", entries[name].get("description", ""), "", *_listed(entries[name])]
    return "\n".join(lines) + "\n"


def _listed(entry: dict[str, Any]) -> Iterator[str]:
    needed = entry.get("required", ())
    for name, field in entry["properties"].items():
        default = "needed" if name in needed else f"`{_yaml(field.get('default'))}` when left out"
        yield f"`{name}` ({_kind(field)}; {default})"
        yield f": {field.get('description', '')}"
        yield ""


def _in_order(schema: dict[str, Any], entries: dict[str, Any]) -> list[str]:
    """The entries in the order in which a reader meets them."""
    found: list[str] = []
    waiting = [schema]
    while waiting:
        for name in _named(waiting.pop(0).get("properties", {})):
            if name not in found:
                found.append(name)
                waiting.append(entries[name])
    return found


def _named(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if "$ref" in part:
            yield part["$ref"].rpartition("/")[2]
        for inner in part.values():
            yield from _named(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _named(inner)


def _yaml(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, dict) and value:
        return "{...}"
    return yaml.safe_dump(value, default_flow_style=True, width=10_000).removesuffix("\n").removesuffix("\n...")


def _kind(field: dict[str, Any]) -> str:
    if "$ref" in field:
        return f"one {field['$ref'].rpartition('/')[2]}"
    if "anyOf" in field:
        return " or ".join(dict.fromkeys(_kind(part) for part in field["anyOf"]))
    if "enum" in field:
        return ", ".join(f"`{value}`" for value in field["enum"])
    if "const" in field:
        return f"`{field['const']}`"
    if field.get("type") == "array":
        inner = field.get("items") or {}
        return f"list of {_kind(inner)}" if inner else "list"
    if field.get("type") == "object":
        inner = field.get("additionalProperties")
        return f"by name: {_kind(inner)}" if isinstance(inner, dict) else "by name"
    words = {"string": "text", "number": "number", "integer": "whole number", "boolean": "yes or no", "null": "nothing"}
    return words.get(field.get("type", ""), "any") + _bounds(field)


def _bounds(field: dict[str, Any]) -> str:
    bounds = {"minimum": "≥", "exclusiveMinimum": ">", "maximum": "≤", "exclusiveMaximum": "<"}
    said = [f"{sign} {field[key]:g}" for key, sign in bounds.items() if key in field]
    return " " + " and ".join(said) if said else ""


# ── the command line ──────────────────────────────────────────────────────────────────────────────────────────────


def helps() -> str:
    """What each command says when asked for help."""
    lines = ["---", "orphan: true", "---", "", "# What each command says", ""]
    plain = {"COLUMNS": "100", "NO_COLOR": "1", "TERM": "dumb"}
    for path in _paths(get_command(commands)):
        said = CliRunner().invoke(commands, [*path, "--help"], env=plain).output
        body = "\n".join(line.rstrip() for line in said.strip("\n").splitlines())
        lines += [f"## smartspec {' '.join(path)}", "", "```text", body.strip("\n"), "```", ""]
    return "\n".join(lines)


def _paths(command: Any, at: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Each command by the words that call it, those of a group after the group."""
    for name, inner in getattr(command, "commands", {}).items():
        yield (*at, name)
        yield from _paths(inner, (*at, name))


# ── the rooms ─────────────────────────────────────────────────────────────────────────────────────────────────────


def rooms() -> Iterator[tuple[str, str]]:
    """One page per room that there is, with its public modules in the order of their imports."""
    for room, title in ROOMS.items():
        modules = [path for path in sorted((SOURCE / room).rglob("*.py")) if not path.stem.startswith("_")]
        if modules:
            lines = ["---", "orphan: true", "---", "", f"# {room}: {title[0].lower()}{title[1:]}", ""]
            for path in modules:
                name = ".".join(path.relative_to(SOURCE.parent).with_suffix("").parts)
                lines += [f"## {name}", "", "```{eval-rst}", f".. automodule:: {name}", "   :members:", "```", ""]
            yield f"api-{room}.md", "\n".join(lines)
