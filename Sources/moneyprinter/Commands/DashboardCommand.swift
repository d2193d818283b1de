import ArgumentParser

/// What people do with the files of dashboards.
struct DashboardCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dashboard", abstract: "Check dashboard files.", subcommands: [DashboardLintCommand.self])
}
