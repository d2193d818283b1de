import EventStore
import Projections

/// The query parameters of the routes, each described once.
enum RouteParameters {
    /// Those of one name with several meanings have a name of their own in ``RouteText``.
    static let all: [String: (name: String, schema: JSON)] = {
        var all: [String: (name: String, schema: JSON)] = [:]
        for (key, schema) in texts { all[key] = (key, schema) }
        all["task_state"] = (
            "state", ["type": "string", "enum": .array(TaskState.allCases.map { .string($0.rawValue) })]
        )
        all["span_status"] = ("status", ["type": "string", "enum": ["ok", "error", "unset"]])
        all["few"] = ("limit", ["type": "integer", "minimum": 1, "maximum": 100, "default": 20])
        all["bound_from"] = ("from", ["type": "integer", "minimum": 0])
        all["bound_to"] = ("to", ["type": "integer", "minimum": 0])
        all["range_from"] = ("from", ["type": "string", "examples": ["now-6h"]])
        all["range_to"] = ("to", ["type": "string", "examples": ["now"]])
        all["duration_step"] = ("step", ["type": "string", "examples": ["30s"]])
        return all
    }()

    private static let position: JSON = ["type": "integer", "minimum": 1]
    private static let time: JSON = ["type": "string", "examples": ["2026-01-31T12:00:00Z"]]
    private static let text: JSON = ["type": "string"]

    private static let texts: [(String, JSON)] = [
        ("at", ["type": "string", "description": "A position of the log, or a time", "examples": ["100"]]),
        ("type", ["type": "string", "examples": ["task.*,tool.completed"]]), ("stream", text), ("category", text),
        ("trace", ["type": "string", "pattern": "^[0-9a-f]{32}$"]), ("principal", text), ("from", position),
        ("to", position), ("since", time), ("until", time), ("order", ["type": "string", "enum": ["asc", "desc"]]),
        ("limit", ["type": "integer", "minimum": 1, "maximum": 1000, "default": 100]), ("service", text),
        ("operation", text), ("tool", text), ("min", ["type": "number", "minimum": 0]),
        ("max", ["type": "number", "minimum": 0]), ("attribute", ["type": "string", "examples": ["name=value"]]),
        ("a", text), ("b", text), ("step", ["type": "number", "exclusiveMinimum": 0]),
        ("format", ["type": "string", "enum": ["json", "prometheus"]]), ("reason", text), ("author", text),
        ("speed", ["type": "number", "minimum": 0]), ("projection", text), ("expr", text),
        ("gap", ["type": "number", "minimum": 0, "maximum": 3600]), ("query", text),
        ("time", text), ("start", text), ("end", text), ("match[]", text),
    ]
}
