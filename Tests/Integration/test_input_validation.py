"""Every tool checks its input against its own published schema, and says what is wrong in words."""

import random
import re

import jsonschema
import pytest

from wire import modern

S = "generate_video_script"
T = "generate_video_terms"
C = "create_video"
V = "synthesize_voice"
B = "batch_video_generation"
A = "analyze_video_content"
G = "get_generation_status"

VALID = {
    S: {"video_subject": "coffee"},
    T: {"video_subject": "coffee", "video_script": "Coffee is a drink."},
    C: {"video_subject": "coffee"},
    V: {"text": "Hello.", "voice_name": ""},
    B: {"subjects": ["coffee"]},
    A: {"video_uri": "task://mcp_ffffffff/final"},
    G: {"task_id": "mcp_ffffffff"},
}

# Arguments of the tools beside the published ones, for the comparison with Python's verdicts.
OTHERS = {
    "wait_for_task": {"task_id": "mcp_ffffffff"},
    "cancel_task": {"task_id": "mcp_ffffffff"},
    "remove_task_files": {"task_id": "mcp_ffffffff"},
    "get_trace": {"trace_id": "0" * 32},
    "query_metrics": {"query": "up"},
    "explain_alert": {"id": "none"},
    "backtest_alert_rule": {"name": "zq"},
    "save_alert_rule": {"name": "zq"},
    "delete_alert_rule": {"name": "zq"},
    "silence_alerts": {"matchers": ["a=b"], "comment": "zq"},
    "replay_request": {"call": "0"},
    "compare_calls": {"tool": "zq"},
}

BAD = [
    (S, {"video_subject": None}, "'video_subject' must be a string, not null"),
    (S, {"video_subject": ""}, "'video_subject' must have at least 1 character"),
    (S, {"video_subject": "x" * 501}, "'video_subject' must have at most 500 characters, not 501"),
    (S, {"language": 5}, "'language' must be a string, not integer"),
    (S, {"paragraph_number": 0}, "'paragraph_number' must lie between 1 and 10, not be 0"),
    (S, {"paragraph_number": 11}, "'paragraph_number' must lie between 1 and 10, not be 11"),
    (S, {"paragraph_number": 1.5}, "'paragraph_number' must be an integer, not number"),
    (S, {"paragraph_number": "3"}, "'paragraph_number' must be an integer, not string"),
    (S, {"paragraph_number": True}, "'paragraph_number' must be an integer, not boolean"),
    (S, {"subject": "x"}, "'subject' is not a parameter; there are video_subject, language, paragraph_number"),
    (T, {"video_script": ""}, "'video_script' must have at least 1 character"),
    (T, {"video_script": "x" * 8001}, "'video_script' must have at most 8000 characters, not 8001"),
    (T, {"amount": 21}, "'amount' must lie between 1 and 20, not be 21"),
    (T, {"amount": -1}, "'amount' must lie between 1 and 20, not be -1"),
    (C, {"video_aspect": "4:3"}, "'video_aspect' must be one of"),
    (C, {"video_aspect": 169}, "'video_aspect' must be a string, not integer"),
    (C, {"subtitle_enabled": "yes"}, "'subtitle_enabled' must be a boolean, not string"),
    (C, {"subtitle_enabled": 1}, "'subtitle_enabled' must be a boolean, not integer"),
    (C, {"bgm_type": "loud"}, "'bgm_type' must be one of"),
    (C, {"quality": "best"}, "'quality' must be one of"),
    (C, {"voice_rate": 0.49}, "'voice_rate' must lie between 0.5 and 2.0"),
    (C, {"video_count": 3}, "'video_count' is not a parameter"),
    (V, {"text": ""}, "'text' must have at least 1 character"),
    (V, {"voice_rate": 2.1}, "'voice_rate' must lie between 0.5 and 2.0"),
    (V, {"voice_rate": "fast"}, "'voice_rate' must be a number, not string"),
    (V, {"voice_volume": -0.1}, "'voice_volume' must lie between 0.0 and 1.0"),
    (V, {"voice_volume": 1.01}, "'voice_volume' must lie between 0.0 and 1.0"),
    (V, {"voice_name": "x" * 101}, "'voice_name' must have at most 100 characters, not 101"),
    (B, {"subjects": []}, "'subjects' must have 1 to 100 items, not 0"),
    (B, {"subjects": ["x"] * 101}, "'subjects' must have 1 to 100 items, not 101"),
    (B, {"subjects": "coffee"}, "'subjects' must be an array, not string"),
    (B, {"subjects": ["a", 5]}, "'subjects[1]' must be a string, not integer"),
    (B, {"subjects": ["a", "b", ""]}, "'subjects[2]' must have at least 1 character"),
    (B, {"max_concurrent": 0}, "'max_concurrent' must lie between 1 and 10, not be 0"),
    (B, {"template_params": []}, "'template_params' must be an object, not array"),
    (B, {"template_params": {"video_aspect": "4:3"}}, "'template_params.video_aspect' must be one of"),
    (B, {"template_params": {"video_subject": "x"}}, "'template_params.video_subject' is not a parameter"),
    (A, {"video_uri": ""}, "'video_uri' must have at least 1 character"),
    (A, {"video_uri": 1}, "'video_uri' must be a string, not integer"),
    (A, {"analysis_type": "all"}, "'analysis_type' must be one of"),
    (G, {"task_id": ""}, "'task_id' must have at least 1 character"),
    (G, {"task_id": 12}, "'task_id' must be a string, not integer"),
    (G, {"wait_seconds": 26}, "'wait_seconds' must lie between 0.0 and 25.0"),
    (G, {"id": "x"}, "'id' is not a parameter; there are task_id, wait_seconds"),
]


