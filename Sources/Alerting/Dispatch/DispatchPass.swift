import EventStore
import Projections

/// One life of the dispatcher, from its checkpoint onwards: a page in, notifications delivered and recorded.
struct DispatchPass: Sendable {
    private let log: any EventLog
    private let handlers: [any AlertHandler]
    /// The head when this life began.
    private let past: Position
    private var isLive: Bool
    /// What a checkpoint holds.
    private(set) var plan: NotificationPlan
    /// Everything up to here is in `plan`.
    private(set) var position: Position

    /// - Parameter stored: where the last life ended, with whatever handlers; nil to begin at the log's start.
    init(log: any EventLog, handlers: [any AlertHandler], from stored: Checkpoint<NotificationPlan>.Stored? = nil) {
        self.log = log
        self.handlers = handlers
        past = log.head
        isLive = log.head == .start
        plan = stored?.state ?? NotificationPlan(handlers: [])
        plan.handlers = handlers.map(\.name)
        position = stored?.position ?? .start
    }

    static func checkpoint(in log: any EventLog) -> Checkpoint<NotificationPlan> {
        Checkpoint("alerts/dispatcher", version: 1, first: NotificationPlan(handlers: []), log: log)
    }

    mutating func take(_ page: Page) async {
        for event in page.events { plan.apply(event) }
        position = page.through
        guard page.through >= past else { return }
        if !isLive { plan.forgetOldNews() }
        isLive = true
        // Twice: a firing that was told may make its end due.
        for _ in 0..<2 {
            for delivery in plan.due() { await deliver(delivery) }
        }
    }

    private mutating func deliver(_ delivery: NotificationPlan.Delivery) async {
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
