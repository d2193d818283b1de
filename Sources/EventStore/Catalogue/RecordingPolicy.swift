import Crypto
import Foundation

/// How much of what passes through the service the log keeps.
public enum RecordingPolicy: String, Codable, Sendable, CaseIterable {
    /// All of it, as it was.
    case full
    /// That it was, and how large; not what it said.
    case redacted
    /// A SHA-256 of it: alike can be told from unlike, and nothing be read.
    case hashed
    /// Nothing.
    case off

    /// What is kept of a text; nil for nothing.
    public func kept(_ text: String) -> String? {
        switch self {
        case .full: text
        case .hashed: "sha256:" + Hexadecimal.text(bytes: SHA256.hash(data: Data(text.utf8)))
        case .redacted, .off: nil
        }
    }
}
