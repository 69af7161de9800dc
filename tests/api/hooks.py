"""What Schemathesis cannot know: how JSON Lines are written, and which names the archive has."""

import json
import os

import schemathesis

# `{"statements": [...], "people": [...], "documents": [...], "words": [...]}`
KNOWN = json.loads(os.environ["ONRECORD_KNOWN"])


@schemathesis.serializer("application/x-ndjson")
def json_lines(context, value):
    """One value a line, as a client of the batch sends them."""
    lines = value if isinstance(value, list) else [value]
    return "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines).encode(
        "utf-8", "surrogatepass"
    )


def known_half_the_time(names, given):
    """A name that the archive has, for half of what is given: a name made up is nobody's."""
    number = sum(str(given).encode("utf-8", "surrogatepass"))
    return names[number // 2 % len(names)] if number % 2 else given


@schemathesis.hook
def map_path_parameters(context, path_parameters):
    for name, names in [("statement", "statements"), ("person", "people"), ("document", "documents")]:
        if path_parameters and name in path_parameters:
            path_parameters[name] = known_half_the_time(KNOWN[names], path_parameters[name])
    return path_parameters


@schemathesis.hook
def map_query(context, query):
    for name, names in [("q", "words"), ("words", "words"), ("speaker", "people")]:
        if query and name in query:
            query[name] = known_half_the_time(KNOWN[names], query[name])
    return query
