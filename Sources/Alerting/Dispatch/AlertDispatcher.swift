public import EventStore
import Projections

/// Hands alerts to handlers, and appends what came of it.
///
/// A subscriber with a checkpoint; what was delivered after it, before a restart, `alert.notified` tells. A handler that
/// throws is tried again with growing pauses, is left alone for a while after some failures in a row, and after the last
/// attempt the message is a dead letter: an `alert.notified` that is final and not delivered.
public struct AlertDispatcher: Sendable {
    /// Alerts, and the ticks on which waiting can end: nothing else wakes the dispatcher.
    private static let news = Selection(types: [TypePattern("alert.*"), TypePattern(MetricsSampled.type.name)])

    private let log: any EventLog
    private let handlers: [any AlertHandler]
    private let routing: AlertRouting
    private let receivers: [String: [String]]
    private let settings: DeliverySettings
    private let externalURL: String
    private let spacing: UInt64

    /// - Parameters:
    ///   - receivers: the handlers' names by receiver; `default` is all of them, and a receiver that is not here is the
    ///     handler of that name.
    ///   - externalURL: where the service is found by the people who are told, for links; empty for none.
    ///   - checkpointSpacing: positions between two checkpoints.
    /// - Precondition: the handlers' names differ.
    public init(
        log: any EventLog, handlers: [any AlertHandler], routing: AlertRouting = AlertRouting(),
        receivers: [String: [String]] = [:], settings: DeliverySettings = DeliverySettings(), externalURL: String = "",
        checkpointSpacing: UInt64 = 16_384
    ) {
        precondition(Set(handlers.map(\.name)).count == handlers.count, "two alert handlers share a name")
        self.log = log
        self.handlers = handlers
        self.routing = routing
        self.receivers = receivers
        self.settings = settings
        self.externalURL = externalURL
        spacing = max(1, checkpointSpacing)
    }

    /// Runs until the log closes or the task is cancelled.
    public func run() async throws {
        let checkpoint = DispatchPass.checkpoint(in: log)
        var pass = DispatchPass(
            log: log, handlers: handlers, routing: routing, receivers: receivers, settings: settings,
            externalURL: externalURL, from: try await checkpoint.restore())
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
