public import EventStore

/// Hands alerts to handlers, and appends what came of it.
///
/// A subscriber from the log's start: `alert.notified` tells it what was delivered before a restart. A handler that
/// throws is recorded as not delivered. One delivery at a time, so a slow handler delays the others but never the log.
public struct AlertDispatcher: Sendable {
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
        var plan = NotificationPlan(handlers: handlers.map(\.name))
        let past = log.head
        var isLive = past == .start
        for try await page in log.subscribe(to: .all, after: .start) {
            for event in page.events { plan.apply(event) }
            guard page.through >= past else { continue }
            if !isLive { plan.forgetOldNews() }
            isLive = true
            await deliverAll(&plan)
        }
    }

    /// A firing that was told may make its end due, so this looks twice.
    private func deliverAll(_ plan: inout NotificationPlan) async {
        for _ in 0..<2 {
            for delivery in plan.due() { await deliver(delivery, &plan) }
        }
    }

    private func deliver(_ delivery: NotificationPlan.Delivery, _ plan: inout NotificationPlan) async {
        guard let handler = handlers.first(where: { $0.name == delivery.handler }) else { return }
        let notification = delivery.notification
        var fault: String?
        do { try await handler.deliver(notification) } catch { fault = String(describing: error) }
        let fact = AlertNotified(
            rule: notification.rule, handler: handler.name, status: notification.status.rawValue,
            delivered: fault == nil, error: fault)
        plan.settle(fact, of: notification.position, at: plan.now)
        // Where the log refuses, the delivery is repeated after the next start: at least once, never silently lost.
        _ = try? await log.append(
            Proposal(
                [fact], to: AlertEvents.stream(ofAlert: notification.rule), durability: .synced, key: delivery.key,
                metadata: EventMetadata(causation: notification.position)))
    }
}
