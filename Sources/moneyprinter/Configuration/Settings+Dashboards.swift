extension Settings {
    static let dashboards = Section(
        title: "Dashboards",
        settings: [
            Setting(
                "dashboards", "folder", \.dashboards.folder, Form<String>.path.optional,
                sample: "\"data/dashboards\"",
                "Dashboards of your own, each a *.json file; seen without a restart. Nothing: 'dashboards' in the data folder."
            ),
            Setting(
                "dashboards", "live_pages", \.dashboards.livePages, .integer(1...100_000),
                "Pages that look on at once."),
        ])

    static let alerting = Section(
        title: "Who is told of alerts",
        settings: [
            Setting(
                "alerting", "file", \.alerting.file, Form<String>.path.optional, sample: "\"alerting.yml\"",
                "Routes, receivers and rule files (docs/guides/alerting.md). Nothing: alerts go to the process's log."),
            Setting(
                "alerting", "external_url", \.alerting.externalURL, Form<String>.url.optional,
                sample: "\"https://videos.example.org\"", "Where people find the service, for links in messages."),
        ])
}
