extension Settings {
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
