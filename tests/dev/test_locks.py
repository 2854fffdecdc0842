"""The checks of the lock files."""

import pytest

from dev.locks import npm_problems, problems, python_problems

GOOD = """
a-b==1.0 \\
    --hash=sha256:00
    # via -r x
c==2 ; sys_platform == 'win32' \\
    --hash=sha256:11
"""


def test_the_lock_files_of_the_repository_are_right() -> None:
    assert problems() == []


def test_a_good_file_has_no_problem() -> None:
    assert python_problems(GOOD, ["A_B>=1", "c[extra]"]) == []


@pytest.mark.parametrize(
    ("text", "direct", "told"),
    [
        (GOOD, ["d"], "d is missing"),
        ("a>=1 \\\n    --hash=sha256:00\n", ["a"], "a has no exact version with a hash"),
        ("a==1\n", ["a"], "a has no exact version with a hash"),
        ("--index-url https://index.example\n" + GOOD, ["c"], "holds an address"),
        ("    # from https://index.example\n" + GOOD, ["c"], "holds an address"),
        ("a @ git+https://a.example/a@1 --hash=sha256:00\n", ["a"], "holds an address"),
    ],
)
def test_what_is_wrong_with_a_file_is_told(text: str, direct: list[str], told: str) -> None:
    assert any(told in problem for problem in python_problems(text, direct))


def npm(**package: str) -> dict[str, object]:
    entry = {"version": "1.0.0", "integrity": "sha512-x", **package}
    return {"packages": {"": {"dependencies": {"a": "1.0.0"}}, "node_modules/a": entry}}


def test_a_good_npm_lock_has_no_problem() -> None:
    assert npm_problems(npm(), {"dependencies": {"a": "1.0.0"}}) == []


@pytest.mark.parametrize(
    ("lock", "wanted", "told"),
    [
        (npm(), "1.0.1", "does not match package.json"),
        (npm(), "^1.0.0", "a is not pinned"),
        (
            npm(resolved="https://registry.example/a.tgz"),
            "1.0.0",
            "node_modules/a holds an address",
        ),
        (npm(integrity=""), "1.0.0", "node_modules/a has no hash"),
    ],
)
def test_what_is_wrong_with_npms_lock_is_told(
    lock: dict[str, object], wanted: str, told: str
) -> None:
    assert any(told in problem for problem in npm_problems(lock, {"dependencies": {"a": wanted}}))
