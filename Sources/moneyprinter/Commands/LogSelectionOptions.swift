import ArgumentParser
import EventStore

/// The options that say which events a command is about.
struct LogSelectionOptions: ParsableArguments {
    @Option(help: "The first position, inclusive.")
    var from: UInt64?

    @Option(help: "The last position, inclusive.")
    var to: UInt64?

    @Option(help: "A type or pattern such as 'task.*'; may be given several times.")
    var type: [String] = []

    @Option(help: "A stream such as task-mcp_1a2b3c4d.")
    var stream: String?

    @Option(help: "A trace id: 32 hexadecimal digits.")
    var trace: String?

    @Option(help: "On whose behalf it happened.")
    var principal: String?

    @Option(help: "The earliest time, inclusive: ISO 8601, such as 2026-11-25T03:00:00Z.")
    var since: String?

    @Option(help: "The latest time, inclusive.")
    var until: String?

    func validate() throws {
        if let from, let to, from > to { throw ValidationError("--from is \(from), which lies after --to \(to)") }
        _ = try selection()
    }

    /// The position after which to begin.
    var start: Position { Position(max(from ?? 1, 1) - 1) }

    func selection() throws -> Selection {
        Selection(
            types: type.map { TypePattern($0) }, stream: try named(), trace: try traced(), principal: principal,
            through: to.map { Position($0) }, since: try Self.time("--since", since),
            until: try Self.time("--until", until))
    }

    private func named() throws -> StreamName? {
        guard let stream else { return nil }
        guard let name = StreamName(stream) else {
            throw ValidationError("--stream is '\(stream)': allowed is category-id, such as task-mcp_1a2b3c4d")
        }
        return name
    }

    private func traced() throws -> TraceID? {
        guard let trace else { return nil }
        guard let id = TraceID(hex: trace) else {
            throw ValidationError("--trace is '\(trace)': allowed are 32 hexadecimal digits, not all zero")
        }
        return id
    }

    private static func time(_ option: String, _ text: String?) throws -> Timestamp? {
        guard let text else { return nil }
        guard let time = Timestamp(moment: text) else {
            throw ValidationError("\(option) is '\(text)': allowed is ISO 8601, such as 2026-11-25T03:00:00Z")
        }
        return time
    }
}
