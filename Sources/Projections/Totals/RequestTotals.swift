import EventStore

/// Counts and durations of what clients ask, since the log began.
///
/// The product's own `mcp.operations.*` and `mcp.tools.calls`, and MCP's semantic-convention histogram. Labels never
/// come from clients unchecked: methods are those of the protocol, tools those that are registered (only they are
/// noted as completed); everything else is `_OTHER`.
struct RequestTotals: Codable, Sendable {
    static let consumes: [any Event.Type] = [
        RequestReceived.self, ToolCompleted.self, RequestCompleted.self, ServiceStarted.self,
    ]

    /// A request that has not been answered.
    private struct Open: Codable {
        let method: String
        let transport: String
        let revision: String
        var tool: String?
        var error: String?
        var isCancelled = false
    }

    private struct Operations: Codable {
        var started = 0
        var succeeded = 0
        var failed = 0
        var durations = DurationTotals()
    }

    private struct ToolCall: Codable, Hashable {
        let tool: String
        let outcome: String
    }

    /// The attributes of `mcp.server.operation.duration`.
    fileprivate struct Attributes: Codable, Hashable {
        let method: String
        let tool: String?
        let error: String?
        let transport: String
        let revision: String
    }

    private var open = RecentMap<String, Open>(limit: OperationTally.openLimit)
    private var methods = LabelTable(limit: 100, initial: Operations())
    private var tools = BoundedTable<ToolCall, Int>(limit: 1000, other: ToolCall(tool: other, outcome: other))
    private var operations = BoundedTable<Attributes, DurationTotals>(
        limit: 2000,
        other: Attributes(method: other, tool: nil, error: nil, transport: other, revision: ""))

    private static let other = LabelTable<Int>.other

    mutating func apply(_ event: RecordedEvent) {
        switch event.type {
        case RequestReceived.type: if let fact = event.body(as: RequestReceived.self) { begin(fact) }
        case ToolCompleted.type: if let fact = event.body(as: ToolCompleted.self) { note(fact) }
        case RequestCompleted.type: if let fact = event.body(as: RequestCompleted.self) { end(fact, event) }
        // One process serves a log: what was open died with the last one.
        case ServiceStarted.type: start(event.body(as: ServiceStarted.self)?.tools ?? [])
        default: break
        }
    }

    /// What is likely to come begins at 0, so that the first of it is seen as an increase.
    private mutating func start(_ names: [String]) {
        open.removeAll()
        for method in Self.frequent { methods.update(method) { _ in } }
        for name in names {
            for outcome in [ToolCompleted.Outcome.success, .toolError] {
                tools.update(ToolCall(tool: name, outcome: outcome.rawValue), initial: 0) { _ in }
            }
        }
    }

    private mutating func begin(_ fact: RequestReceived) {
        let method = Self.label(of: fact.method)
        methods.update(method) { $0.started += 1 }
        open[fact.request] = Open(method: method, transport: fact.transport, revision: fact.revision)
    }

    private mutating func note(_ fact: ToolCompleted) {
        tools.update(ToolCall(tool: fact.tool, outcome: fact.outcome.rawValue), initial: 0) { $0 += 1 }
        open[fact.request]?.tool = fact.tool
        open[fact.request]?.isCancelled = fact.outcome == .cancelled
        if fact.outcome == .toolError { open[fact.request]?.error = ToolCompleted.Outcome.toolError.rawValue }
    }

    private mutating func end(_ fact: RequestCompleted, _ event: RecordedEvent) {
        guard var request = open[fact.request] else { return }
        open[fact.request] = nil
        if let code = fact.errorCode { request.error = String(code) }
        methods.update(request.method) { counts in
            if request.error != nil { counts.failed += 1 } else if !request.isCancelled { counts.succeeded += 1 }
            counts.durations.add(fact.seconds, in: event)
        }
        let attributes = Attributes(
            method: request.method, tool: request.tool, error: request.error, transport: request.transport,
            revision: request.revision)
        operations.update(attributes, initial: DurationTotals()) { $0.add(fact.seconds, in: event) }
    }

    static func label(of method: String) -> String { known.contains(method) ? method : other }

    private static let frequent = ["initialize", "server/discover", "tools/list", "tools/call"]

    /// What MCP's revisions call their requests.
    private static let known: Set = [
        "initialize", "server/discover", "ping", "tools/list", "tools/call", "resources/list", "resources/read",
        "resources/templates/list", "resources/subscribe", "resources/unsubscribe", "prompts/list", "prompts/get",
        "completion/complete", "logging/setLevel", "subscriptions/listen", "tasks/list", "tasks/get", "tasks/result",
        "tasks/update", "tasks/cancel",
    ]
}

extension RequestTotals {
    var families: [MetricFamily] {
        [
            counter("mcp.operations.started", "Requests received.", \.started),
            counter("mcp.operations.success", "Requests answered without an error.", \.succeeded),
            counter(
                "mcp.operations.error", "Requests answered with an error, or whose tool refused or failed.", \.failed),
            MetricFamily(
                name: "mcp.operations.duration", kind: .histogram, unit: "s",
                help: "Time from a request's arrival to its answer.",
                points: methods.ordered.map { $0.value.durations.point(["method": .string($0.label)]) }),
            MetricFamily(
                name: "mcp.operations.active", kind: .gauge, help: "Requests received and not yet answered.",
                points: [MetricPoint(value: .number(MetricNumber(Double(open.count))))]),
            MetricFamily(
                name: "mcp.tools.calls", kind: .counter, help: "Tool calls that ended, by how they did.",
                points: tools.ordered { ($0.tool, $0.outcome) < ($1.tool, $1.outcome) }.map { call, count in
                    MetricPoint(
                        labels: ["tool": .string(call.tool), "outcome": .string(call.outcome)],
                        value: .number(MetricNumber(Double(count))))
                }),
            MetricFamily(
                name: "mcp.server.operation.duration", kind: .histogram, unit: "s",
                help: "The duration of the MCP request or notification as observed on the receiver.",
                points: operations.ordered { $0.isBefore($1) }.map { $1.point($0.labels) }),
        ]
    }

    private func counter(_ name: String, _ help: String, _ count: KeyPath<Operations, Int>) -> MetricFamily {
        MetricFamily(
            name: name, kind: .counter, help: help,
            points: methods.ordered.map {
                MetricPoint(
                    labels: ["method": .string($0.label)],
                    value: .number(MetricNumber(Double($0.value[keyPath: count]))))
            })
    }
}

extension RequestTotals.Attributes {
    fileprivate func isBefore(_ other: Self) -> Bool {
        (method, tool ?? "", error ?? "", transport, revision)
            < (other.method, other.tool ?? "", other.error ?? "", other.transport, other.revision)
    }

    /// In the names of MCP's semantic conventions.
    fileprivate var labels: JSONObject {
        var labels: JSONObject = [
            "mcp.method.name": .string(method), "network.transport": transport == "stdio" ? "pipe" : "tcp",
        ]
        if let tool {
            labels["gen_ai.tool.name"] = .string(tool)
            labels["gen_ai.operation.name"] = "execute_tool"
        }
        if let error {
            labels["error.type"] = .string(error)
            if Int(error) != nil { labels["rpc.response.status_code"] = .string(error) }
        }
        if !revision.isEmpty { labels["mcp.protocol.version"] = .string(revision) }
        return labels
    }
}
