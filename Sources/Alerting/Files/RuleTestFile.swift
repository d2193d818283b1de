public import EventStore

/// A file of unit tests for rules, as `promtool test rules` reads them.
public struct RuleTestFile: Sendable {
    let file: String
    /// Paths as they stand in the file.
    public let ruleFiles: [String]
    /// Seconds between two evaluations.
    let interval: Double
    let groupOrder: [String]
    let tests: [RuleTest]

    /// What came of the tests.
    public struct Report: Equatable, Sendable, CustomStringConvertible {
        public let tests: Int
        /// Checks that did not hold, each with its line.
        public let failures: [RuleFinding]

        public var isSuccess: Bool { failures.isEmpty }

        public var description: String {
            isSuccess ? "SUCCESS" : "FAILED:\n" + failures.map(\.description).joined(separator: "\n")
        }

        public var json: JSON {
            ["tests": .int(tests), "ok": .bool(isSuccess), "failures": .array(failures.map(\.json))]
        }
    }

    /// Reads a file.
    ///
    /// - Throws: all that is wrong with it, each with its line.
    public static func parse(_ text: String, file: String = "tests.yml") throws(RuleFileError) -> RuleTestFile {
        var reader = RuleTestReader(file: file)
        let tests = reader.file(text)
        let errors = reader.findings.filter { $0.severity == .error }
        guard errors.isEmpty, let tests else { throw RuleFileError(findings: errors) }
        return tests
    }

    /// Runs every test over the rules of the files that it names.
    ///
    /// - Parameter load: gives the text of a rule file.
    /// - Throws: what `load` throws; what is wrong with the rule files.
    public func run(load: (String) throws -> String) throws -> Report {
        var groups: [RuleFile.Group] = []
        for path in ruleFiles { groups += try RuleFile.parse(try load(path), file: path).groups }
        if !groupOrder.isEmpty {
            let places = Dictionary(groupOrder.enumerated().map { ($1, $0) }) { first, _ in first }
            groups = groups.enumerated().sorted {
                (places[$0.element.name] ?? 0, $0.offset) < (places[$1.element.name] ?? 0, $1.offset)
            }.map(\.element)
        }
        var failures: [RuleFinding] = []
        for test in tests {
            var run = RuleTestRun(test, groups: groups, interval: interval, file: file)
            failures += try run.failures()
        }
        return Report(tests: tests.count, failures: failures)
    }
}
