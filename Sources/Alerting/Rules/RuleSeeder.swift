public import EventStore
public import Projections

/// Puts the rules of the configuration into the log.
///
/// A configured rule is saved where the configuration says something new: a change made over the API stays in force
/// until the configuration itself changes.
public struct RuleSeeder: Sendable {
    /// The principal under which configured rules are saved.
    public static let principal = "configuration"

    private let log: any EventLog

    public init(log: any EventLog) { self.log = log }

    /// Saves each rule that differs from what the configuration said last; gives their names.
    @discardableResult
    public func seed(_ rules: [AlertRule]) async throws -> [String] {
        var saved: [String] = []
        for rule in rules where try await lastConfigured(rule.name) != rule.saved {
            try await log.append(
                [rule.saved], to: AlertEvents.stream(ofRule: rule.name), durability: .synced,
                metadata: EventMetadata(principal: Self.principal))
            saved.append(rule.name)
        }
        return saved
    }

    private func lastConfigured(_ name: String) async throws(StorageError) -> AlertRuleSaved? {
        let selection = Selection(stream: AlertEvents.stream(ofRule: name), principal: Self.principal)
        return try await log.readBackwards(selection, before: nil, limit: 1).events.first?.body(
            as: AlertRuleSaved.self)
    }
}
