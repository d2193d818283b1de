public import EventStore
import Projections

/// Runs a recorded tool call again in a sandbox and tells what differs.
public struct ReplayRequest: Tool {
    /// Bytes of one value of the report; what is larger is left out.
    static let valueLimit = 4096
    /// Differences of one event, or of the result, that are told.
    static let differenceLimit = 20

    let functions: ReplayFunctions

    public init(functions: ReplayFunctions) { self.functions = functions }

    public let definition = ToolDefinition(
        name: "replay_request", title: "Run a recorded call again",
        description: """
            Runs a recorded tool call again on today's build, in a sandbox that is thrown away, and tells what differs: \
            result, events, durations. Nothing of the service changes, and no provider is asked.
            """,
        category: "monitoring",
        inputSchema: Schema.object(
            [
                (
                    "call",
                    Schema.string(
                        "A request id, a trace_id, or the position of an event of the call", least: 1, most: 32)
                )
            ], required: ["call"]),
        outputSchema: Schema.result(
            [
                ("message", Schema.string("The verdict in words")),
                ("verdict", Schema.string("What became of it", options: ReplayVerdict.allCases.map(\.rawValue))),
                ("tool", Schema.string("The tool that was called")),
                ("position", Schema.integer("Where its request stands in the log")),
                ("reason", Schema.string("Why it cannot be run again")),
                ("result", ["type": "object", "description": "Where the results differ"]),
                ("events", ["type": "array", "items": ["type": "object"], "description": "Events that differ"]),
            ], required: ["message", "verdict", "tool", "position"]),
        isReadOnly: true, waitsForTask: true, icon: .clock)

    public func call(_ arguments: JSONObject, in context: ToolContext) async throws(ToolError) -> JSONObject {
        let report = try await ToolError.reading {
            guard let reference = CallReference(arguments["call"]?.string ?? "") else {
                throw ParameterError("call", "'call' must be \(CallReference.expected)")
            }
            return try await functions.request(reference)
        }
        var answer: JSONObject = ["message": .string(Self.words(report))]
        for member in report.object?.members ?? [] { answer[member.key] = Self.bounded(member.value) }
        return answer
    }

    private static func words(_ report: JSON) -> String {
        let tool = report["tool"]?.string ?? "the call"
        let differences = (report["result"]?["differences"]?.array?.count ?? 0) + (report["events"]?.array?.count ?? 0)
        switch report["verdict"]?.string.flatMap(ReplayVerdict.init) {
        case .same: return "\(tool) does the same today"
        case .changed: return "\(tool) succeeds today as it did, with \(differences) differences"
        case .fixed: return "\(tool) failed then and succeeds today"
        case .sameFailure: return "\(tool) fails today as it did: \(report["replayed"]?["failure"]?.string ?? "")"
        case .newFailure: return "\(tool) fails today in a new way: \(report["replayed"]?["failure"]?.string ?? "")"
        case .unreplayable, nil: return "\(tool) cannot be run again: \(report["reason"]?.string ?? "")"
        }
    }

    /// A report that leaves room in a model's window.
    private static func bounded(_ value: JSON) -> JSON {
        switch value {
        case .array(let items): return .array(items.prefix(differenceLimit).map(bounded))
        case .object(let object):
            let members = object.members.map { ($0.key, bounded($0.value)) }
            return .object(JSONObject(members))
        case .string(let text) where text.utf8.count > valueLimit: return .string(text.prefix(valueLimit / 4) + "…")
        default: return value
        }
    }
}
