import EventStore
import Synchronization

/// The suite's tasks: in memory, and what they are at a moment follows from when they began and what was answered.
final class FixtureTasks: TaskSource {
    private struct Record {
        let created: Timestamp
        let seconds: Double
        /// Of the call, once it is over.
        let end: Result<@Sendable (JSONObject) -> JSONObject, RPCError>
        var open: JSONObject = [:]
        var answers: JSONObject = [:]
        var changed: Timestamp
        var isCancelled = false

        func isOpen(at now: Timestamp) -> Bool {
            !isCancelled && (!open.isEmpty || now.seconds(since: created) < seconds)
        }
    }

    private let clock: any WallClock
    private let records = Mutex<[String: Record]>([:])

    init(clock: any WallClock = SystemWallClock()) { self.clock = clock }

    var tools: [any Tool] {
        [
            FixtureTool("greet", "Greets", [("name", ["type": "string"])]) { arguments, _ in
                Fixture.result(Fixture.text("Hello, \(arguments["name"]?.string ?? "")!"))
            },
            FixtureTool(
                "slow_compute", "Takes a while", [("seconds", ["type": "number"]), ("label", ["type": "string"])]
            ) { arguments, context in
                let seconds = min(30, max(0, arguments["seconds"]?.number ?? 1))
                let text = "Computed \(arguments["label"]?.string ?? "") in \(seconds) s"
                guard Self.knowsTasks(context) else { return Fixture.result(Fixture.text(text)) }
                return self.begin(seconds: seconds) { _ in Self.said(text) }
            },
            required("failing_job", seconds: 1, end: .success { _ in Self.said("The job failed", isError: true) }),
            required("protocol_error_job", seconds: 1, end: .failure(.internal("the job broke"))),
            FixtureTool("confirm_delete", "Asks before it deletes", [("filename", ["type": "string"])]) {
                arguments, context in
                let name = arguments["filename"]?.string ?? ""
                let question = Fixture.elicitation(
                    "Delete \(name)?", ["confirm": ["type": "boolean"]], required: ["confirm"])
                return self.asking(["confirm": question], context) { answers in
                    let isAgreed = answers["confirm"]?["content"]?["confirm"] == true
                    return Self.said(isAgreed ? "Deleted \(name)" : "Kept \(name)")
                }
            },
            FixtureTool("multi_input", "Asks two things at once") { _, context in
                let questions: JSONObject = [
                    "first_name": Fixture.question("First name?", "name"),
                    "last_name": Fixture.question("Last name?", "name"),
                ]
                return self.asking(questions, context) { answers in
                    let names = ["first_name", "last_name"].map { FixtureInputs.field("name", of: answers[$0]) }
                    return Self.said("Hello, \(names.joined(separator: " "))!")
                }
            },
            FixtureTool("test_tool_with_task", "Asks, then becomes a task") { _, context in
                guard let answer = context.request.params["inputResponses"]?["user_name"] else {
                    do throws(RPCError) {
                        return try FixtureInputs.ask(["user_name": Fixture.question("Name?", "name")], nil, context)
                    } catch { return .failure(error) }
                }
                let name = FixtureInputs.field("name", of: answer)
                return self.begin(seconds: 0.5) { _ in Self.said("Hello, \(name)!") }
            },
        ]
    }

    func detailed(_ id: String) async -> JSONObject? { records.withLock { $0[id] }.map { describe(id, $0) } }

    func update(_ id: String, _ responses: JSONObject) async {
        let now = clock.now()
        records.withLock { records in
            guard let record = records[id], !record.isCancelled else { return }
            for member in responses.members where record.open[member.key] != nil {
                records[id]?.open[member.key] = nil
                records[id]?.answers[member.key] = member.value
                records[id]?.changed = now
            }
        }
    }

    func cancel(_ id: String) async {
        let now = clock.now()
        records.withLock { records in
            guard let record = records[id], record.isOpen(at: now) else { return }
            records[id]?.isCancelled = true
            records[id]?.changed = now
        }
    }

    private func required(
        _ name: String, seconds: Double, end: Result<@Sendable (JSONObject) -> JSONObject, RPCError>
    ) -> FixtureTool {
        FixtureTool(name, "Is a task and nothing else") { _, context in
            guard Self.knowsTasks(context) else {
                return .failure(.missingCapability(["extensions": .object([MetaKey.tasks: [:]])]))
            }
            return self.begin(seconds: seconds, end: end)
        }
    }

    private func asking(
        _ questions: JSONObject, _ context: RequestContext, _ end: @escaping @Sendable (JSONObject) -> JSONObject
    ) -> Result<JSONObject, RPCError> {
        guard Self.knowsTasks(context) else {
            return .failure(.missingCapability(["extensions": .object([MetaKey.tasks: [:]])]))
        }
        return begin(seconds: 0, open: questions, end: .success(end))
    }

    private func begin(
        seconds: Double, _ end: @escaping @Sendable (JSONObject) -> JSONObject
    ) -> Result<JSONObject, RPCError> { begin(seconds: seconds, end: .success(end)) }

    private func begin(
        seconds: Double, open: JSONObject = [:], end: Result<@Sendable (JSONObject) -> JSONObject, RPCError>
    ) -> Result<JSONObject, RPCError> {
        let id = "fixture_" + TraceID.random().hex
        let now = clock.now()
        let record = Record(created: now, seconds: seconds, end: end, open: open, changed: now)
        records.withLock { $0[id] = record }
        let lead: JSONObject = ["resultType": "task"]
        var task = describe(id, record)
        for name in ["result", "error", "inputRequests"] { task[name] = nil }
        task["status"] = "working"
        return .success(lead.merging(task))
    }

    private func describe(_ id: String, _ record: Record) -> JSONObject {
        var task: JSONObject = [
            "taskId": .string(id), "status": "working", "createdAt": .string(record.created.iso8601),
            "lastUpdatedAt": .string(record.changed.iso8601), "ttlMs": .int(TaskWire.lifetime), "pollIntervalMs": 500,
        ]
        if record.isCancelled {
            task["status"] = "cancelled"
        } else if !record.open.isEmpty {
            task["status"] = "input_required"
            task["inputRequests"] = .object(record.open)
        } else if !record.isOpen(at: clock.now()) {
            switch record.end {
            case .success(let result):
                task["status"] = "completed"
                task["result"] = .object(result(record.answers))
            case .failure(let error):
                task["status"] = "failed"
                task["error"] = error.json
            }
        }
        return task
    }

    private static func knowsTasks(_ context: RequestContext) -> Bool {
        context.request.revision.isModern && context.request.knows(extension: MetaKey.tasks)
    }

    private static func said(_ text: String, isError: Bool = false) -> JSONObject {
        ["content": [Fixture.text(text)], "isError": .bool(isError)]
    }
}
