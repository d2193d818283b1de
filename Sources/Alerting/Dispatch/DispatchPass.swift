import EventStore
import Projections

/// One life of the dispatcher, from its checkpoint onwards: a page in, messages delivered and recorded.
struct DispatchPass: Sendable {
    private let log: any EventLog
    private let handlers: [String: any AlertHandler]
    private let externalURL: String
    private let clock: any WallClock
    /// The head when this life began.
    private let past: Position
    private var isLive: Bool
    /// What a checkpoint holds.
    private(set) var plan: NotificationPlan
    /// Everything up to here is in `plan`.
    private(set) var position: Position

    /// - Parameter stored: where the last life ended, with whatever handlers; nil to begin at the log's start.
    init(
        log: any EventLog, handlers: [any AlertHandler], routing: AlertRouting = AlertRouting(),
        receivers: [String: [String]] = [:], settings: DeliverySettings = DeliverySettings(), externalURL: String = "",
        clock: any WallClock = SystemWallClock(), from stored: Checkpoint<NotificationPlan>.Stored? = nil
    ) {
        self.log = log
        self.clock = clock
        self.handlers = Dictionary(handlers.map { ($0.name, $0) }) { first, _ in first }
        self.externalURL = externalURL
        past = log.head
        isLive = log.head == .start
        plan = stored?.state ?? NotificationPlan()
        plan.routing = routing
        plan.settings = settings
        plan.members = receivers
        if plan.members["default"] == nil { plan.members["default"] = handlers.map(\.name) }
        position = stored?.position ?? .start
    }

    static func checkpoint(in log: any EventLog) -> Checkpoint<NotificationPlan> {
        Checkpoint("alerts/dispatcher", version: 2, first: NotificationPlan(), log: log)
    }

    mutating func take(_ page: Page) async {
        for event in page.events where event.position > position { plan.apply(event) }
        position = max(position, page.through)
        guard page.through >= past else { return }
        if !isLive { plan.forgetOldNews() }
        isLive = true
        // More than once: a firing that was told may make its end due.
        for _ in 0..<2 where await !deliverDue() { break }
        plan.forgetSettled()
    }

    /// Delivers what is due, each handler's messages in turn and the handlers side by side.
    private mutating func deliverDue() async -> Bool {
        var queues: [String: [AlertDelivery]] = [:]
        for var delivery in plan.due() where handlers[delivery.receiver] != nil {
            delivery.externalURL = externalURL
            if let first = delivery.news.first {
                delivery.cause = await AlertCause(log: log).trace(of: delivery.alerts[first])
            }
            queues[delivery.receiver, default: []].append(delivery)
        }
        guard !queues.isEmpty else { return false }
        let (handlers, clock) = (handlers, clock)
        let outcomes = await withTaskGroup(of: [DeliveryOutcome].self) { group in
            for (name, deliveries) in queues {
                guard let handler = handlers[name] else { continue }
                group.addTask { await Self.deliver(deliveries, by: handler, clock) }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
        for outcome in outcomes.sorted(by: { $0.delivery.key < $1.delivery.key }) { await record(outcome) }
        return true
    }

    /// A handler that fails has the rest of its queue next time: the breaker decides.
    private static func deliver(
        _ deliveries: [AlertDelivery], by handler: any AlertHandler, _ clock: any WallClock
    ) async -> [DeliveryOutcome] {
        var outcomes: [DeliveryOutcome] = []
        for delivery in deliveries {
            let start = clock.now()
            var failure: DeliveryError?
            do {
                try await handler.deliver(delivery)
            } catch is CancellationError {
                return outcomes
            } catch let error as DeliveryError {
                failure = error
            } catch {
                failure = DeliveryError("\(error)")
            }
            outcomes.append(
                DeliveryOutcome(
                    delivery: delivery, error: failure, start: start,
                    seconds: max(0, clock.now().seconds(since: start))))
        }
        return outcomes
    }

    private mutating func record(_ outcome: DeliveryOutcome) async {
        let (delivery, error) = (outcome.delivery, outcome.error)
        let isLast = error?.isPermanent == true || delivery.attempt >= plan.settings.attempts
        plan.note(delivery, failed: error != nil)
        for place in delivery.news {
            let alert = delivery.alerts[place]
            let identity = AlertIdentity(
                id: alert.id, rule: alert.rule, fingerprint: alert.fingerprint, labels: alert.labels)
            let mark = delivery.reason == .repeated ? "/\(plan.now.iso8601)" : ""
            let fact = AlertNotified(
                alert: identity, handler: delivery.receiver, status: alert.status.rawValue, delivered: error == nil,
                error: error?.description, key: alert.key, attempt: delivery.attempt,
                isFinal: error == nil || isLast, group: delivery.groupKey)
            plan.settle(fact, at: plan.now)
            // Where the log refuses, the delivery is repeated after the next start: at least once, never silently lost.
            let span = place == delivery.news.first ? outcome.span : nil
            _ = try? await log.append(
                Proposal(
                    [fact] + (span.map { [$0] } ?? []), to: AlertEvents.stream(ofAlert: alert.rule),
                    durability: .synced,
                    key: "notify:\(delivery.receiver):\(alert.key)\(mark):\(delivery.attempt)",
                    metadata: EventMetadata(trace: delivery.trace, causation: alert.position)))
        }
    }
}
