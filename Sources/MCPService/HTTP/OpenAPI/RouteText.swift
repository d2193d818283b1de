import EventStore

/// What the document says of a route beyond its method and path.
struct RouteText: Sendable {
    let route: RouteDescriptionLine
    let tag: String
    let summary: String
    /// Names of query parameters, described in ``RouteParameters``.
    let query: [String]
    let body: JSON?
    /// What the body is, where it is no JSON.
    let bodyType: String
    /// What the answer is, where it is no JSON.
    let answerType: String
    /// The status of success.
    let status: String
    /// What the answer looks like, where it is JSON.
    let answer: JSON
    /// What else it may be, where the caller asks for that.
    let otherType: String?

    init(
        _ method: String, _ path: String, _ tag: String, _ summary: String, _ query: [String] = [], body: JSON? = nil,
        bodyType: String = "application/json", answer: String = "application/json", status: String = "200",
        answerSchema: JSON = ["type": "object"], or otherType: String? = nil
    ) {
        route = RouteDescriptionLine(method: method, path: path)
        self.tag = tag
        self.summary = summary
        self.query = query
        self.body = body
        self.bodyType = bodyType
        answerType = answer
        self.status = status
        self.answer = answerSchema
        self.otherType = otherType
    }

    private static let object: JSON = ["type": "object"]
    private static let messages: JSON = ["type": ["object", "array"], "items": object]

    static let all: [RouteText] = tools + reading + alerts + replay + prometheus + service + access

    private static let tools: [RouteText] = [
        RouteText("get", "/v1/mcp/tools", "tools", "The tools", ["category"]),
        RouteText("get", "/v1/mcp/tools/{name}", "tools", "One tool"),
        RouteText("get", "/v1/mcp/status", "tools", "The state of the service"),
        RouteText("get", "/v1/mcp/health", "tools", "Whether the service is healthy"),
    ]

    private static let reading: [RouteText] = [
        RouteText(
            "get", "/v1/events", "events", "Events of the log",
            ["type", "stream", "category", "trace", "principal", "from", "to", "since", "until", "order", "limit"]),
        RouteText("get", "/v1/events/{position}", "events", "One event"),
        RouteText(
            "get", "/v1/traces", "traces", "Traces, found",
            [
                "service", "operation", "tool", "span_status", "min", "max", "since", "until", "attribute", "from",
                "at",
                "few",
            ]),
        RouteText("get", "/v1/traces/compare", "traces", "Two traces, compared", ["a", "b", "at"]),
        RouteText("get", "/v1/traces/{id}", "traces", "One trace as a tree of spans", ["at"]),
        RouteText("get", "/v1/tasks", "tasks", "The task board", ["at", "task_state", "limit"]),
        RouteText("get", "/v1/tasks/{id}", "tasks", "One task", ["at"]),
        RouteText("get", "/v1/videos/{task}/{file}", "videos", "A file that a task made", answer: "*/*"),
        RouteText("head", "/v1/videos/{task}/{file}", "videos", "How large a file is", answer: "*/*"),
        RouteText("get", "/v1/dashboards", "dashboards", "The dashboards there are"),
        RouteText(
            "get", "/v1/dashboards/{name}", "dashboards", "One dashboard with its data",
            ["at", "range_from", "range_to", "step"]),
        RouteText(
            "get", "/v1/dashboards/{name}/live", "dashboards", "Changes of a dashboard as they happen",
            answer: "text/event-stream"),
        RouteText("get", "/v1/timeline", "events", "The log's extent and milestones", ["at"]),
        RouteText("get", "/v1/services", "services", "The processes that wrote to the log", ["at"]),
    ]

    private static let alerts: [RouteText] = [
        RouteText("get", "/v1/alerts", "alerts", "Alerts, active and past", ["at"]),
        RouteText("get", "/v1/alerts/{id}", "alerts", "How an alert came about", ["at"]),
        RouteText("get", "/v1/alerts/deliveries", "alerts", "Who was told", ["at"]),
        RouteText("post", "/v1/alerts/backtest", "alerts", "What rules would have done", body: object),
        RouteText("get", "/v1/alerts/rules", "alerts", "The rules", ["at", "format"], or: "application/yaml"),
        RouteText("put", "/v1/alerts/rules", "alerts", "Save rules", body: object),
        RouteText("get", "/v1/alerts/rules/{name}", "alerts", "A rule and its versions", ["at"]),
        RouteText("delete", "/v1/alerts/rules/{name}", "alerts", "Delete a rule", ["reason"]),
        RouteText(
            "post", "/v1/alerts/rules/{name}/rollback", "alerts", "Put an old version in force",
            body: [
                "type": "object", "required": ["version"],
                "properties": ["version": ["type": "integer"], "reason": ["type": "string"]],
            ]),
        RouteText("get", "/v1/alerts/silences", "alerts", "The silences", ["at"]),
        RouteText(
            "post", "/v1/alerts/silences", "alerts", "Silence alerts",
            body: [
                "type": "object", "required": ["matchers", "comment"],
                "properties": [
                    "matchers": ["type": "array", "items": ["type": "string"], "minItems": 1],
                    "comment": ["type": "string", "minLength": 1], "seconds": ["type": "number"],
                    "start": ["type": "string"], "end": ["type": "string"], "author": ["type": "string"],
                ],
            ], status: "201"),
        RouteText("delete", "/v1/alerts/silences/{id}", "alerts", "End a silence", ["author"]),
    ]

