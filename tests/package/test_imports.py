"""The package lacks nothing that the app imports, at its start or later."""

from pathlib import Path

from dev.package import app_files, imported
from dev.parts import ROOT
from tests.package import alone

HERE = Path(__file__).parent


def test_all_that_the_app_imports_anywhere_is_there(unpacked: Path) -> None:
    """All modules of the app, and all names that any of their lines imports."""
    sources = [path for path in app_files.listed(ROOT) if path.suffix == ".py"]
    modules = [".".join(path.with_suffix("").parts) for path in sources]
    wanted = {name.removesuffix(".__init__") for name in modules}
    wanted |= set(imported.by_app(ROOT))
    assert {"function_app", "shared.outer.graph", "phonenumbers"} <= wanted
    assert alone.run(HERE / "importing.py", unpacked, sorted(wanted)) == {}


def test_all_that_is_kept_of_a_package_that_was_cut_can_be_imported(unpacked: Path) -> None:
    site = unpacked / ".python_packages" / "lib" / "site-packages"
    kept = [*(site / "msgraph").rglob("*.pyc"), *(site / "phonenumbers").glob("*.pyc")]
    assert len(kept) > 20
    modules = {".".join(file.relative_to(site).with_suffix("").parts) for file in kept}
    wanted = {name.removesuffix(".__init__") for name in modules}
    assert alone.run(HERE / "importing.py", unpacked, sorted(wanted)) == {}


def test_what_is_missing_is_seen(unpacked: Path) -> None:
    """The tests above would notice."""
    wanted = ["pytest", "phonenumbers.geocoder", "msgraph.generated.chats", "shared.domain.x"]
    assert list(alone.run(HERE / "importing.py", unpacked, wanted)) == wanted


def test_every_call_to_graph_finds_what_it_needs(unpacked: Path) -> None:
    answers = alone.run(HERE / "asking_graph.py", unpacked, None)
    # The refusal was read to its end, and told in the app's own words.
    assert answers == dict.fromkeys(answers, "GuestRefused")
