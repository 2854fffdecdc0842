"""The command line of `python3 -m dev`.

The bootstrap parses with it too, to answer --help before anything is installed: so this file
imports nothing but the standard library (nor do bench's options), and runs on Python 3.9.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

from dev import DEFAULT_PORT, person_options
from dev.backup import options as backup_options
from dev.bench import options as bench_options
from dev.gallery import options as gallery_options
from dev.operating import options as operating_options
from dev.package import options as package_options
from dev.smoke import options as smoke_options

_LAST_PORT = 65535 - 5
# Those that read the rest of the line themselves.
_MAINS = {
    "backup": "dev.backup.__main__",
    "bench": "dev.bench.__main__",
    "doctor": "dev.operating.doctor",
    "gallery": "dev.gallery.__main__",
    "keys": "dev.operating.new_keys",
    "package": "dev.package.__main__",
    "person": "dev.person",
    "poison": "dev.operating.poison",
    "sending": "dev.operating.sending",
    "smoke": "dev.smoke",
}


@dataclass(frozen=True)
class Request:
    """One parsed command line."""

    command: str
    port: int = DEFAULT_PORT
    data: Path | None = None
    func: bool = False
    rest: tuple[str, ...] = field(default=())


def parse(argv: list[str]) -> Request:
    """Return what `argv` asks for; ends the process with help or usage where it asks for none."""
    # Everything after `test` is pytest's.
    if argv and argv[0] == "test" and not {"-h", "--help"} & set(argv[1:]):
        return Request(argv[0], rest=tuple(argv[1:]))
    argv = _with_keys(argv)
    parser = _parser()
    if not argv:
        parser.print_help()
        parser.exit()
    parsed = parser.parse_args(argv)
    if parsed.command in {*_MAINS, "audit", "language"}:
        return Request(parsed.command, rest=tuple(argv[1:]))
    if parsed.command != "up":
        return Request(parsed.command)
    return Request("up", parsed.port, parsed.data, parsed.func)


def _with_keys(argv: list[str]) -> list[str]:
    """Return the arguments with each key in one with its option: a key may begin with a hyphen."""
    found: list[str] = []
    for text in argv:
        if found and found[-1] == "--key":
            found[-1] += f"={text}"
        else:
            found.append(text)
    return found


def run(request: Request) -> int:
    """Run a command in the project's own Python and return its exit code."""
    # What a command needs is imported with it: `lock` must not wait for the simulator.
    if request.command == "up":
        from dev import up

        return up.up(request.port, request.data, func=request.func)
    if request.command in _MAINS:
        code: int = import_module(_MAINS[request.command]).main(list(request.rest))
        return code
    if request.command == "audit" and request.rest[0] == "infra":
        from dev.checkov.__main__ import main as scan

        return scan()
    if request.command == "language":
        from dev import language

        return language.add(request.rest[1])
    from dev import checks, locks

    if request.command == "test":
        return checks.test(list(request.rest))
    if request.command == "check":
        return checks.check()
    if request.command == "audit":
        return checks.audit()
    return locks.lock()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python3 -m dev",
        description="Sets up what is missing, then runs one command.",
        epilog="example: python3 -m dev up",
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)

    def command(name: str, text: str, example: str) -> argparse.ArgumentParser:
        return commands.add_parser(
            name,
            help=text,
            description=text[0].upper() + text[1:] + ".",
            epilog=f"example: python3 -m dev {example}",
        )

    up = command("up", "run the app with everything around it", "up --port 8080 --data ~/invites")
    up.add_argument(
        "--port",
        type=_port,
        default=DEFAULT_PORT,
        help="the app's port, %(default)s unless given; the next five serve what is around it",
    )
    up.add_argument(
        "--data",
        type=Path,
        metavar="DIR",
        help="keep the state in this folder; without it, everything is in memory",
    )
    up.add_argument("--func", action="store_true", help="run the app under Core Tools' func")
    command("test", "run the tests; what follows is for pytest", "test -k invitation -x")
    command("check", "run the linters, the type checker and the checks of the files", "check")
    audited = command("audit", "look for what is known to be unsafe", "audit infra")
    audited.add_argument(
        "what",
        choices=["infra", "dependencies"],
        help="infra: scan the infrastructure with checkov; "
        "dependencies: known vulnerabilities in what is deployed, which needs the network",
    )
    command("lock", "bring the lock files up to date with pyproject.toml", "lock")
    language = command("language", "add a language to pages and e-mails", "language add pt-BR")
    language.add_argument("what", choices=["add"], help="add: make its catalogue and list it")
    language.add_argument("tag", help="a BCP 47 tag that Unicode's CLDR knows")
    about = "export or erase everything about one person, in a running app"
    person_options.add(command("person", about, person_options.EXAMPLE))
    copied = "copy the app's tables into a folder, and back"
    backup_options.add(command("backup", copied, backup_options.EXAMPLE))
    doctor = command(
        "doctor", "check a deployed app from outside and inside", operating_options.DOCTOR_EXAMPLE
    )
    operating_options.add_doctor(doctor)
    sending = command(
        "sending", "pause and resume every e-mail of an app", operating_options.SENDING_EXAMPLE
    )
    operating_options.add_sending(sending)
    poison = command(
        "poison", "see and requeue what an app gave up", operating_options.POISON_EXAMPLE
    )
    operating_options.add_poison(poison)
    operating_options.add_keys(
        command("keys", "make a key for SESSION_KEYS", operating_options.KEYS_EXAMPLE)
    )
    measured = command("bench", "measure the app and print a table", bench_options.EXAMPLE)
    bench_options.add(measured)
    made = "make the zip that is deployed, and its bill of materials"
    package_options.add(command("package", made, package_options.EXAMPLE))
    asked = "ask a deployed app whether it is up, and is the version that it should be"
    smoke_options.add(command("smoke", asked, smoke_options.EXAMPLE))
    shown = "show every e-mail and page in every language"
    gallery_options.add(command("gallery", shown, gallery_options.EXAMPLE))
    return parser


def _port(text: str) -> int:
    if text.isdigit() and 1 <= int(text) <= _LAST_PORT:
        return int(text)
    raise argparse.ArgumentTypeError(f"a port is a number from 1 to {_LAST_PORT}, not {text!r}")


if __name__ == "__main__":
    try:
        sys.exit(run(parse(sys.argv[1:])))
    except KeyboardInterrupt:
        sys.exit(130)
