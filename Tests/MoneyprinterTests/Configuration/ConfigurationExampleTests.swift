import Foundation
import Testing

@testable import moneyprinter

@Suite("The example configuration")
struct ConfigurationExampleTests {
    /// The repository's folder, from this file's place in it.
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
    private static let file = root.appending(path: "config.example.toml")

    @Test("the committed file says what the settings say (GOLDEN_UPDATE=1 rewrites it)")
    func committed() throws {
        let text = ConfigurationExample.text()
        if ProcessInfo.processInfo.environment["GOLDEN_UPDATE"] == "1" {
            try text.write(to: Self.file, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOf: Self.file, encoding: .utf8) == text)
    }

    @Test("loading it gives the defaults, without a note")
    func defaults() throws {
        let loaded = try Configuration.load(
            text: String(contentsOf: Self.file, encoding: .utf8), file: "config.example.toml", environment: [:])
        #expect(loaded == Configuration())
    }

    @Test("every setting has a line there, and every sentence about it ends")
    func complete() throws {
        let lines = try String(contentsOf: Self.file, encoding: .utf8).split(separator: "\n")
        for setting in Settings.all {
            #expect(
                lines.contains { $0.hasPrefix("\(setting.place.key) = ") || $0.hasPrefix("# \(setting.place.key) = ") },
                "\(setting.place)")
            #expect(setting.documentation.hasSuffix("."), "\(setting.place)")
        }
    }

    @Test("no two settings share a place or an environment variable")
    func distinct() {
        let places = Settings.all.flatMap(\.places)
        #expect(Set(places).count == places.count)
        let variables = Settings.all.flatMap(\.variables)
        #expect(Set(variables).count == variables.count)
    }

    @Test("a sample value that is shown for a setting without a default is allowed")
    func samples() throws {
        for setting in Settings.all where !setting.isSecret && !setting.sample.isEmpty {
            let text = "[\(setting.place.table)]\n\(setting.place.key) = \(setting.sample)"
            #expect(throws: Never.self, "\(setting.place)") {
                try Configuration.load(text: text, file: "config.toml", environment: [:])
            }
        }
    }
}
