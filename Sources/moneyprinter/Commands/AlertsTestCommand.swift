import Alerting
import ArgumentParser
import Foundation

/// Runs unit tests of rules, written as for promtool.
struct AlertsTestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Run unit tests of rules, in the form of promtool's; 1 where one fails.")

    @Argument(help: "Files of tests; the rule files that they name lie beside them.")
    var files: [String]

    func run() throws {
        var failures = 0
        for file in files {
            let report = try RuleTestFile.parse(try Self.text(file), file: file).run { name in
                let folder = URL(filePath: file).deletingLastPathComponent()
                return try Self.text(name.hasPrefix("/") ? name : folder.appending(path: name).path)
            }
            for failure in report.failures { print(failure) }
            failures += report.failures.count
        }
        print(failures == 0 ? "all tests passed" : "\(failures) failed")
        if failures > 0 { throw ExitCode(1) }
    }

    private static func text(_ path: String) throws -> String {
        guard let data = FileManager.default.contents(atPath: path) else { throw Failure("'\(path)' cannot be read") }
        return String(decoding: data, as: UTF8.self)
    }
}
