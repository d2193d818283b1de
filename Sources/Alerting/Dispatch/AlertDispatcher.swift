public import EventStore
import Projections

/// Hands alerts to handlers, and appends what came of it.
///
/// A subscriber with a checkpoint; what was delivered after it, before a restart, `alert.notified` tells. A handler that
/// throws is recorded as not delivered. One delivery at a time, so a slow handler delays the others but never the log.
public struct AlertDispatcher: Sendable {
    /// Alerts, and the ticks on which a cooldown can end: nothing else wakes the dispatcher.
    private static let news = Selection(types: [TypePattern("alert.*"), TypePattern(MetricsSampled.type.name)])

    private let log: any EventLog
    private let handlers: [any AlertHandler]
    private let spacing: UInt64

    /// - Parameter checkpointSpacing: positions between two checkpoints.
    /// - Precondition: the handlers' names differ.
    public init(log: any EventLog, handlers: [any AlertHandler], checkpointSpacing: UInt64 = 16_384) {
        precondition(Set(handlers.map(\.name)).count == handlers.count, "two alert handlers share a name")
        self.log = log
        self.handlers = handlers
        spacing = max(1, checkpointSpacing)
    }

    /// Runs until the log closes or the task is cancelled.
    public func run() async throws {
        let checkpoint = DispatchPass.checkpoint(in: log)
        var pass = DispatchPass(log: log, handlers: handlers, from: try await checkpoint.restore())
        var saved = pass.position
        for try await page in log.subscribe(to: Self.news, after: pass.position) {
            await pass.take(page)
            guard pass.position.value >= saved.value + spacing else { continue }
            await checkpoint.save(pass.plan, at: pass.position)
            saved = pass.position
        }
        if pass.position > saved { await checkpoint.save(pass.plan, at: pass.position) }
    }
}
