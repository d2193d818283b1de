import ArgumentParser
import EventStore
import NIOHTTP1

/// Makes hashed keys of those that stand in the configuration in the clear.
struct KeysUpgradeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "upgrade",
        abstract: "Make hashed keys of those in [app.mcp_api_keys]; their holders go on using them.",
        discussion: """
            Keys that are switched off or over are passed over. Afterwards remove the table from the configuration: what \
            is revoked here is refused although it still stands there.
            """)

    @OptionGroup var options: ConfigurationOptions

    func run() async throws {
        let answer = try await KeyAccess(options).run(
            here: { office, setup in try await office.upgrade(setup.published) },
            there: { service in try await service(.POST, "/v1/keys/upgrade", nil) })
        let keys = answer["keys"]?.array ?? []
        for key in keys {
            let cells = ["key", "name", "role", "expires"].map { key[$0]?.string ?? "-" }
            print("key \(cells[0]) for \(cells[1]) as \(cells[2]), until \(cells[3])")
        }
        print(
            keys.isEmpty
                ? "there is nothing to upgrade in [app.mcp_api_keys]"
                : "\(keys.count) keys are hashed now: remove [app.mcp_api_keys] from the configuration")
    }
}
