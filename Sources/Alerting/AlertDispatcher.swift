public import EventStore

/// Hands alerts to handlers, and appends what came of it.
///
/// A subscriber from the log's start: `alert.notified` tells it what was delivered before a restart. A handler that
/// throws is recorded as not delivered. One delivery at a time, so a slow handler delays the others but never the log.
public struct AlertDispatcher: Sendable {
    /// Alerts, and the ticks on which a cooldown can end: nothing else wakes the dispatcher.
    private static let news = Selection(types: [TypePattern("alert.*"), TypePattern(MetricsSampled.type.name)])

    private let log: any EventLog
    private let handlers: [any AlertHandler]

    /// - Precondition: the handlers' names differ.
    public init(log: any EventLog, handlers: [any AlertHandler]) {
        precondition(Set(handlers.map(\.name)).count == handlers.count, "two alert handlers share a name")
        self.log = log
        self.handlers = handlers
    }

    /// Runs until the log closes or the task is cancelled.
    public func run() async throws {
        var pass = DispatchPass(log: log, handlers: handlers)
        for try await page in log.subscribe(to: Self.news, after: .start) { await pass.take(page) }
    }
}
