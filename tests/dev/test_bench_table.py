"""The table of `bench`: bars, lines, sections."""

import pytest

from dev.bench import imports, options, packaged, rates, starts, transactions
from dev.bench.errors import NotMeasured
from dev.bench.imports import Import
from dev.bench.ledger import Call, Step
from dev.bench.load import Round
from dev.bench.table import Bar, Line, Section, render, verdict
from dev.cli import Request, parse


@pytest.mark.parametrize(
    ("bar", "value", "held", "text"),
    [
        (Bar(1.4), 1.4, True, "<= 1.4"),
        (Bar(1.4), 1.41, False, "<= 1.4"),
        (Bar(0.8, at_least=True), 0.8, True, ">= 0.8"),
        (Bar(0.8, at_least=True), 0.79, False, ">= 0.8"),
        (Bar(0), 1, False, "<= 0"),
    ],
)
def test_a_bar_includes_its_limit(bar: Bar, value: float, held: bool, text: str) -> None:
    assert bar.held(value) is held
    assert str(bar) == text


def test_a_line_shows_its_ratio_its_bar_and_whether_it_is_held() -> None:
    line = Line("time", "120 ms", "hello 100 ms", 1.2, Bar(1.4))
    assert line.cells() == ("  time", "120 ms", "hello 100 ms", "1.20", "<= 1.4", "yes")
    assert Line("p99", "4 ms", "hello 2 ms", 2.0).cells()[3:] == ("2.00", "", "")
    assert Line("click", "2", "", 2, Bar(1), is_ratio=False).cells()[3:] == ("", "<= 1", "NO")


def test_columns_stand_under_each_other_whatever_the_titles_length() -> None:
    section = Section(
        "a title that is longer than any line of its section",
        [Line("time", "1 ms", "hello 100 ms", 0.01, Bar(1)), Line("modules", "12345")],
    )
    head, title, first, second = render([section]).splitlines()
    assert title == section.title
    assert head.index("app") == first.index("1 ms") == second.index("12345")
    assert head.index("held") == first.index("yes")


def test_the_verdict_names_what_is_not_held() -> None:
    good = Section("start", [Line("time", "", "", 1.9, Bar(2))])
    bad = Section("storage", [Line("create", "5", "", 5, Bar(4)), Line("send", "9", "", 9)])
    assert verdict([good]) == "All bars are held."
    assert verdict([good, bad]) == "Not held: storage: create."


def seen(seconds: float, *modules: str, kilobytes: int = 2048) -> Import:
    return Import(seconds, list(modules), kilobytes)


def test_imports_are_compared_at_their_best() -> None:
    app = [seen(0.3, "a", "b", "c"), seen(0.12, "a", "b", "c")]
    time, modules, memory, heavy = imports.lines(app, [seen(0.1, "a", "b"), seen(0.2, "a", "b")])
    assert time.cells()[1:4] == ("120 ms", "hello 100 ms", "1.20")
    assert modules.cells()[1:4] == ("3", "hello 2", "1.50")
    assert memory.cells()[1:4] == ("2 MB", "hello 2 MB", "1.00")
    assert (heavy.app, heavy.cells()[-1]) == ("none", "yes")


def test_a_heavy_module_in_any_process_breaks_the_bar() -> None:
    app = [seen(0.1, "a"), seen(0.1, "a", "msal", "msal.oauth2cli")]
    heavy = imports.lines(app, [seen(0.1, "a")])[-1]
    assert (heavy.app, heavy.cells()[-1]) == ("msal", "NO")


def test_starts_are_compared_at_their_best() -> None:
    (line,) = starts.lines([0.9, 0.6], [0.3, 0.5])
    assert line.cells()[1:4] == ("600 ms", "hello 300 ms", "2.00")


def test_rounds_are_sorted_by_target() -> None:
    rounds = [Round("a", 100, 0.01), Round("b", 50, 0.02), Round("b", 40, 0.04), Round("a", 90, 0)]
    found = rates.by_target(rounds)
    assert list(found["a"].rate) == [100, 90]
    assert list(found["b"].p99) == [0.02, 0.04]


def test_an_answer_that_was_not_expected_is_no_measurement() -> None:
    with pytest.raises(NotMeasured, match="link answered 500"):
        rates.by_target([Round("hello", 1, 1), Round("link", error="500: ")])


def test_the_bar_is_for_the_rate() -> None:
    app, other = rates.Rates((80, 90), (0.010, 0.020)), rates.Rates((100, 100), (0.010, 0.010))
    rate, p99 = rates.lines(app, other, "read", Bar(0.8, at_least=True))
    assert rate.cells()[1:] == ("85", "read 100", "0.85", ">= 0.8", "yes")
    assert p99.cells()[1:] == ("15.0 ms", "read 10.0 ms", "1.50", "", "")


def test_steps_with_a_bar_are_held_against_the_apps_calls_alone() -> None:
    read, put = Call("point read"), Call("put message")
    polls = [Call("receive", by_host=True)] * 5 + [Call("delete message", by_host=True)]
    click, send = transactions.lines([Step("click", [read]), Step("send", [read, put, *polls])])
    assert click.cells() == ("  click", "1", "1 point read", "", "<= 1", "yes")
    told = "1 point read, 1 put message (host: 1 delete message)"
    assert send.cells() == ("  send", "2", told, "", "", "")


def test_every_bar_is_of_a_step_that_is_taken() -> None:
    assert {"create", "create, respond-async", "click"} == transactions.BARS.keys()


def test_the_command_line_takes_what_bench_takes(capsys: pytest.CaptureFixture[str]) -> None:
    given = ["--quick", "--only", "link"]
    assert parse(["bench", *given]) == Request("bench", rest=tuple(given))
    with pytest.raises(SystemExit):
        parse(["bench", "--help"])
    helped = capsys.readouterr().out
    assert "--quick" in helped
    assert all(name in helped for name in options.NAMES)
    with pytest.raises(SystemExit) as ended:
        parse(["bench", "--only", "everything"])
    assert ended.value.code == 2


def test_the_package_is_held_against_the_tree() -> None:
    size = packaged.Size(41_000_000, 80_000_000, 4000)
    package, tree = packaged.Seen([0.2, 0.12], [1.5]), packaged.Seen([0.1, 0.3], [1.0])
    zipped, imported, started = packaged.lines(size, package, tree)
    assert zipped.cells()[1:3] == ("41.0 MB", "unpacked 80.0 MB in 4000 files")
    assert imported.cells()[1:4] == ("120 ms", "tree 100 ms", "1.20")
    assert (started.cells()[3], started.bar) == ("1.50", None)
    assert len(Section("", [zipped, imported, started]).broken()) == 2
