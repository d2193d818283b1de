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
}
