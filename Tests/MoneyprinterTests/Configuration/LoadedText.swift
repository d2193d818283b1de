@testable import moneyprinter

/// Configurations given as text.
enum LoadedText {
    static func load(_ text: String) throws -> Configuration {
        try Configuration.load(text: text, file: "config.toml", environment: [:])
    }

    /// What is told of a text that is refused; empty where it is taken.
    static func faults(_ text: String) -> String {
        do {
            _ = try load(text)
            return ""
        } catch {
            return "\(error)"
        }
    }
}
