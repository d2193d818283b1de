"""The official JSON Schemas of every revision of MCP, and what each message of ours must match in them."""

import json
import os
import pathlib

import jsonschema

ROOT = pathlib.Path(__file__).resolve().parents[2]
REVISIONS = ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25", "2026-07-28"]

RESULTS = {
    "initialize": "InitializeResult",
    "ping": "EmptyResult",
    "server/discover": "DiscoverResult",
    "tools/list": "ListToolsResult",
    "tools/call": "CallToolResult",
    "resources/list": "ListResourcesResult",
    "resources/templates/list": "ListResourceTemplatesResult",
    "resources/read": "ReadResourceResult",
    "resources/subscribe": "EmptyResult",
    "resources/unsubscribe": "EmptyResult",
    "prompts/list": "ListPromptsResult",
    "prompts/get": "GetPromptResult",
    "completion/complete": "CompleteResult",
    "logging/setLevel": "EmptyResult",
    "subscriptions/listen": "SubscriptionsListenResult",
}

NOTIFICATIONS = {
    "notifications/progress": "ProgressNotification",
    "notifications/message": "LoggingMessageNotification",
    "notifications/resources/updated": "ResourceUpdatedNotification",
    "notifications/resources/list_changed": "ResourceListChangedNotification",
    "notifications/tools/list_changed": "ToolListChangedNotification",
    "notifications/prompts/list_changed": "PromptListChangedNotification",
    "notifications/subscriptions/acknowledged": "SubscriptionsAcknowledgedNotification",
}

# The tasks extension is not in the official schema: what its text asks of every task (SEP-2663).
TASK = {
    "type": "object",
    "required": ["taskId", "status", "createdAt", "lastUpdatedAt", "ttlMs"],
    "properties": {
        "taskId": {"type": "string", "minLength": 1},
        "status": {"enum": ["working", "input_required", "completed", "failed", "cancelled"]},
        "statusMessage": {"type": "string"}, "createdAt": {"type": "string"}, "lastUpdatedAt": {"type": "string"},
        "ttlMs": {"type": ["integer", "null"]}, "pollIntervalMs": {"type": "integer"}, "result": {"type": "object"},
        "task": False, "requestState": False,
    },
    "if": {"properties": {"status": {"const": "completed"}}}, "then": {"required": ["result"]},
}

# Errors that have a definition of their own in 2026-07-28: of the whole response, and of its `error`.
MODERN_RESPONSES = {-32020: "HeaderMismatchError", -32021: "MissingRequiredClientCapabilityError",
                    -32022: "UnsupportedProtocolVersionError"}
MODERN_ERRORS = {
    -32700: "ParseError", -32600: "InvalidRequestError", -32601: "MethodNotFoundError",
    -32602: "InvalidParamsError", -32603: "InternalError",
    # Those of the reference API: who, what, how much.
    -32001: "Error", -31002: "Error", -32004: "Error", -32005: "Error",
}


def folder():
    return pathlib.Path(os.environ.get("MONEYPRINTER_SCHEMAS") or ROOT.parent / "shared/mcp")


class Schemas:
    """Checks messages of the service; finds nothing where the schemas are not at hand."""

    def __init__(self):
        self._validators = {}
        self.are_present = all((folder() / revision / "schema.json").is_file() for revision in REVISIONS)
        self.checked = 0

    def check(self, message, revision, method):
        """Checks one message of the service against the schema of its revision.

        `method` is that of the request it belongs to.
        """
        if not self.are_present:
            return
        self.checked += 1
        if "method" in message:
            self._check(message, revision, "JSONRPCNotification")
            if message["method"] == "notifications/tasks":
                jsonschema.validate(message["params"], TASK)
            else:
                assert message["method"] in NOTIFICATIONS, f"unexpected notification: {message}"
                self._check(message, revision, NOTIFICATIONS[message["method"]])
        elif "error" in message:
            self._check_error(message, revision)
        else:
            one = "JSONRPCResultResponse" if revision >= "2025-11-25" else "JSONRPCResponse"
            self._check(message, revision, one)
            self._check_result(message["result"], revision, method)

    def _check_result(self, result, revision, method):
        kind = result.get("resultType")
        if kind == "input_required":
            assert method in ("tools/call", "resources/read", "prompts/get")
            return self._check(result, revision, "InputRequiredResult")
        if kind == "task" or method == "tasks/get":
            self._check(result, revision, "Result")
            return jsonschema.validate(result, TASK)
        if method in ("tasks/update", "tasks/cancel"):
            return self._check(result, revision, "Result")
        self._check(result, revision, RESULTS[method])

    def _check_error(self, message, revision):
        code = message["error"]["code"]
        if revision < "2025-11-25":
            return self._check(message, revision, "JSONRPCError")
        self._check(message, revision, "JSONRPCErrorResponse")
        if revision == "2026-07-28":
            if code in MODERN_RESPONSES:
                self._check(message, revision, MODERN_RESPONSES[code])
            else:
                self._check(message["error"], revision, MODERN_ERRORS[code])

    def _check(self, value, revision, definition):
        key = (revision, definition)
        if key not in self._validators:
            schema = json.loads((folder() / revision / "schema.json").read_text())
            names = "$defs" if "$defs" in schema else "definitions"
            assert definition in schema[names], f"{revision} has no {definition}"
            kind = jsonschema.validators.validator_for(schema)
            self._validators[key] = kind({"$ref": f"#/{names}/{definition}", names: schema[names],
                                          "$schema": schema["$schema"]})
        errors = sorted(self._validators[key].iter_errors(value), key=lambda error: list(error.absolute_path))
        assert not errors, f"no {definition} of {revision}: {errors[0].message}\n{json.dumps(value)[:2000]}"
