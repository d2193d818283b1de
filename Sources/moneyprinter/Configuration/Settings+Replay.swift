extension Settings {
    static let recording = Section(
        title: "What the log keeps of what passes through",
        settings: [
            Setting(
                "recording", "provider_answers", \.recording.providerAnswers, .choice,
                "Answers of the LLM. Only with full can a call that asked it be run again.")
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
