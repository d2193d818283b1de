import ArgumentParser

/// What happened, seen again, run again and compared.
struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "See what happened again, run it again, and find where it began.",
        discussion: "All of it reads the log only; a service may run on the same data folder meanwhile.",
        subcommands: [
            ReplayRequestCommand.self, ReplayFailuresCommand.self, ReplayRangeCommand.self, ReplayStateCommand.self,
            ReplayDiffCommand.self, ReplayBisectCommand.self,
        ])
}
