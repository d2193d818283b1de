public import EventStore

/// What differs between a recorded call and the same call run again.
public struct CallDifference: Sendable {
    public let verdict: ReplayVerdict
    /// Between the results, by path.
    public let result: JSONDifference
    /// Between the events of the request and of each task.
    public let events: [EventDifference]

    private let recorded: RecordedCall
    private let replayed: RecordedCall

    public init(recorded: RecordedCall, replayed: RecordedCall) {
        self.recorded = recorded
        self.replayed = replayed
        result = JSONDifference(
            VolatileFields.placeless(recorded.completed?.result ?? .null),
            VolatileFields.placeless(replayed.completed?.result ?? .null)
        ) { VolatileFields.isVolatile($0, of: nil) }
        events = Self.events(recorded, replayed)
        verdict = ReplayVerdict(
            recorded: recorded.failure, replayed: replayed.failure, isSame: result.isEmpty && events.isEmpty)
    }

    /// The request's own events, then those of each task; a task that one side alone has differs as a whole.
    private static func events(_ recorded: RecordedCall, _ replayed: RecordedCall) -> [EventDifference] {
        var found = EventDifference.between(recorded.own, replayed.own, in: "request")
        // A task that goes on has no events yet that could be missed.
        guard recorded.isOver else { return found }
        let then = Dictionary(recorded.work.map { ($0.created.task, $0.events) }) { first, _ in first }
        let now = Dictionary(replayed.work.map { ($0.created.task, $0.events) }) { first, _ in first }
        let names = recorded.work.map(\.created.task) + replayed.work.map(\.created.task).filter { then[$0] == nil }
        for name in names {
            found += EventDifference.between(then[name] ?? [], now[name] ?? [], in: "task \(name)")
        }
        return found
    }

    /// The body of `POST /v1/replay/requests/{id}`, without what the sandbox adds.
    public var json: JSONObject {
        [
            "request": .string(recorded.request.request), "position": .int(Int(recorded.received.position.value)),
            "time": .string(recorded.received.time.iso8601), "tool": .string(recorded.tool),
            "arguments": recorded.request.params["arguments"] ?? [:], "verdict": .string(verdict.rawValue),
            "recorded": Self.side(recorded), "replayed": Self.side(replayed), "result": result.json,
            "events": .array(events.map(\.json)), "durations": .array(durations),
        ]
    }

    private static func side(_ call: RecordedCall) -> JSON {
        [
            "outcome": call.completed.map { .string($0.outcome.rawValue) } ?? .null,
            "failure": call.failure.map(JSON.string) ?? .null, "result": call.completed?.result ?? .null,
            "events": .int(call.own.count + call.work.reduce(0) { $0 + $1.events.count }),
        ]
    }

    /// How long the call and each stage took, then and now.
    private var durations: [JSON] {
        let now = Dictionary(Self.seconds(replayed)) { first, _ in first }
        return Self.seconds(recorded).map { name, seconds in
            [
                "what": .string(name), "recorded": .double(seconds),
                "replayed": now[name].map(JSON.double) ?? .null,
            ]
        }
    }

    private static func seconds(_ call: RecordedCall) -> [(String, Double)] {
        let whole = call.completed.map { [("call", $0.seconds)] } ?? []
        return whole
            + call.work.flatMap { work in
                work.events.compactMap { event -> (String, Double)? in
                    if let stage = event.body(as: TaskStageCompleted.self) {
                        return ("\(work.created.task) \(stage.stage)", stage.seconds)
                    }
                    return event.body(as: TaskCompleted.self).map { (work.created.task, $0.seconds) }
                }
            }
    }
}
