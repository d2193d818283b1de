import EventStore
import Foundation

/// `logbench COMMAND --option value...`: one measurement, printed as one line of JSON.
///
/// Exit code 1 where it fails, or where the log's answer is not what was written. `Benchmarks/log.py` runs them in
/// turn with their peers and makes the figures.
@main
struct LogBench {
    private static let commands: [String: @Sendable (Options) async throws -> JSONObject] = [
        "generate": BuildCommands.generate, "build": BuildCommands.build,
        "append": AppendCommands.append, "import": AppendCommands.bulk, "latency": AppendCommands.latency,
        "size": AppendCommands.size,
        "scan": ReadCommands.scan, "point": ReadCommands.point, "tail": ReadCommands.tail,
        "lookup": ReadCommands.lookup,
        "open": OpenCommands.open,
    ]

    static func main() async {
        let arguments = CommandLine.arguments.dropFirst()
        do {
            guard let name = arguments.first, let command = commands[name] else {
                throw Failure("expected one of: \(commands.keys.sorted().joined(separator: ", "))")
            }
            let result = try await command(try Options(arguments.dropFirst()))
            print(JSON.object(result).text)
        } catch {
            FileHandle.standardError.write(Data("error: \(error)\n".utf8))
            exit(1)
        }
    }
}
