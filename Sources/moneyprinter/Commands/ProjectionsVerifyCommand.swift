import ArgumentParser
import EventStore
import NIOHTTP1
import Projections

/// Compares read models with a fresh fold of the log.
struct ProjectionsVerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Check that read models are what the log folds to.",
        discussion: """
            With --url the live ones of a running service. Without it those of the data folder: what a start of the \
            service would begin with. The exit code is 1 where one differs, and the difference is printed.
            """)

    @OptionGroup var projections: ProjectionNames

    @Option(help: "Where the service is, such as http://127.0.0.1:8081.")
    var url: String?

    @Flag(help: "The answer as JSON.")
    var json = false

    @OptionGroup var options: ConfigurationOptions

    func run() async throws {
        let found = try await verified()
        if json {
            print(JSON.array(found).prettyText)
        } else {
            for projection in found { print(Self.text(projection)) }
        }
        if found.contains(where: { $0["same"]?.bool != true }) { throw ExitCode(1) }
    }

    private func verified() async throws -> [JSON] {
        if let url {
            let answer = try await ServiceCall.send(.POST, url, "/v1/projections/verify" + projections.query)
            return answer["projections"]?.array ?? []
        }
        let service = try RecordedService(options.load())
        do {
            let models = try await service.host.modelsOfStart()
            return try await service.host.verify(models, projections.chosen).map(\.json)
        } catch let fault as RebuildFault {
            throw ValidationError("\(fault)")
        }
    }

    private static func text(_ projection: JSON) -> String {
        let head = "\(projection["name"]?.string ?? "") at \(projection["position"]?.int ?? 0): "
        guard projection["same"]?.bool != true else { return head + "as the log folds" }
        let changes = (projection["differences"]?.array ?? []).map {
            "  \($0["path"]?.string ?? ""): \($0["before"]?.text ?? "-"), the log folds to \($0["after"]?.text ?? "-")"
        }
        let more = projection["more"]?.int ?? 0
        return ([head + "differs"] + changes + (more > 0 ? ["  and \(more) more"] : [])).joined(separator: "\n")
    }
}
