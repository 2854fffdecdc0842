"""Every resource, property, value, parameter and output is one that exists."""

from pathlib import Path

import pytest

from dev.bicep import nodes
from dev.bicep.published import used
from dev.bicep.reading import read
from dev.bicep.symbols import below, exported, keys, problems
from tests.infra.files import INFRA, files, of_kind, properties, published, texts, values


def wrong(file: str, old: str, new: str) -> str:
    """Return all that is said of infra/ with one thing changed."""
    text = (INFRA / file).read_text(encoding="utf-8")
    assert old in text, f"{file} has no {old!r} any more"
    changed = read(text.replace(old, new, 1))
    others = {**files(), Path(file): changed}
    return "\n".join(published().problems(changed) + problems(others, published()))


@pytest.mark.parametrize("file", files(), ids=str)
def test_resources_are_as_published(file: Path) -> None:
    assert published().problems(files()[file]) == []


def test_files_fit_together() -> None:
    assert problems(files(), published()) == []


def test_files_that_are_loaded_are_there() -> None:
    calls = (
        node
        for file in files().values()
        for item in file
        for node in below(item.value)
        if isinstance(node, nodes.Call) and node.name == "loadTextContent"
    )
    names = [name for call in calls for name in texts(nodes.Array(call.arguments))]
    assert names
    assert [name for name in names if not (INFRA / name).is_file()] == []


def test_the_published_types_are_those_in_use() -> None:
    assert set(published().types) == used(INFRA)


MISTAKES = """\
storage.bicep | allowSharedKeyAccess | allowSharedKeysAccess | there is allowSharedKeyAccess
storage.bicep | kind: 'StorageV2' | kind: 'StorageV9' | none of BlobStorage
storage.bicep | kind: 'StorageV2' | | account lacks kind
storage.bicep | @2026-04-01' = { | @2026-04-02' = { | is not published
storage.bicep | primaryEndpoints.blob | primaryEndpoints.blobs | account has no properties.primary
function-app.bicep | 'blobContainer' | 'blob' | none of blobContainer
function-app.bicep | httpsOnly: true | httpsOnly: 'true' | httpsOnly is no text
function-app.bicep | instanceMemoryMB: scale. | instanceMemory: scale. | there is instanceMemoryMB
alerts.bicep | timeAggregation: 'Count' | timeAggregation: 'Counts' | none of Average
container/app.bicep | queueLength: 16 | queueLength: '16' | queueLength is no text
container/app.bicep | scale Scale | scale Scales | Scales is no type
directory.bicep | appRoles: [ | appRole: [ | there is appRoles
directory.bicep | string = application.appId | string = application.appIds | has no appIds
resources.bicep | principalId: identity.outputs.principalId | | wants principalId
resources.bicep | retentionDays: retentionDays | retention: retentionDays | takes no retention
resources.bicep | vault.outputs.uri | vault.outputs.url | vault has no output url
resources.bicep | email.transport == | email.kind == | email has no kind
resources.bicep | 'email.bicep' | 'mail.bicep' | there is no mail.bicep
settings.bicep | PUBLIC_URL: publicUrl | PUBLIC_URL: publicUri | publicUri is not declared
settings.bicep | PUBLIC_URL: publicUrl | PUBLIC_URL: platformUrl | publicUrl is not used
settings.bicep | union(optional | unite(optional | unite() is no function"""


@pytest.mark.parametrize("mistake", MISTAKES.splitlines())
def test_a_mistake_is_told(mistake: str) -> None:
    file, old, new, said = (part.strip() for part in mistake.split("|"))
    assert said in wrong(file, old, new)


def test_the_parameters_file_has_all_parameters_and_no_other() -> None:
    wanted = {item.name for item in of_kind(files()[Path("main.bicep")], "param")}
    assert {item.name for item in of_kind(values(), "param")} == wanted


def test_its_objects_have_the_properties_of_their_types() -> None:
    types = exported(files()[Path("types.bicep")])
    about = {item.name: item.about for item in of_kind(files()[Path("main.bicep")], "param")}
    checked = 0
    for item in of_kind(values(), "param"):
        type_ = types.get(about[item.name])
        if type_ is not None and keys(type_):
            assert properties(item.value).keys() == keys(type_), item.name
            checked += 1
    assert checked == 6