def complaint(wire, tool, arguments):
    """What the tool says against its input; nothing may have been begun."""
    result = wire.call(tool, arguments)
    assert result["isError"] is True, f"{tool} accepted {arguments}"
    return result["content"][0]["text"]


@pytest.mark.parametrize(("tool", "change", "part"), BAD, ids=lambda value: value if isinstance(value, str) else None)
def test_bad_input_is_refused_with_field_fault_and_range(wire, service, tool, change, part):
    before = len(service.events(type="task.created"))
    text = complaint(wire, tool, {**VALID[tool], **change})
    assert text.startswith(f"Invalid input for {tool}: ") and part in text
    assert len(service.events(type="task.created")) == before, "nothing was begun"


@pytest.mark.parametrize(("tool", "name"), [(tool, name) for tool, valid in VALID.items() for name in valid])
def test_a_missing_parameter_is_named(wire, tool, name):
    arguments = {key: value for key, value in VALID[tool].items() if key != name}
    assert f"'{name}' is required" in complaint(wire, tool, arguments)


@pytest.mark.parametrize("tool", list(VALID))
def test_all_faults_are_told_at_once(wire, tool):
    text = complaint(wire, tool, {"zzz": 1, **{name: [] if tool != B else 5 for name in VALID[tool]}})
    assert text.count("'zzz'") == 1 and all(f"'{name}' must be" in text for name in VALID[tool])


def test_a_whole_number_may_be_written_with_a_fraction_of_zero(wire):
    assert wire.call(T, {**VALID[T], "amount": 2.0})["isError"] is False


# MARK: The verdict of an independent validator

WRONG_TYPES = [None, True, 0, 1.5, "text", [], {}, [1], {"a": 1}]


