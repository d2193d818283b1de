import EventStore
import Projections
import Synchronization
import TestKit

@testable import Alerting

/// A log in which things go wrong at chosen moments, with the evaluator and the dispatcher stepped by hand.
struct AlertScenario {
    let clock = ManualClock()
    let log: InMemoryEventLog
    let told = Told()

    init() { log = InMemoryEventLog(clock: clock) }

    /// Puts a rule on failed operations in force.
    func save(
        duration: Double = 30, cooldown: Double = 0, enabled: Bool = true, condition: String = "> 2"
    ) async throws {
        try await log.append(each: [
            AlertRuleSaved(
                name: "errors", metric: "mcp.operations.error", condition: condition, duration: duration,
                cooldown: cooldown, severity: "warning", enabled: enabled)
        ])
    }

    /// Operations that end in error, all at once.
    func fail(_ count: Int, seconds: Double = 0.1) async throws { try await operate(count, error: -32603, seconds) }

    func succeed(_ count: Int) async throws { try await operate(count, error: nil, 0.1) }

    private func operate(_ count: Int, error: Int?, _ seconds: Double) async throws {
        for number in 0..<count {
            let request = "\(log.head)-\(number)"
            try await log.append(each: [
                RequestReceived(
                    request: request, transport: "http", revision: "", method: "tools/call", rpcID: nil, client: nil,
                    params: [:]),
                RequestCompleted(request: request, method: "tools/call", errorCode: error, seconds: seconds),
            ])
        }
    }

    /// Time goes on, with a tick every ten seconds.
    func pass(seconds: Int, values: [String: Double] = [:]) async throws {
        for _ in 0..<(seconds / 10) {
            clock.advance(bySeconds: 10)
            try await log.append(each: [MetricsSampled(values: values)])
        }
    }

    /// A whole life of the evaluator: up to the head, its own events included.
    func evaluate(on log: (any EventLog)? = nil, pageSize: Int = 64) async throws {
        try await withPass(on: log ?? self.log) { pass in
            while pass.position < self.log.head {
                try await pass.take(try await self.log.read(.all, after: pass.position, limit: pageSize))
            }
        }
    }

    /// Runs a body with an evaluator that asks the series of this log.
    func withPass(
        on log: any EventLog, from stored: Checkpoint<EvaluationPass.State>.Stored? = nil,
        _ body: (inout EvaluationPass) async throws -> Void
    ) async throws {
        let host = SeriesHost(log: self.log, timeout: .seconds(120))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await host.run() }
            var pass = EvaluationPass(log: log, from: stored) { position, body in
                try await host.evaluate(asOf: position) { try body($0) }
            }
            try await body(&pass)
            group.cancelAll()
        }
    }

    /// A whole life of the dispatcher with a handler that remembers, or fails.
    func dispatch(failing: Bool = false, pageSize: Int = 64) async throws {
        var pass = DispatchPass(log: log, handlers: [told.handler(failing: failing)])
        try await feed(pageSize) { await pass.take($0) }
    }

    /// The transitions in the log, as words.
    func transitions() async throws -> [String] {
        try await log.readAll(Selection(category: "alert")).map { event in
            switch event.body {
            case let fact as AlertResolved: fact.hadFired ? "resolved" : "lapsed"
            case let fact as AlertNotified: "\(fact.status) \(fact.delivered ? "told" : "in vain")"
            default: String(event.type.name.dropFirst("alert.".count))
            }
        }
    }

    private func feed(_ pageSize: Int, _ take: (Page) async -> Void) async throws {
        var place = Position.start
        while place < log.head {
            let page = try await log.read(.all, after: place, limit: pageSize)
            await take(page)
            place = page.through
        }
    }
}

/// What handlers were asked to deliver.
final class Told: Sendable {
    private struct Unreachable: Error, CustomStringConvertible { let description = "nobody is there" }

    private struct Handler: AlertHandler {
        let name: String
        let told: Told
        let isFailing: Bool

        func deliver(_ delivery: AlertDelivery) async throws {
            told.all.withLock { $0.append(delivery) }
            if isFailing { throw Unreachable() }
            told.list.withLock { $0 += delivery.news.map { delivery.alerts[$0] } }
        }
    }

    private let list = Mutex<[AlertNotification]>([])
    private let all = Mutex<[AlertDelivery]>([])

    /// Attempts among them that failed.
    var deliveries: [AlertDelivery] { all.withLock { $0 } }

    var notifications: [AlertNotification] { list.withLock { $0 } }
    var words: [String] { notifications.map(\.status.rawValue) }

    func handler(failing: Bool, name: String = "log") -> any AlertHandler {
        Handler(name: name, told: self, isFailing: failing)
    }
}

/// A log that refuses every append for as long as it is told to.
final class RefusingLog: EventLog {
    private let base: InMemoryEventLog

    init(_ base: InMemoryEventLog) { self.base = base }

    var head: Position { base.head }

    func append(_ proposal: Proposal) async throws(AppendError) -> Appended { throw .overloaded }
    func enqueue(_ proposal: Proposal) throws(AppendError) { throw .overloaded }
    func save(_ snapshot: Snapshot) async throws(AppendError) { throw .overloaded }
    func removeSnapshot(named name: String) async throws(AppendError) { throw .overloaded }
    func erase(principal: String) async throws(AppendError) { throw .overloaded }
    func close() async { await base.close() }

    func snapshot(named name: String) async throws(StorageError) -> Snapshot? { try await base.snapshot(named: name) }
    func snapshots(prefix: String) async throws(StorageError) -> [SnapshotHeading] {
        try await base.snapshots(prefix: prefix)
    }

    func read(_ selection: Selection, after position: Position, limit: Int) async throws(StorageError) -> Page {
        try await base.read(selection, after: position, limit: limit)
    }

    func readBackwards(
        _ selection: Selection, before position: Position?, limit: Int
    ) async throws(StorageError) -> Page {
        try await base.readBackwards(selection, before: position, limit: limit)
    }

    func subscribe(to selection: Selection, after checkpoint: Position) -> Subscription {
        base.subscribe(to: selection, after: checkpoint)
    }
}
