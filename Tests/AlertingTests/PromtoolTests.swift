import EventStore
import Foundation
import Testing

@testable import Alerting

@Suite("Rule tests and promtool", .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/promtool")))
struct PromtoolTests {
    private static let count = 360

    @Test("give the same verdicts on rules and series as chance has it")
    func verdicts() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "promtool-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var ours: [String: String] = [:]
        for seed in 0..<Self.count {
            let (rules, tests) = try files(seed: seed, folder: folder)
            let name = "t\(seed).yml"
            try rules.write(to: folder.appending(path: "r\(seed).yml"), atomically: true, encoding: .utf8)
            try tests.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
            ours[name] = try RuleTestFile.parse(tests).run { _ in rules }.description
        }
        let theirs = try promtool(ours.keys.sorted(), in: folder)
        #expect(theirs.count == Self.count)
        for (name, verdict) in ours.sorted(by: { $0.key < $1.key }) {
            let other = theirs[name] ?? ""
            let isSame = verdict.hasPrefix("SUCCESS") == other.hasPrefix("SUCCESS")
            #expect(isSame, "\(name): ours \(verdict)\ntheirs \(other)\n\(text(name, folder))")
        }
        #expect(ours.values.contains { $0.hasPrefix("FAILED") })
    }

    private func text(_ name: String, _ folder: URL) -> String {
        [name.replacing("t", with: "r", maxReplacements: 1), name].map { file in
            (try? String(contentsOf: folder.appending(path: file), encoding: .utf8)) ?? ""
        }.joined(separator: "\n---\n")
    }

    /// A rule file, and a file of tests that says what we find.
    private func files(seed: Int, folder: URL) throws -> (String, String) {
        var random = RandomRuleTests(seed: seed)
        let rules = random.rules()
        let head = random.head(rules: "r\(seed).yml")
        let empty = random.times().sorted().flatMap { time in
            ["A0", "A1"].map { "  - {eval_time: \(time)s, alertname: \($0), exp_alerts: []}" }
        }
        let file = try RuleTestFile.parse(head + "  alert_rule_test:\n" + empty.joined(separator: "\n") + "\n")
        let groups = try RuleFile.parse(rules).groups
        var run = RuleTestRun(file.tests[0], groups: groups, interval: file.interval, file: "t")
        _ = try run.failures()
        return (rules, head + random.checks(run.seen))
    }

    private func promtool(_ files: [String], in folder: URL) throws -> [String: String] {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/promtool")
        process.arguments = ["test", "rules"] + files
        process.currentDirectoryURL = folder
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        var verdicts: [String: String] = [:]
        for part in output.components(separatedBy: "Unit Testing:").dropFirst() {
            let lines = part.split(separator: "\n", maxSplits: 1)
            let name = lines[0].trimmingCharacters(in: .whitespaces)
            verdicts[name] = lines.count > 1 ? lines[1].trimmingCharacters(in: .whitespacesAndNewlines) : ""
        }
        return verdicts
    }
}