    private static let replay: [RouteText] = [
        RouteText(
            "get", "/v1/replay", "replay", "Events again, at any speed",
            ["type", "stream", "from", "to", "speed", "gap"], answer: "text/event-stream"),
        RouteText(
            "get", "/v1/replay/diff", "replay", "How a read model differs between two positions",
            ["projection", "from", "to"]),
        RouteText(
            "get", "/v1/replay/bisect", "replay", "Where a condition began to hold", ["expr", "where", "from", "to"]),
        RouteText("post", "/v1/replay/requests/{id}", "replay", "A recorded tool call run again in a sandbox"),
        RouteText(
            "post", "/v1/replay/calls", "replay", "The latest calls of a tool run again, each in a sandbox",
            ["tool", "outcome", "last"]),
        RouteText("get", "/v1/replay/volatile", "replay", "What may differ between a call and the same call run again"),
        RouteText(
            "get", "/v1/events/compare", "replay", "What happened in two parts of the log, by tool and duration",
            ["tool", "type", "from", "to", "few"]),
        RouteText("get", "/v1/projections", "replay", "The read models, how far they are, and their rebuilds"),
        RouteText(
            "post", "/v1/projections/rebuild", "replay", "Fold read models anew beside the service", ["projection"],
            status: "202"),
        RouteText(
            "post", "/v1/projections/verify", "replay", "Compare read models with a fresh fold of the log",
            ["projection"]),
        RouteText("get", "/v1/projections/{name}", "replay", "One read model's state", ["at"]),
    ]

    private static let prometheus: [RouteText] =
        [
            RouteText("get", "/v1/series/evidence", "metrics", "The events behind samples", ["query", "time", "at"])
        ]
        + [
            ("query", "A query at a moment", ["query", "time", "at"]),
            ("query_range", "A query over a range", ["query", "start", "end", "duration_step", "at"]),
            ("query_exemplars", "The requests behind series", ["query", "start", "end", "at"]),
            ("format_query", "A query, formatted", ["query"]), ("labels", "Names of labels", ["start", "end"]),
            ("series", "Series", ["match[]", "start", "end"]),
        ].flatMap { name, summary, query in
            [
                RouteText("get", "/api/v1/\(name)", "metrics", summary, query),
                RouteText(
                    "post", "/api/v1/\(name)", "metrics", summary, body: object,
                    bodyType: "application/x-www-form-urlencoded"),
            ]
        }
        + [
            "metadata", "label/{name}/values", "rules", "alerts", "status/buildinfo", "status/runtimeinfo",
            "status/tsdb",
            "status/flags", "status/config", "targets", "alertmanagers",
        ].map { RouteText("get", "/api/v1/\($0)", "metrics", "As in Prometheus: \($0)") }

    private static let access: [RouteText] = [
        RouteText("get", "/v1/keys", "access", "The API keys, without their secrets"),
        RouteText("post", "/v1/keys", "access", "Make a key; it is shown once", body: object, status: "201"),
        RouteText("post", "/v1/keys/upgrade", "access", "Make hashed keys of those in the configuration"),
        RouteText("post", "/v1/keys/{id}/rotate", "access", "Make a key like another", body: object, status: "201"),
        RouteText("delete", "/v1/keys/{id}", "access", "Revoke a key", ["reason"]),
        RouteText("post", "/v1/tokens", "access", "Make a token; it is stored nowhere", body: object, status: "201"),
        RouteText("post", "/v1/tokens/revocations", "access", "Take tokens back", body: object),
        RouteText("get", "/v1/roles", "access", "The roles"),
        RouteText("put", "/v1/roles/{name}", "access", "Save a role", body: object),
        RouteText("delete", "/v1/roles/{name}", "access", "Remove a role"),
        RouteText("get", "/v1/limits", "access", "The limits, and who has used most of each", ["at"]),
    ]

    private static let service: [RouteText] =
        [
            RouteText(
                "post", "/mcp", "mcp", "One message of the Model Context Protocol; several, in revision 2025-03-26",
                body: messages, answerSchema: messages),
            RouteText("get", "/v1/mcp/ws", "mcp", "Open a WebSocket", status: "101"),
            RouteText("get", "/", "service", "What there is under this port"),
            RouteText("get", "/openapi.json", "service", "This document"),
            RouteText("get", "/healthz", "service", "Whether the process lives"),
            RouteText("get", "/readyz", "service", "Whether it can serve"),
            RouteText("get", "/metrics", "metrics", "Metrics for a scraper", answer: "text/plain"),
            RouteText("get", "/dashboard", "dashboards", "The page", answer: "text/html"),
            RouteText("get", "/dashboard/{file}", "dashboards", "A file of the page", answer: "*/*"),
        ]
        + ["traces", "metrics", "logs"].flatMap { signal in
            ["/v1/\(signal)", "/api/v1/otlp/v1/\(signal)"].map {
                RouteText(
                    "post", $0, "otlp", "Take OpenTelemetry \(signal) in", body: ["type": "string"],
                    bodyType: "application/x-protobuf")
            }
        }
}
