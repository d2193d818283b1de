public import EventStore

/// What may differ between a call and the same call run again, although nothing is wrong: declared here, and only here.
///
/// Task ids are not among them: a replay uses the recorded ones.
public enum VolatileFields {
    /// Why a field may differ.
    public enum Reason: String, Sendable, CaseIterable {
        /// Made anew for each request and each process.
        case id
        /// The moment at which it happens.
        case time
        /// How long it took, or is expected to take: told side by side instead.
        case duration
        /// How a request was let in: a replay is let in by whoever asks for it.
        case access
        /// Whether an answer was at hand: a sandbox begins with none.
        case cache
        /// How often something is told, which depends on how long it took.
        case pace
    }

    public struct Field: Sendable {
        /// The type of event; nil for every event, and for the tool's result.
        let type: EventType?
        /// A path, or `*.` and the end of one at any depth; empty for the whole event.
        let path: String
        public let reason: Reason

        init(_ type: EventType?, _ path: String, _ reason: Reason) {
            self.type = type
            self.path = path
            self.reason = reason
        }

        func matches(_ place: String) -> Bool {
            guard path.hasPrefix("*.") else { return !path.isEmpty && place == path }
            return place == path.dropFirst(2) || place.hasSuffix(path.dropFirst())
        }
    }

    public static let declared: [Field] = [
        Field(RequestReceived.type, "request", .id), Field(RequestReceived.type, "rpc_id", .id),
        Field(ToolCompleted.type, "request", .id), Field(RequestCompleted.type, "request", .id),
        Field(RequestReceived.type, "access", .access), Field(TaskCreated.type, "charge", .access),
        Field(TaskCreated.type, "charge.role", .access), Field(TaskClaimed.type, "worker", .id),
        Field(SpanEnded.type, "parent", .id), Field(SpanEnded.type, "attributes.jsonrpc.request.id", .id),
        Field(SpanEnded.type, "attributes.moneyprinter.cache", .cache), Field(SpanEnded.type, "start", .time),
        Field(nil, "*.estimated_completion", .time),
        Field(ToolCompleted.type, "seconds", .duration), Field(RequestCompleted.type, "seconds", .duration),
        Field(TaskStageCompleted.type, "seconds", .duration), Field(TaskStageCompleted.type, "cpu_seconds", .duration),
        Field(TaskStageCompleted.type, "*.cpuSeconds", .duration), Field(TaskCompleted.type, "seconds", .duration),
        Field(ProviderAnswered.type, "seconds", .duration), Field(SpanEnded.type, "seconds", .duration),
        Field(SpanEnded.type, "attributes.process.cpu.seconds", .duration),
        Field(nil, "*.estimated_seconds", .duration), Field(nil, "*.estimated_remaining", .duration),
        Field(nil, "withheld.sealed", .id), Field(TaskProgressed.type, "", .pace),
    ]

    /// Whether a whole event is left out.
    static func isVolatile(_ type: EventType) -> Bool {
        declared.contains { $0.type == type && $0.path.isEmpty }
    }

    /// Whether what lies at a path of an event, or of a result, may differ.
    static func isVolatile(_ path: String, of type: EventType?) -> Bool {
        declared.contains { field in
            (field.type == nil || field.type == type) && field.matches(path)
        }
    }

    /// A value with its links and paths as they are below the folder of a task: where a service is reached, and where
    /// its data lie, is no part of what it does.
    static func placeless(_ json: JSON) -> JSON {
        switch json {
        case .string(let text): .string(placeless(text))
        case .array(let items): .array(items.map(placeless))
        case .object(let object): .object(JSONObject(object.members.map { ($0.key, placeless($0.value)) }))
        default: json
        }
    }

    private static func placeless(_ text: String) -> String {
        guard text.hasPrefix("/") || text.hasPrefix("file://") || text.hasPrefix("http") else { return text }
        for folder in ["/v1/videos/", "/tasks/"] {
            guard let place = text.firstRange(of: folder) else { continue }
            return "task file: " + text[place.upperBound...]
        }
        return text
    }

    public static var json: JSON {
        .array(
            declared.map {
                [
                    "event": $0.type.map { .string($0.name) } ?? "*", "path": .string($0.path),
                    "reason": .string($0.reason.rawValue),
                ]
            } + [["event": "*", "path": "links and paths, up to the task's folder", "reason": "path"]])
    }
}
