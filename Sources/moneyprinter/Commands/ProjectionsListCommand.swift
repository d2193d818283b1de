import ArgumentParser
import EventStore
import NIOHTTP1
import Projections

/// Prints the read models and how far they are.
struct ProjectionsListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "The read models: versions, how far they are, rebuilds.",
        discussion: """
            Of a running service with --url. Without it, of the data folder: what a start of the service would begin with.
            """)

    @Option(help: "Where the service is, such as http://127.0.0.1:8081.")
    var url: String?

    @Flag(help: "The list as JSON.")
    var json = false

    @OptionGroup var options: ConfigurationOptions

    func run() async throws {
        let answer = try await listing()
        print(json ? answer.prettyText : Self.text(answer))
    }

    private func listing() async throws -> JSON {
        if let url { return try await ServiceCall.send(.GET, url, "/v1/projections") }
        let service = try RecordedService(options.load())
        return try await service.host.listing()
    }

    static func text(_ listing: JSON) -> String {
        let snapshots = listing["snapshots"]?.array ?? []
        let range = [snapshots.first, snapshots.last].compactMap { $0?.int }.map(String.init).joined(separator: " to ")
        var lines = [
            "position \(number(listing["position"])) of \(number(listing["head"])), lag \(number(listing["lag"]))",
            "snapshots: \(snapshots.count)" + (range.isEmpty ? "" : ", at \(range)"),
        ]
        for projection in listing["projections"]?.array ?? [] { lines.append(line(projection)) }
        return lines.joined(separator: "\n")
    }

    private static func line(_ projection: JSON) -> String {
        let name = projection["name"]?.string ?? ""
        var words = [
            name + String(repeating: " ", count: max(0, 20 - name.count)), "version \(number(projection["version"]))",
            "schema \(projection["schema"]?.string ?? "")",
        ]
        if let progress = projection["rebuild"]?["progress"]?.number {
            words.append("rebuilding, \(Int(progress * 100)) %")
        }
        if let fault = projection["fault"]?.string { words.append("the last rebuild failed: \(fault)") }
        return words.joined(separator: "  ")
    }

    private static func number(_ value: JSON?) -> String { String(value?.int ?? 0) }
}
