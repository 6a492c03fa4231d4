"""What a newcomer may rely on: small files, short functions, names that say something, no work while importing."""

import ast
import re

import pytest
from source_code import ROOT, Module, length_of, modules

LONGEST_FILE, LONGEST_FUNCTION = 300, 40
EMPTY_WORDS = {"utils", "util", "helpers", "helper", "common", "core", "misc", "manager", "managers"}
EXPLAINED = ("bot/domain", "bot/services", "messages", "storage")
LONG_SIGNATURES = {"bot/sandbox/roster.py: Roster.add_person"}
"""Functions that are long only because they have a parameter a line."""
GENERATED = "storage/migrations/versions"


def ours() -> list[Module]:
    return [module for module in modules() if not module.path.startswith(GENERATED)]


def test_no_file_is_too_long() -> None:
    assert {module.path: module.length for module in ours() if module.length > LONGEST_FILE} == {}


def test_no_function_is_too_long() -> None:
    lengths = {f"{module.path}: {name}": length_of(each) for module in ours() for name, each in module.functions()}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION}.keys() == LONG_SIGNATURES
    assert max(lengths.values()) > 20, "lengths are not measured"


def test_every_module_opens_with_its_promise() -> None:
    assert [module.path for module in [*ours(), *modules("tests")] if not ast.get_docstring(module.tree)] == []


def test_every_function_says_what_it_returns() -> None:
    untyped = [
        f"{module.path}: {name}" for module in ours() for name, each in module.functions() if each.returns is None
    ]
    assert untyped == []


def test_every_public_function_is_explained() -> None:
    """Except what implements a protocol or overrides: that is explained where it is declared."""
    bare = [
        f"{module.path}: {name}"
        for module in ours()
        if module.path.startswith(EXPLAINED)
        for name, each in module.public()
        if not ast.get_docstring(each) and not _is_plain(each)
    ]
    assert bare == []


def _is_plain(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """A property that only hands something on, a protocol's bare signature, or what SQLAlchemy asks for by name."""
    decorators = {getattr(each, "id", getattr(each, "attr", "")) for each in function.decorator_list}
    body = function.body
    is_short = len(body) == 1 and isinstance(body[0], ast.Return | ast.Expr)
    return ("property" in decorators and is_short) or function.name in ("process_bind_param", "process_result_value")


def test_no_name_is_empty_talk() -> None:
    found = [
        str(path.relative_to(ROOT))
        for folder in ("bot", "messages", "storage", "tests")
        for path in (ROOT / folder).rglob("*")
        if "__pycache__" not in path.parts and EMPTY_WORDS & set(re.split(r"[._\-]", path.name.lower()))
    ]
    assert found == []
    classes = [
        f"{module.path}: {node.name}"
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ClassDef) and re.search(r"(Manager|Helper|Util|Utils|Misc)$", node.name)
    ]
    assert classes == []


def test_tests_are_no_packages() -> None:
    assert [str(path) for path in (ROOT / "tests").rglob("__init__.py")] == []


def test_test_modules_have_names_of_their_own() -> None:
    """Those directly under tests/ are imported by name, from anywhere."""
    shared = {path.stem for path in (ROOT / "tests").glob("*.py")} - {"conftest"}
    elsewhere = {path.stem for path in (ROOT / "tests").glob("*/*.py")}
    assert shared & elsewhere == set()
    assert shared & {"bot", "messages", "storage", "sandbox", "stories", "house"} == set()


def _does_something(statement: ast.stmt) -> bool:
    """Whether a statement at the top of a module does more than name things: a bare call, a loop, a with, a try."""
    if isinstance(statement, ast.Expr):
        return not isinstance(statement.value, ast.Constant)
    if isinstance(statement, ast.If):
        return ast.unparse(statement.test) not in ("__name__ == '__main__'", "TYPE_CHECKING")
    return isinstance(statement, ast.For | ast.While | ast.With | ast.Try | ast.Delete | ast.Global)


ALLOWED_AT_IMPORT = {
    "storage/columns.py": ["type.__setattr__(Owned, 'workspace_id', _AnyWorkspace())"],
    "storage/migrations/env.py": [
        "context.configure(connection=context.config.attributes['connection'], target_metadata=metadata, "
        "render_as_batch=True, compare_type=True)",
        "context.run_migrations()",
    ],
}


def test_nothing_is_done_while_a_module_is_imported() -> None:
    done = {}
    for module in ours():
        acts = [ast.unparse(each) for each in module.tree.body if _does_something(each)]
        if acts != ALLOWED_AT_IMPORT.get(module.path, []):
            done[module.path] = acts
    assert done == {}


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_lock_files_name_no_index_and_hash_everything(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert not re.search(r"https?://|--(extra-)?index-url|--find-links|--trusted-host|^-i ", text, re.MULTILINE)
    packages = re.split(r"^(?=[a-zA-Z0-9])", text, flags=re.MULTILINE)[1:]
    assert len(packages) > 20
    assert [package.split()[0] for package in packages if "--hash=sha256:" not in package] == []


def test_no_secret_and_no_foreign_host_stands_in_the_settings_files() -> None:
    for name in ("pyproject.toml", "app_manifest.yml", "Makefile"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert not re.search(r"xox[bap]-[0-9A-Za-z]|xapp-[0-9]", text), name
        hosts = set(re.findall(r"https?://([^/\s\"']+)", text))
        assert hosts <= {"api.slack.com"}, name
