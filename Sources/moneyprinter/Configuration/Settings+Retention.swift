extension Settings {
    static let retention = Section(
        title: "How long the event log keeps what it holds; rules, silences, keys and roles are always kept",
        settings: [
            Setting(
                "retention", "enabled", \.retention.isEnabled, .flag,
                "Whether events whose time is over are removed, while the service runs."),
            Setting(
                "retention", "days", \.retention.days, .integer(1...36_500),
                "Days for requests, spans, metrics, log lines and all else that no line below speaks of."),
            Setting("retention", "task_days", \.retention.taskDays, .integer(1...36_500), "Days for tasks."),
            Setting("retention", "alert_days", \.retention.alertDays, .integer(1...36_500), "Days for alerts."),
            Setting(
                "retention", "types", \.retention.types,
                .list(of: "event types with days such as \"span.*=7\", 0 days for ever") {
                    RetentionRuleText.read($0) != nil
                },
                "Other days for some types; the first that matches decides."),
            Setting(
                "retention", "megabytes", \.retention.megabytes, .integer(0...104_857_600),
                "Of compressed events, beyond which the oldest go before their time; tasks and alerts do not. 0: no bound."
            ),
            Setting(
                "retention", "archive", \.retention.archive, Form<String>.path.optional, sample: "\"archive\"",
                "A folder where events are archived before they are removed; `moneyprinter log import` reads them."),
            Setting(
                "retention", "interval_minutes", \.retention.intervalMinutes, .integer(1...10_080),
                "Minutes between two looks."),
        ])
}
