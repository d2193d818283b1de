import ArgumentParser

/// The read models themselves.
struct ProjectionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "projections", abstract: "The read models: which there are, rebuild them, and check them.",
        subcommands: [
            ProjectionsListCommand.self, ProjectionsRebuildCommand.self, ProjectionsVerifyCommand.self,
        ])
}
