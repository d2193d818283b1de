extension Settings {
    static let recording = Section(
        title: "What the log keeps of what passes through",
        settings: [
            Setting(
                "recording", "arguments", \.recording.arguments, .choice,
                "What tools are asked for. redacted: without the members below; hashed: a digest of each; off: nothing."
            ),
            Setting(
                "recording", "results", \.recording.results, .choice,
                "What tools answer. Where an argument is left out, so is what was made of it, but ids, links and states."
            ),
            Setting(
                "recording", "provider_answers", \.recording.providerAnswers, .choice,
                "Answers of the LLM. Only with full can a call that asked it be run again."),
            Setting(
                "recording", "fields", \.recording.fields, .names,
                "Members, at any depth, that redacted leaves out besides those that are named like secrets."),
            Setting(
                "recording", "secret_fields", \.recording.secretFields, .names,
                "Members of these names are kept under no policy; of six letters and more anywhere in a member's name."),
        ])

    static let replay = Section(
        title: "Running recorded calls again, each in a sandbox",
        settings: [
            Setting(
                "replay", "folder", \.replay.folder, Form<String>.path.optional, sample: "\"/var/tmp\"",
                "Where sandboxes are made and thrown away; nothing: the system's folder for temporary files."),
            Setting("replay", "timeout", \.replay.seconds, .integer(1...86_400), "Seconds one call may take."),
            Setting(
                "replay", "megabytes", \.replay.megabytes, .integer(16...1_048_576),
                "What one sandbox may hold on the disk."),
            Setting("replay", "concurrent", \.replay.concurrent, .integer(1...64), "Sandboxes at work at once."),
        ])
}

extension Form where Value == [String] {
    /// Names of members of JSON objects.
    static let names = Form.list(of: "names of 1 to 100 characters") { (1...100).contains($0.count) }
}
