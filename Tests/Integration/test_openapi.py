"""`/openapi.json` describes every route there is, and nothing else; what it says of bodies is what is taken."""

import json
import re

import jsonschema
import pytest

from wire import modern


@pytest.fixture(scope="module")
def document(service):
    return service.get("/openapi.json")


def test_it_is_openapi_3_1(document):
    assert document["openapi"] == "3.1.0" and document["info"]["title"] == "moneyprinter"
    for path, item in document["paths"].items():
        for method, operation in item.items():
            assert operation["summary"] and operation["tags"] and operation["responses"]["default"], (method, path)
            named = {one["name"] for one in operation.get("parameters", []) if one["in"] == "path"}
            assert named == set(re.findall(r"{(\w+)}", path)), path


def test_every_route_is_described_by_hand(document):
    for path, item in document["paths"].items():
        for method, operation in item.items():
            assert "other" not in operation["tags"], f"{method} {path} is missing in RouteText"


def test_every_path_of_it_is_served(document, wire):
    """A path that is not in the router is answered without a body: nothing described is."""
    for path, item in document["paths"].items():
        for method in item:
            if method not in ("get", "head") or path.endswith("/live") or path == "/v1/replay":
                continue
            reply = wire.send(method.upper(), re.sub(r"{\w+}", "zq", path))
            assert reply.status < 500, (path, reply.body)
            assert reply.status != 404 or method == "head" or reply.body, f"{path} is described and not there"


def test_every_route_that_the_tests_know_is_in_it(document):
    for path in ["/mcp", "/v1/mcp/tools/call", "/v1/mcp/tools/batch", "/v1/mcp/tools/{name}", "/v1/events/{position}",
                 "/v1/traces/{id}", "/v1/tasks/{id}", "/v1/videos/{task}/{file}", "/v1/dashboards/{name}",
                 "/v1/alerts/rules/{name}/rollback", "/v1/alerts/silences/{id}", "/api/v1/query_range", "/v1/traces",
                 "/metrics", "/healthz", "/readyz", "/openapi.json"]:
        assert path in document["paths"], path
    assert {"get", "post"} <= set(document["paths"]["/api/v1/query"])
    assert {"get", "put"} <= set(document["paths"]["/v1/alerts/rules"])


def test_every_tool_is_a_variant_of_a_call(document, wire):
    variants = document["components"]["schemas"]["ToolCall"]["oneOf"]
    tools = wire.post(modern("tools/list")).result["tools"]
    assert [one["properties"]["tool_name"]["const"] for one in variants] == [tool["name"] for tool in tools]
    assert [one["properties"]["parameters"] for one in variants] == [tool["inputSchema"] for tool in tools]


def test_what_it_says_of_a_call_is_what_is_taken(document, wire):
    schema = {"$ref": "#/components/schemas/ToolCall", "components": document["components"]}
    good = {"tool_name": "list_alerts", "parameters": {"limit": 1}}
    bad = {"tool_name": "list_alerts", "parameters": {"limit": 0}}
    jsonschema.validate(good, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(bad, schema)
    assert wire.rest("POST", "/v1/mcp/tools/call", good).status == 200
    assert wire.rest("POST", "/v1/mcp/tools/call", bad).status == 400


def test_a_client_that_has_it_gets_nothing(wire):
    first = wire.send("GET", "/openapi.json")
    again = wire.send("GET", "/openapi.json", {"If-None-Match": first.header("etag")})
    assert first.status == 200 and again.status == 304 and not again.body


def test_problems_are_told_in_one_form(wire, document):
    problem = document["components"]["schemas"]["Problem"]
    for path, field in [("/v1/events?limit=0", "limit"), ("/v1/traces/x", "id"), ("/v1/tasks/none", None),
                        ("/v1/dashboards/none", None), ("/v1/alerts/none", None), ("/v1/tasks?at=soon", "at")]:
        reply = wire.send("GET", path)
        assert reply.header("content-type") == "application/problem+json", path
        told = json.loads(reply.body)
        jsonschema.validate(told, problem)
        assert told["status"] == reply.status and told.get("field") == field
