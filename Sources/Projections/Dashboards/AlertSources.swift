import EventStore

extension PanelSource {
    static let alertSources: [PanelSource] = [
        .stat("alerts.firing", "Alerts that fire") { Double(count($0, .firing)) },
        .stat("alerts.pending", "Alerts whose condition holds, not yet long enough") { Double(count($0, .pending)) },
        .stat("alerts.rule_count", "Rules that are enabled") {
            Double($0[RuleBook.self].rules.count { $0.rule.enabled })
        },
        PanelSource("alerts.active", .list, "Pending and firing alerts, with the events that made them so") {
            ["items": .array($0[ActiveAlerts.self].active.map(\.json))]
        },
        PanelSource("alerts.history", .list, "Alerts that fired and are over, the latest first") {
            ["items": .array($0[ActiveAlerts.self].history.prefix(50).map(\.json))]
        },
        PanelSource("alerts.rules", .table, "The rules in force") { models in
            table(
                ["name", "metric", "condition", "duration", "cooldown", "severity", "enabled"],
                models[RuleBook.self].rules.map {
                    [
                        .string($0.rule.name), .string($0.rule.metric), .string($0.rule.condition),
                        .double($0.rule.duration), .double($0.rule.cooldown), .string($0.rule.severity),
                        .bool($0.rule.enabled),
                    ]
                })
        },
    ]

    private static func count(_ models: ReadModels, _ state: ActiveAlerts.Alert.State) -> Int {
        models[ActiveAlerts.self].active.count { $0.state == state }
    }
}