def mutated(value, schema, chance):
    """Some value for a property: near its bounds, of a wrong type, or as it was."""
    kind = schema["type"]
    choices = [lambda: chance.choice(WRONG_TYPES)]
    if kind in ("integer", "number"):
        for edge in (schema.get("minimum"), schema.get("maximum")):
            if edge is not None:
                choices += [lambda edge=edge: edge, lambda edge=edge: edge - 1, lambda edge=edge: edge + 1,
                            lambda edge=edge: edge + 0.5, lambda edge=edge: float(edge)]
        choices += [lambda: chance.uniform(-3, 30), lambda: chance.randint(-3, 30), lambda: 1e300]
    if kind == "string":
        letters = ["x", "é", "漢", "🎬", "e\u0301"]
        limit = schema.get("maxLength", 20)
        choices += [lambda: chance.choice(letters) * chance.choice([0, 1, limit // 2, limit - 1, limit, limit + 1])]
        choices += [lambda: chance.choice(schema.get("enum", ["a"])), lambda: chance.choice(schema.get("enum", ["a"])) + " "]
    if kind == "array":
        item = schema["items"]
        choices += [lambda: [mutated("x", item, chance) for _ in range(chance.randint(0, 4))], lambda: ["x"] * 100,
                    lambda: ["x"] * 101]
    if kind == "boolean":
        choices += [lambda: chance.choice([True, False])]
    return chance.choice(choices)()


def generated(tool, schema, chance):
    """Some arguments, always with one parameter too many, so that no call is ever begun."""
    arguments = dict(VALID.get(tool) or OTHERS.get(tool, {}))
    for _ in range(chance.randint(0, 3)):
        name = chance.choice(list(schema["properties"]))
        if chance.random() < 0.15:
            arguments.pop(name, None)
        else:
            arguments[name] = mutated(arguments.get(name), schema["properties"][name], chance)
    arguments["surplus"] = chance.choice(WRONG_TYPES)
    return arguments


def expected_fields(schema, arguments):
    """The fields that Python's jsonschema finds fault with."""
    fields = set()
    for error in jsonschema.Draft202012Validator(schema).iter_errors(arguments):
        path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in error.absolute_path).lstrip(".")
        if error.validator == "required":
            path = re.match(r"'(\w+)' is a required", error.message).group(1)
        elif error.validator == "additionalProperties":
            path = "surplus"
        fields.add(path)
    return fields


def found_fields(text):
    return set(re.findall(r"(?:^Invalid input for \w+: |; )'([^']+)' (?:must|is)", text))


def test_two_hundred_inputs_get_the_verdict_of_jsonschema(wire):
    """Field by field: what our validator finds is what Python's finds, for every tool."""
    tools = wire.post(modern("tools/list")).result["tools"]
    chance = random.Random(20_260_728)
    for number in range(210):
        tool = tools[number % len(tools)]
        arguments = generated(tool["name"], tool["inputSchema"], chance)
        text = complaint(wire, tool["name"], arguments)
        assert found_fields(text) == expected_fields(tool["inputSchema"], arguments), (arguments, text)


def test_the_verdict_itself_is_that_of_jsonschema(wire):
    """For the tool whose calls begin nothing, without the surplus parameter."""
    schema = next(tool for tool in wire.post(modern("tools/list")).result["tools"] if tool["name"] == G)["inputSchema"]
    chance = random.Random(7)
    verdicts = set()
    for _ in range(80):
        arguments = generated(G, schema, chance)
        del arguments["surplus"]
        is_valid = jsonschema.Draft202012Validator(schema).is_valid(arguments)
        assert complaint(wire, G, arguments).startswith("There is no task") == is_valid, arguments
        verdicts.add(is_valid)
    assert verdicts == {True, False}


def test_results_match_the_published_output_schemas(wire, spoken):
    """A client that checks results against outputSchema finds nothing."""
    schemas = {tool["name"]: tool["outputSchema"] for tool in wire.post(modern("tools/list")).result["tools"]}
    results = {name: wire.call(name, VALID[name])["structuredContent"] for name in (S, T)}
    results[V] = spoken
    for name, result in results.items():
        jsonschema.Draft202012Validator(schemas[name]).validate(result)
