import Foundation
import Testing

/// The house rules that a compiler does not check; each message says what to do instead.
@Suite("House rules")
struct TidyTests {
    /// A text that must not stand in the code, where it may, and what to write instead.
    struct Ban: Sendable, CustomTestStringConvertible {
        let text: String
        let allowed: [String]
        let instead: String

        var testDescription: String { text }

        init(_ text: String, in allowed: String..., instead: String) {
            self.text = text
            self.allowed = allowed
            self.instead = instead
        }
    }

    private static let bans = [
        Ban("try!", instead: "throw, or handle the error where it happens"),
        Ban("fatalError(", instead: "throw an error that the caller can handle"),
        Ban("@unchecked Sendable", instead: "keep the state in a Mutex or an actor"),
        Ban("nonisolated(unsafe)", instead: "keep the state in a Mutex or an actor"),
        Ban("@preconcurrency", instead: "wrap the old interface in a Sendable type"),
        Ban("print(", in: "Sources/moneyprinter/", instead: "return a value, or append an event"),
        Ban("Date()", instead: "take a WallClock; folds take time from their events"),
        Ban("Date.now", instead: "take a WallClock; folds take time from their events"),
        Ban("Process()", instead: "run programs with ExternalProgram"),
        Ban("system(", instead: "run programs with ExternalProgram, without a shell"),
        Ban("/bin/sh", instead: "run programs with ExternalProgram, without a shell"),
        Ban("Thread.sleep", instead: "wait for the event, or use Task.sleep in a loop that can be cancelled"),
        Ban(
            "JSONEncoder()", in: "Sources/EventStore/", "Sources/VideoTools/",
            instead: "JSON(encoding:), which writes bytes directly"),
        Ban(
            "JSONDecoder()", in: "Sources/EventStore/", "Sources/VideoTools/",
            instead: "JSON(parsing:), which reads bytes directly"),
    ]

    @Test("banned calls have a better way", arguments: bans)
    func bannedCalls(ban: Ban) {
        for file in Repository.sources where !ban.allowed.contains(where: file.path.hasPrefix) {
            for (number, line) in file.code.enumerated() where line.contains(call: ban.text) {
                Issue.record("\(file.path):\(number + 1) has '\(ban.text)': \(ban.instead)")
            }
        }
    }

    /// Modules that one place alone may import; a folder's absence here means the manifest decides.
    private static let fences: [(module: String, allowed: [String])] = [
        ("CSQLite", ["Sources/EventStore/SQLite/", "Sources/EventStore/SQL/"]),
        ("CJemalloc", ["Sources/EventStore/SQLite/"]),
        ("CDeflate", ["Sources/EventStore/Segments/"]),
        ("CZlib", ["Sources/OTLP/Wire/"]),
        ("TOMLKit", ["Sources/moneyprinter/Configuration/"]),
        ("ArgumentParser", ["Sources/moneyprinter/"]),
        ("Hummingbird", ["Sources/MCPService/"]),
        ("JWTKit", ["Sources/Access/"]),
        ("Subprocess", ["Sources/VideoTools/Process/"]),
        (
            "Crypto",
            [
                "Sources/Access/", "Sources/EventStore/", "Sources/VideoTools/",
                "Sources/MCPService/Wire/", "Sources/moneyprinter/Service/HMACSigner.swift",
                "Sources/MCPService/Transports/WebSocket/",
            ]
        ),
        ("Yams", ["Sources/Alerting/Files/"]),
        ("AsyncHTTPClient", ["Sources/VideoTools/", "Sources/moneyprinter/"]),
        ("NIO", ["Sources/MCPService/", "Sources/VideoTools/", "Sources/moneyprinter/"]),
        ("FoundationNetworking", []),
        (
            "Dispatch",
            [
                "Sources/EventStore/SQLite/", "Sources/VideoTools/Process/",
                "Sources/Projections/BackgroundExecutor.swift",
            ]
        ),
        ("VideoTools", ["Sources/moneyprinter/"]),
        ("Alerting", ["Sources/moneyprinter/"]),
        ("MCPService", ["Sources/moneyprinter/", "Sources/Gateway/"]),
    ]

    @Test("a module is imported only where it belongs")
    func imports() {
        for file in Repository.sources {
            for (number, line) in file.lines.enumerated() {
                guard let module = SourceLine.importedModule(line) else { continue }
                let fence = Self.fences.first { $0.module == module || ($0.module == "NIO" && module.hasPrefix("NIO")) }
                guard let fence, !fence.allowed.contains(where: file.path.hasPrefix) else { continue }
                let places = fence.allowed.isEmpty ? "nowhere" : fence.allowed.joined(separator: ", ")
                Issue.record(
                    "\(file.path):\(number + 1) imports \(module), which belongs in \(places): pass a value or a protocol"
                )
            }
        }
    }

