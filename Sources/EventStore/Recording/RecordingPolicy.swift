import Crypto
import Foundation

/// How much of what passes through the service the log keeps.
public enum RecordingPolicy: String, Codable, Sendable, CaseIterable {
    /// All of it, as it was, but members that are named like secrets.
    case full
    /// Without the members that are named; of an answer in words, that it was and how large.
    case redacted
    /// A digest of it: alike can be told from unlike, and nothing be read.
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

    /// The one of two that keeps less.
    public func stricter(_ other: RecordingPolicy) -> RecordingPolicy { max(self, other) }

    /// Whether it keeps nothing in words.
    var isBlind: Bool { self >= .hashed }
}

extension RecordingPolicy: Comparable {
    /// From the one that keeps most.
    public static func < (left: RecordingPolicy, right: RecordingPolicy) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .full: 0
        case .redacted: 1
        case .hashed: 2
        case .off: 3
        }
    }
}
