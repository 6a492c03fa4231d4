"""Every sentence that the code asks for is there, and every sentence that is there is asked for."""

import ast
import re
from collections.abc import Iterator

import pytest
from jinja2 import Environment
from source_code import ROOT, Module, modules

LANGUAGES = sorted(path.name for path in (ROOT / "messages").iterdir() if path.is_dir() and len(path.name) == 2)


def templates(language: str) -> dict[str, set[str]]:
    """Each template of a language, such as 'pulse/invitation', with the parts in it."""
    folder = ROOT / "messages" / language
    environment = Environment()
    found = {}
    for path in sorted(folder.rglob("*.j2")):
        source = path.read_text(encoding="utf-8")
        environment.parse(source)
        parts = re.findall(r"{%-?\s*block\s+(\w+)", source)
        assert len(parts) == len(set(parts)), f"{path}: a part stands there twice"
        found[str(path.relative_to(folder).with_suffix(""))] = set(parts)
    return found


def strings(node: ast.AST) -> Iterator[str]:
    """Every string in a piece of code; what an f-string fills in may be anything."""
    for each in ast.walk(node):
        if isinstance(each, ast.JoinedStr):
            yield "".join(re.escape(str(v.value)) if isinstance(v, ast.Constant) else r"\w+" for v in each.values)
        elif isinstance(each, ast.Constant) and isinstance(each.value, str):
            yield re.escape(each.value)


def words(node: ast.AST) -> Iterator[str]:
    for each in ast.walk(node):
        if isinstance(each, ast.Constant) and isinstance(each.value, str):
            yield each.value


def rooms() -> list[Module]:
    return [module for module in modules("messages") if "sentences(" in module.text]


def named_templates(module: Module) -> set[str]:
    return {
        call.args[0].value
        for call in ast.walk(module.tree)
        if isinstance(call, ast.Call)
        and getattr(call.func, "id", "") == "sentences"
        and call.args
        and isinstance(call.args[0], ast.Constant)
    }


def asked_parts(module: Module) -> set[str]:
    """Names in square brackets behind something that holds sentences, both branches where there is an `if`."""
    asked = set()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Subscript) and ast.unparse(node.value).startswith(
            ("say", "words", "form", "sentences(")
        ):
            choices = [node.slice.body, node.slice.orelse] if isinstance(node.slice, ast.IfExp) else [node.slice]
            asked |= {each.value for each in choices if isinstance(each, ast.Constant) and isinstance(each.value, str)}
    return asked


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_template_is_used_and_every_one_that_is_named_is_there(language: str) -> None:
    named = {name for module in rooms() for name in named_templates(module)}
    assert named == set(templates(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_part_that_the_code_asks_for_is_there(language: str) -> None:
    there, asked = templates(language), 0
    for module in rooms():
        parts = set().union(*(there[name] for name in named_templates(module)))
        assert asked_parts(module) - parts == set(), module.path
        asked += len(asked_parts(module))
    assert asked > 30, "the code isn't read as it is written"


def values() -> set[str]:
    """What a part may be chosen by: a word of the domain, or a method of Slack's that the bot calls."""
    found = {text.replace(".", "_") for module in modules("bot") for text in words(module.tree)}
    return found | {
        n.attr for module in modules("bot/slack") for n in ast.walk(module.tree) if isinstance(n, ast.Attribute)
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_part_is_asked_for(language: str) -> None:
    by_value = values()
    for name, parts in templates(language).items():
        patterns = {each for module in rooms() if name in named_templates(module) for each in strings(module.tree)}
        known = re.compile("|".join(sorted(patterns)))
        assert {part for part in parts - by_value if not known.fullmatch(part)} == set(), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_colon_touches_what_is_filled_in_behind_it(language: str) -> None:
    """With a text such as 'tada:' it would name an emoji; only one in front of a colon is seen to."""
    for path in (ROOT / "messages" / language).rglob("*.j2"):
        assert not re.search(r":{{", path.read_text(encoding="utf-8")), path


def test_all_languages_have_the_same_parts() -> None:
    assert LANGUAGES[0] == "en"
    for language in LANGUAGES:
        assert templates(language) == templates("en"), language
