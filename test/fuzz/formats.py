"""Values for the formats of the control API, which JSON Schema does not define."""

import json

import schemathesis
from hypothesis import strategies as st
from schemathesis.core.errors import UnsupportedSchema
from schemathesis.generation.jsonschema import strategy as engine

WORDS = st.sampled_from(["a", "users", "GUID", "x-1", "é"])


def java_regexes():
    atoms = st.sampled_from(["a", "users", "/", ".", "\\.", "\\d", "[a-z0-9]", "[^/]", "\\p{Alpha}", "\\Qa.b\\E", "\\u0041"])
    quantifiers = st.sampled_from(["", "", "*", "+", "?", "{2}", "{1,3}", "*?"])
    sequences = st.lists(st.builds("(?:{}){}".format, atoms, quantifiers), max_size=4).map("".join)
    return st.builds("{}{}".format, st.sampled_from(["", "", "(?i)"]), sequences | st.builds("({}|{})".format, sequences, sequences))


def json_paths():
    steps = st.sampled_from(
        [".a", ".users", "['a b']", "[0]", "[-1]", "[*]", ".*", "[0:2]", "[?(@.a == 'b')]", "[?@.a > 1]", "[?(@.a)]"]
    )
    starts = st.sampled_from(["$", "$..a", "a", "@.a"])
    ends = st.sampled_from(["", "", ".length()", ".size()"])
    return st.builds("{}{}{}".format, starts, st.lists(steps, max_size=3).map("".join), ends)


def json_texts():
    leaves = st.none() | st.booleans() | st.integers() | WORDS
    return st.recursive(leaves, lambda inner: st.lists(inner) | st.dictionaries(WORDS, inner), max_leaves=5).map(json.dumps)


def json_schemas():
    leaves = st.booleans() | st.fixed_dictionaries({"type": st.sampled_from(["object", "string", "null"])})
    schemas = st.recursive(
        leaves,
        lambda inner: st.fixed_dictionaries({"items": inner})
        | st.fixed_dictionaries({"properties": st.dictionaries(WORDS, inner)})
        | st.fixed_dictionaries({"anyOf": st.lists(inner, min_size=1)}),
        max_leaves=5,
    )
    return schemas.map(json.dumps)


FORMATS = {"java-regex": java_regexes(), "json-path": json_paths(), "json": json_texts(), "json-schema": json_schemas()}
for name, values in FORMATS.items():
    schemathesis.openapi.format(name, values)


@schemathesis.hook
def filter_case(context, case):
    """Skips cases that are meant to violate one of these formats, which only bodies use: random text may be valid."""
    mutations = getattr(case.meta.phase.data, "mutations", ()) if case.meta else ()
    return not any("format" in mutation.keywords and mutation.parameter_location.value == "body" for mutation in mutations)


@schemathesis.hook
def before_call(context, case, kwargs):
    """Shortens waits: the requests never arrive."""
    if str((case.query or {}).get("timeoutMs", "")).isdigit():
        case.query["timeoutMs"] = "1"


def negation_of(spelled):
    """
    Generates invalid values. Schemathesis skips an operation if it cannot express the negation as a schema, for example for content
    patterns, which are recursive. Then any value that the schema rejects is used. Schemathesis validates each one again.
    """

    def negation(schema, view, ctx):
        try:
            return spelled(schema, view, ctx)
        except UnsupportedSchema:
            return engine._anything(ctx).filter(engine._validator(schema))

    return negation


engine._not = negation_of(engine._not)
