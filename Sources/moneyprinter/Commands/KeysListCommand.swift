import ArgumentParser
import EventStore
import NIOHTTP1

/// Shows the keys that there are; the keys themselves are nowhere.
struct KeysListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Show the keys and when they were used.")

    @OptionGroup var options: ConfigurationOptions

    @Flag(help: "As JSON.")
    var json = false

    func run() async throws {
        let answer = try await KeyAccess(options).run(
            here: { office, _ in await office.list() }, there: { service in try await service(.GET, "/v1/keys", nil) })
        let keys = answer["keys"]?.array ?? []
        guard !json else { return print(JSON.array(keys).text) }
        guard !keys.isEmpty else { return print("there are no keys: make one with `moneyprinter keys create`") }
        print(Self.line(["KEY", "NAME", "ROLE", "STATE", "EXPIRES", "LAST USED"]))
        for key in keys {
            let cells = ["key", "name", "role", "state", "expires", "used_at"].map { key[$0]?.string ?? "-" }
            print(Self.line(cells))
        }
    }

    private static func line(_ cells: [String]) -> String {
        let widths = [10, 20, 8, 8, 27, 27]
        return zip(cells, widths).map { $0 + String(repeating: " ", count: max(0, $1 - $0.count)) }
            .joined(separator: "  ")
    }
}
