import EventStore
import PromQL

/// Which events the samples of a selector are made of: so that they can be named, and that a rule is left alone while
/// none of them comes.
struct MetricOrigin: Sendable {
    /// Types of events that change the samples.
    let types: Set<EventType>
    /// Whether one event is among those that the selector counts.
    let counts: @Sendable (RecordedEvent) -> Bool

    private static let requests = TouchGroups.requestTypes
    private static let tasks = TouchGroups.taskTypes
    private static let alerts = TouchGroups.alertTypes

    /// Nil where any event may change the samples, or it is not known which do.
    init?(_ name: String, _ matchers: [Matcher]) {
        guard
            let origin = Self.operations(name, matchers) ?? Self.timed(name, matchers) ?? Self.tasks(name, matchers)
                ?? Self.alerts(name)
        else { return nil }
        self = origin
    }

    private init(_ types: Set<EventType>, counts: @escaping @Sendable (RecordedEvent) -> Bool) {
        self.types = types
        self.counts = counts
    }

    private static func operations(_ name: String, _ matchers: [Matcher]) -> MetricOrigin? {
        switch name {
        case "mcp_operations_started_total":
            MetricOrigin(requests) { event in
                event.body(as: RequestReceived.self).map { matchers.allow("method", $0.method) } ?? false
            }
        case "mcp_operations_success_total":
            MetricOrigin(requests) { event in
                guard let fact = event.body(as: RequestCompleted.self) else { return false }
                return fact.errorCode == nil && matchers.allow("method", fact.method)
            }
        case "mcp_operations_error_total":
            MetricOrigin(requests) { event in
                if let fact = event.body(as: ToolCompleted.self) {
                    return fact.outcome == .toolError && matchers.allow("method", "tools/call")
                }
                guard let fact = event.body(as: RequestCompleted.self) else { return false }
                return fact.errorCode != nil && matchers.allow("method", fact.method)
            }
        case "mcp_operations_active":
            MetricOrigin(requests.union([ServiceStarted.type])) { $0.type == RequestReceived.type }
        case "mcp_tools_calls_total":
            MetricOrigin(requests) { event in
                guard let fact = event.body(as: ToolCompleted.self) else { return false }
                return matchers.allow("tool", fact.tool) && matchers.allow("outcome", fact.outcome.rawValue)
            }
        default: nil
        }
    }

    private static func timed(_ name: String, _ matchers: [Matcher]) -> MetricOrigin? {
        let label: String
        if name.hasPrefix("mcp_operations_duration_seconds") {
            label = "method"
        } else if name.hasPrefix("mcp_server_operation_duration_seconds") {
            label = "mcp_method_name"
        } else {
            return nil
        }
        return MetricOrigin(requests) { event in
            event.body(as: RequestCompleted.self).map { matchers.allow(label, $0.method) } ?? false
        }
    }

    private static func tasks(_ name: String, _ matchers: [Matcher]) -> MetricOrigin? {
        guard name.hasPrefix("tasks_") else { return nil }
        if name == "tasks_ended_total" {
            return MetricOrigin(tasks) { event in outcome(of: event).map { matchers.allow("outcome", $0) } ?? false }
        }
        let isTimed = name.hasPrefix("tasks_duration_seconds")
        return MetricOrigin(tasks) { isTimed ? $0.type == TaskCompleted.type : tasks.contains($0.type) }
    }

    private static func alerts(_ name: String) -> MetricOrigin? {
        guard name == "ALERTS" || name == "ALERTS_FOR_STATE" || name.hasPrefix("alerts_") else { return nil }
        return MetricOrigin(alerts) { alerts.contains($0.type) }
    }

    private static func outcome(of event: RecordedEvent) -> String? {
        switch event.type {
        case TaskCompleted.type: "completed"
        case TaskFailed.type: "failed"
        case TaskCancelled.type: "cancelled"
        default: nil
        }
    }
}

extension [Matcher] {
    /// Whether a label's value satisfies all of those that are on it.
    fileprivate func allow(_ name: String, _ value: String) -> Bool {
        allSatisfy { $0.name != name || $0.matches(value) }
    }
}
