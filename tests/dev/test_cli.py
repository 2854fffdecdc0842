"""The command line, before anything is run."""

from pathlib import Path

import pytest

from dev.cli import Request, parse


def test_up_has_the_documented_defaults() -> None:
    assert parse(["up"]) == Request("up", port=7071, data=None, func=False)


def test_up_takes_a_port_a_folder_and_func() -> None:
    given = ["up", "--port", "8080", "--data", "kept", "--func"]
    assert parse(given) == Request("up", port=8080, data=Path("kept"), func=True)


def test_a_language_is_added_by_its_tag() -> None:
    assert parse(["language", "add", "pt-BR"]) == Request("language", rest=("add", "pt-BR"))


def test_what_follows_test_is_pytests() -> None:
    given = ["-k", "link", "tests/unit", "--port"]
    assert parse(["test", *given]) == Request("test", rest=tuple(given))


def test_a_key_may_begin_with_a_hyphen() -> None:
    given = ["doctor", "--app", "https://app.example", "--key", "-aCF", "--mail-to", "a@b.example"]
    kept = ("--app", "https://app.example", "--key=-aCF", "--mail-to", "a@b.example")
    assert parse(given) == Request("doctor", rest=kept)


@pytest.mark.parametrize(
    "command",
    ["up", "test", "check", "audit", "lock", "language", "bench", "package", "smoke"],
)
def test_each_command_explains_itself_with_an_example(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        parse([command, "--help"])
    assert ended.value.code == 0
    assert f"example: python3 -m dev {command}" in capsys.readouterr().out


def test_no_command_prints_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        parse([])
    assert ended.value.code == 0
    assert "up" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["start"], "invalid choice: 'start'"),
        (["up", "--port", "0"], "a port is a number from 1 to 65530, not '0'"),
        (["up", "--port", "65531"], "not '65531'"),
        (["up", "--port", "web"], "not 'web'"),
        (["language", "remove", "fr"], "invalid choice: 'remove'"),
        (["language", "add"], "required: tag"),
        (["check", "--fix"], "unrecognized arguments: --fix"),
    ],
)
def test_wrong_usage_is_told(
    given: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        parse(given)
    assert ended.value.code == 2
    assert told in capsys.readouterr().err
