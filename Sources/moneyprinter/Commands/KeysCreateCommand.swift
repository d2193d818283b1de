import ArgumentParser
import EventStore
import MCPService
import NIOHTTP1

/// Makes a key and shows it once.
struct KeysCreateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Make a key; it is shown once and stored nowhere.")

    @OptionGroup var options: ConfigurationOptions

    @Option(help: "Whom it speaks for: tasks, videos and limits are theirs.")
    var name: String

    @Option(help: "What it may do: admin, user, viewer or a role of your own.")
    var role: String

    @Option(
        help: ArgumentHelp(
            "A permission it is limited to, such as tools:call:create_*; repeat for more.", valueName: "permission"))
    var scope: [String] = []

    @Option(
        help: ArgumentHelp("A network it may come from, such as 10.0.0.0/8; repeat for more.", valueName: "network"))
    var network: [String] = []

    @OptionGroup var life: KeyLifeOptions

    func run() async throws {
        var order = KeyDesk.Order(name: name, role: role, scopes: scope.isEmpty ? nil : scope, networks: network)
        order.days = life.limit
        let made = order
        try await KeyAccess(options).run(
            here: { office, _ in try await office.create(made) },
            there: { service in
                try await service(
                    .POST, "/v1/keys",
                    [
                        "name": .string(made.name), "role": .string(made.role),
                        "scopes": made.scopes.map { .array($0.map(JSON.string)) } ?? .null,
                        "networks": .array(made.networks.map(JSON.string)),
                        "days": made.days.map(JSON.int) ?? .null,
                    ])
            }
        ).reveal()
    }
}
