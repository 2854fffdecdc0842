"""Values of host.json that settings replace."""

from dev.host.overrides import overridden

DOCUMENT = {"version": "2.0", "extensions": {"queues": {"batchSize": 16, "maxDequeueCount": 5}}}
PREFIX = "AzureFunctionsJobHost__extensions__queues__"


def test_a_value_is_replaced_and_its_neighbours_stay() -> None:
    changed = overridden(DOCUMENT, {f"{PREFIX}batchSize": "1", "OTHER": "x"})
    assert changed["extensions"]["queues"] == {"batchSize": "1", "maxDequeueCount": 5}
    assert DOCUMENT["extensions"] == {"queues": {"batchSize": 16, "maxDequeueCount": 5}}


def test_names_are_matched_ignoring_case() -> None:
    changed = overridden(DOCUMENT, {"AZUREFUNCTIONSJOBHOST__EXTENSIONS__QUEUES__BATCHSIZE": "2"})
    assert changed["extensions"]["queues"] == {"batchSize": "2", "maxDequeueCount": 5}


def test_what_host_json_does_not_have_is_added() -> None:
    changed = overridden({"version": "2.0"}, {f"{PREFIX}visibilityTimeout": "00:00:01"})
    assert changed["extensions"] == {"queues": {"visibilityTimeout": "00:00:01"}}


def test_an_empty_name_replaces_nothing() -> None:
    assert overridden(DOCUMENT, {"AzureFunctionsJobHost": "x", PREFIX: "y"}) == DOCUMENT
