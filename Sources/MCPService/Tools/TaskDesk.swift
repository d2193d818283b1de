public import EventStore
import Projections

/// How tools hand work to workers and learn what came of it: through the log, and in no other way.
///
/// A tool appends `task.created`; a worker that subscribes to the log claims it, works, and appends the end
/// (docs/decisions/0005). Whoever waits reads the task's stream.
public struct TaskDesk: Sendable {
    let log: any EventLog
    /// The longest a tool waits for a task, in seconds.
    let patience: Double
    private let makeID: @Sendable (_ prefix: String) -> String
    /// Nil where nobody is refused a task.
    private let quotas: QuotaDesk?

    /// - Parameters:
    ///   - quotas: whether there is room for a task; nil for always.
    ///   - makeID: names a new task; where a call is run again, as it was named then.
    public init(
        log: any EventLog, patience: Double = 1800, quotas: QuotaDesk? = nil,
        makeID: @escaping @Sendable (_ prefix: String) -> String = TaskDesk.randomID
    ) {
        self.log = log
        self.patience = patience
        self.quotas = quotas
        self.makeID = makeID
    }

    /// The prefix and eight hexadecimal digits.
    public static func randomID(_ prefix: String) -> String { prefix + String(SpanID.random().hex.prefix(8)) }

    /// Waits until the read models know a new task: whoever created it may ask for it at once.
    ///
    /// Late read models are no reason to hide a task that is in the log, so this never fails.
    func show(_ ticket: Ticket, in host: ProjectionHost) async {
        try? await host.wait(for: ticket.position, timeout: .seconds(2))
    }

    /// Where a task stands that was just created.
    struct Ticket: Sendable {
        let task: String
        let position: Position
    }

    /// Creates a task; it is on the disk when this returns.
    ///
    /// - Parameters:
    ///   - tasks: how many it counts for in its caller's quotas.
    ///   - videoSeconds: seconds of video that each of these is expected to make.
    func submit(
        _ kind: TaskKind, for tool: String, input: JSONObject, prefix: String = "mcp_", estimatedSeconds: Double,
        tasks: Int = 1, videoSeconds: Double = 0, in context: ToolContext
    ) async throws(ToolError) -> Ticket {
        let task = context.key.map { prefix + Self.name(for: tool, key: $0, context) } ?? makeID(prefix)
        let charge = TaskCharge(
            role: context.role, tasks: tasks, videoSeconds: Int(min(max(0, videoSeconds), 1e6).rounded(.up)))
        let created = TaskCreated(
            task: task, kind: kind, tool: tool, input: .object(input), estimatedSeconds: estimatedSeconds,
            charge: charge)
        // A call that is sent again asks for nothing new.
        if context.key != nil, let known = try await earlier(task, tool: tool, input: input) { return known }
        let place = try await quotas?.take(charge, for: context.principal)
        var position: Position?
        defer { if let place { quotas?.settle(place, at: position) } }
        do throws(AppendError) {
            position = try await log.append(
                [created], to: TaskEvents.stream(of: task), expecting: .noStream, durability: .synced,
                metadata: EventMetadata(trace: context.trace, principal: context.principal)
            ).last
        } catch {
            if case .conflict = error, context.key != nil, let known = try await earlier(task, tool: tool, input: input)
            {
                return known
            }
            throw Self.toolError(error)
        }
        return Ticket(task: task, position: position ?? log.head)
    }

    /// Digits that follow from the key of a call: the log itself then refuses a second task, also after a restart.
    private static func name(for tool: String, key: String, _ context: ToolContext) -> String {
        Digest.hex(of: [.string(context.principal), .string(tool), .string(key)], bytes: 8)
    }

    /// Who made a task; nil where there is none, or the log cannot be read.
    func maker(of task: String) async -> String? {
        guard let stream = StreamName("task-\(task)") else { return nil }
        let created = Selection(types: [TypePattern(TaskCreated.type.name)], stream: stream)
        return try? await log.read(created, after: .start, limit: 1).events.first?.metadata.principal
    }

