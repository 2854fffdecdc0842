"""The operations on people."""

from shared.web.openapi import examples
from shared.web.openapi.parts import Answer, Body, Described
from shared.web.shapes import bodies
from shared.web.shapes.people import PersonErased, PersonExport

OPERATIONS = (
    Described(
        "ExportPerson",
        "POST",
        "/People/export",
        "People",
        "Export everything about an address",
        {200: Answer("Everything that is kept about it.", PersonExport, examples.EXPORT)},
        (),
        Body(bodies.AddressedBody, examples.PERSON),
        (400, 413, 422),
    ),
    Described(
        "ErasePerson",
        "POST",
        "/People/erase",
        "People",
        "Erase everything about an address",
        {200: Answer("What was erased.", PersonErased, examples.ERASED)},
        (),
        Body(bodies.AddressedBody, examples.PERSON),
        (400, 413, 422),
    ),
)
