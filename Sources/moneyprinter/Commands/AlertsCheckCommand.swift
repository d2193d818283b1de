import Alerting
import ArgumentParser
import Foundation

/// Says what is wrong with rule files, and where.
struct AlertsCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Check rule files: a line for each finding, 1 where a file cannot be used.")

    @Argument(help: "Rule files, in Prometheus' form.")
    var files: [String]

    func run() throws {
        var errors = 0
        for file in files {
            guard let data = FileManager.default.contents(atPath: file) else {
                throw Failure("'\(file)' cannot be read")
            }
            let findings = RuleFile.lint(String(decoding: data, as: UTF8.self), file: file)
            for finding in findings { print(finding) }
            errors += findings.count { $0.severity == .error }
        }
        print("\(files.count) files, \(errors) errors")
        if errors > 0 { throw ExitCode(1) }
    }
}
