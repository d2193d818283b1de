import ArgumentParser
import EventStore
import MCPService
import NIOHTTP1

/// Makes a token and shows it once.
struct KeysTokenIssueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "issue", abstract: "Make a token; it is shown once and stored nowhere.",
        discussion: """
            Where no service runs it is made for the address in the configuration: set endpoint where clients use another.
            """)

    @OptionGroup var options: ConfigurationOptions

    @Option(help: "Whom it speaks for: tasks, videos and limits are theirs.")
    var name: String

    @Option(help: "What it may do: admin, user, viewer or a role of your own.")
    var role: String

    @Option(
        help: ArgumentHelp(
            "A permission it is limited to, such as tools:call:create_*; repeat for more.", valueName: "permission"))
    var scope: [String] = []

    @Option(help: "Seconds it lives; by default mcp_jwt_expiration, which is also the most.")
    var seconds: Int?

    func run() async throws {
        let order = TokenDesk.Order(name: name, role: role, scopes: scope.isEmpty ? nil : scope, seconds: seconds)
        try await KeyAccess(options).run(
            here: { office, _ in try await office.issue(order) },
            there: { service in
                var body: JSONObject = ["name": .string(order.name), "role": .string(order.role)]
                if let scopes = order.scopes { body["scopes"] = .array(scopes.map(JSON.string)) }
                if let seconds = order.seconds { body["seconds"] = .int(seconds) }
                return try await service(.POST, "/v1/tokens", .object(body))
            }
        ).reveal(as: "token")
    }
}