    /// The task that a call of the same key made before; nil where there is none.
    private func earlier(_ task: String, tool: String, input: JSONObject) async throws(ToolError) -> Ticket? {
        let created = Selection(types: [TypePattern(TaskCreated.type.name)], stream: TaskEvents.stream(of: task))
        guard let page = try? await log.read(created, after: .start, limit: 1) else {
            throw ToolError(.overloaded, "The log cannot be read", hint: "try again shortly")
        }
        guard let event = page.events.first, let fact = event.body(as: TaskCreated.self) else { return nil }
        // Of a call that is over the log may not have what it asked for: then the key alone tells.
        let asked = fact.withheld.map { log.opened($0, of: task) } ?? fact.input
        guard fact.tool == tool, asked == nil || asked == .object(input) else {
            throw ToolError(.conflict, "The idempotency key stands for another call", hint: "use a new key")
        }
        return Ticket(task: task, position: event.position)
    }

    /// Waits for the task's end, passing its progress on; asks the worker to stop where the caller gives up.
    func result(of ticket: Ticket, in context: ToolContext) async throws(ToolError) -> JSONObject {
        let outcome = await withTaskCancellationHandler {
            await firstOutcome(of: ticket, context)
        } onCancel: {
            // Best effort: a log that is full or closed also ends the task.
            try? cancel(ticket.task, reason: "the caller gave up", context)
        }
        switch outcome {
        case .success(let result): return result
        case .failure(let error): throw error
        }
    }

    /// Asks the worker to stop; the task's own events tell whether and when it did.
    func cancel(_ task: String, reason: String, _ context: ToolContext) throws(AppendError) {
        try log.enqueue(
            Proposal(
                [TaskCancelRequested(task: task, reason: reason)], to: TaskEvents.stream(of: task),
                metadata: EventMetadata(trace: context.trace, principal: context.principal)))
    }

    /// As ``cancel(_:reason:_:)``, and on the disk when this returns.
    func requestCancel(_ task: String, reason: String, _ context: ToolContext) async throws(AppendError) {
        try await log.append(
            [TaskCancelRequested(task: task, reason: reason)], to: TaskEvents.stream(of: task), durability: .synced,
            metadata: EventMetadata(trace: context.trace, principal: context.principal))
    }

    private func firstOutcome(of ticket: Ticket, _ context: ToolContext) async -> Result<JSONObject, ToolError> {
        let result = await Deadline.run(seconds: patience) { await outcome(of: ticket, context) }
        if let known = result ?? nil { return known }
        guard !Task.isCancelled else { return .failure(ToolError(.cancelled, "The call was cancelled")) }
        return .failure(
            ToolError(
                .timedOut, "Task \(ticket.task) did not finish within \(Int(patience)) s",
                hint: "it goes on; ask get_generation_status"))
    }

    private func outcome(of ticket: Ticket, _ context: ToolContext) async -> Result<JSONObject, ToolError>? {
        let events = log.subscribe(to: Selection(stream: TaskEvents.stream(of: ticket.task)), after: ticket.position)
        do throws(StorageError) {
            for try await page in events {
                for event in page.events {
                    switch event.body {
                    case let stage as TaskStageStarted:
                        context.log(.info, ["task": .string(stage.task), "stage": .string(stage.stage)])
                    case let step as TaskProgressed: context.progress(step.progress, step.message)
                    case let done as TaskCompleted:
                        let whole = done.withheld.flatMap { log.opened($0, of: ticket.task) } ?? done.result
                        return .success(whole.object ?? [:])
                    case let failed as TaskFailed: return .failure(error(failed))
                    case is TaskCancelled: return .failure(ToolError(.cancelled, "The task was cancelled"))
                    default: continue
                    }
                }
            }
            return Task.isCancelled ? nil : .failure(ToolError(.failed, "The service is shutting down"))
        } catch {
            return .failure(ToolError(.failed, "The log cannot be read: \(error)"))
        }
    }

    private func error(_ failed: TaskFailed) -> ToolError {
        let code: ToolError.Code = failed.code == "invalid_input" ? .invalidInput : .failed
        guard let words = failed.withheld.flatMap({ log.opened($0, of: failed.task) }) else {
            return ToolError(code, failed.message, hint: failed.hint)
        }
        return ToolError(code, words["message"]?.string ?? failed.message, hint: words["hint"]?.string)
    }

    static func toolError(_ error: AppendError) -> ToolError {
        switch error {
        case .overloaded: ToolError(.overloaded, "The service is overloaded", hint: "try again shortly")
        case .storage, .closed:
            ToolError(.overloaded, "The service cannot record tasks at the moment", hint: "try again later")
        default: ToolError(.failed, "The task could not be recorded: \(error)")
        }
    }
}