    @Test("an unstructured task says why it is one")
    func unstructuredTasks() {
        for file in Repository.sources {
            let lines = file.lines
            for (number, line) in file.code.enumerated()
            where line.contains(call: "Task {") || line.contains(call: "Task.detached") {
                guard number > 0, lines[number - 1].contains("// why:") else {
                    Issue.record(
                        "\(file.path):\(number + 1) starts an unstructured task: use a task group or async let, or say '// why: …' above"
                    )
                    continue
                }
            }
        }
    }

    @Test("files stay short: 500 lines at most")
    func fileLength() {
        for file in Repository.swift where file.lines.count > 500 {
            Issue.record("\(file.path) has \(file.lines.count) lines: split it by what it does, one type a file")
        }
    }

    @Test("functions stay short: 60 lines at most")
    func functionLength() {
        for file in Repository.swift {
            let lines = file.lines
            for (number, line) in lines.enumerated() where SourceLine.beginsFunction(line) {
                // What a protocol asks for has no body.
                guard lines[number...].prefix(while: { !$0.isEmpty }).contains(where: { $0.contains("{") }) else {
                    continue
                }
                let end = "\(line.prefix(while: \.isWhitespace))}"
                let length = lines[number...].firstIndex { $0 == end }.map { $0 - number + 1 } ?? 1
                guard length > 60 else { continue }
                Issue.record("\(file.path):\(number + 1) begins a function of \(length) lines: split it by its steps")
            }
        }
    }

    @Test("nothing is left to do in a comment")
    func leftovers() {
        let marks = ["FIX" + "ME", "TO" + "DO", "X" + "XX"]
        for file in Repository.files where file.path != "Tests/TidyTests/TidyTests.swift" {
            for (number, line) in file.lines.enumerated() {
                guard let mark = marks.first(where: { SourceLine.words(line).contains($0) }) else { continue }
                Issue.record(
                    "\(file.path):\(number + 1) has '\(mark)': do it, or file an issue and say what holds today")
            }
        }
    }

    @Test("folders and types are named for what they do")
    func names() {
        let banned = ["Core", "Common", "Utils", "Utilities", "Helpers", "Helper", "Misc", "Shared"]
        for file in Repository.files(under: "Sources/") {
            let parts = file.path.split(separator: "/").map { $0.split(separator: ".").first.map(String.init) ?? "" }
            if let name = parts.first(where: { banned.contains($0) || $0.hasSuffix("Manager") }) {
                Issue.record("\(file.path): '\(name)' says nothing: name it for what it does")
            }
        }
    }

    @Test("no file names a folder of somebody's machine")
    func machinePaths() {
        let folders = ["/wor" + "k/", "/roo" + "t/", "/hom" + "e/", "/User" + "s/"]
        for file in Repository.files {
            for (number, line) in file.lines.enumerated() {
                guard let folder = folders.first(where: { line.contains($0) }) else { continue }
                Issue.record("\(file.path):\(number + 1) names '\(folder)…': use a path from the repository's folder")
            }
        }
    }

    @Test("a document has one title")
    func titles() {
        for file in Repository.documents {
            var isCode = false
            let titles = file.lines.count { line in
                if line.hasPrefix("```") { isCode.toggle() }
                return !isCode && line.hasPrefix("# ")
            }
            #expect(titles == 1, "\(file.path) has \(titles) titles: begin with one '# ' line, and use '## ' below it")
        }
    }

    @Test("every decision is linked from the index, and every link in a document leads somewhere")
    func links() {
        let index = Repository.files.first { $0.path == "docs/decisions/README.md" }?.text ?? ""
        for file in Repository.files(under: "docs/decisions/", ending: ".md") where file.name != "README.md" {
            #expect(
                index.contains("(\(file.name))"), "\(file.path) is not linked from docs/decisions/README.md: add a line"
            )
        }
        for file in Repository.documents {
            for target in SourceLine.linkTargets(file.text) where !Repository.exists(target, from: file.path) {
                Issue.record("\(file.path) links to '\(target)', which is not there: correct the link")
            }
        }
    }

    @Test("scripts can be run, stop at the first fault and explain themselves")
    func scripts() {
        for file in Repository.files(under: "scripts/") where !file.name.contains(".") {
            let path = Repository.root.appending(path: file.path).path
            #expect(FileManager.default.isExecutableFile(atPath: path), "\(file.path): chmod +x")
            #expect(file.text.contains("set -euo pipefail"), "\(file.path): begin with set -euo pipefail")
            #expect(file.text.contains("--help"), "\(file.path): answer --help with the comment at its top")
        }
    }
}
