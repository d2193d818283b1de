/// Alert rules and what they found.
///
/// Streams `rule-<name>`, `alert-<rule>` and `silence-<id>`.
public enum AlertEvents {
    public static let page: [any Event.Type] = [
        AlertRuleSaved.self, AlertRuleDeleted.self, AlertRuleFailed.self, AlertPending.self, AlertFired.self,
        AlertResolved.self, AlertNotified.self, AlertSilenced.self, AlertSilenceExpired.self,
    ]

    /// The older shapes lack members only, which have values by default.
    static let upcasters: [Upcaster] =
        [AlertRuleSaved.upcaster]
        + [AlertPending.type, AlertFired.type, AlertResolved.type, AlertNotified.type].map {
            Upcaster($0, from: 1) { $0 }
        }

    public static func stream(ofRule name: String) -> StreamName { StreamName("rule", name) }
    public static func stream(ofAlert rule: String) -> StreamName { StreamName("alert", rule) }
    public static func stream(ofSilence id: String) -> StreamName { StreamName("silence", id) }
}
