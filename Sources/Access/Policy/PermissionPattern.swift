/// Which permissions a role or a scope gives: `tools:call:create_*`, `events:read:own`, `alerts:*`, `*`.
///
/// Parts are separated by colons. `*` stands for any run of characters within a part; a last part that is `*` also
/// stands for all parts after it, and for none.
public struct PermissionPattern: Hashable, Sendable, CustomStringConvertible {
    /// Bytes of a pattern at most.
    public static let limit = 200

    private let parts: [[UInt8]]
    /// Whether the last part stands for all that follow.
    private let isOpen: Bool
    public let description: String

    /// Nil where a part is empty, or has other characters than letters, digits and `_ - . / *`.
    public init?(_ text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false).map(Array.init)
        guard text.utf8.count <= Self.limit, parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(Self.isAllowed) }) else {
            return nil
        }
        isOpen = parts.last == [UInt8(ascii: "*")]
        self.parts = isOpen ? Array(parts.dropLast()) : parts
        description = text
    }

    private static func isAllowed(_ letter: UInt8) -> Bool {
        KeyAlphabet.contains(letter) || "_-./*".utf8.contains(letter)
    }

    public func matches(_ permission: Permission) -> Bool {
        let wanted = permission.parts
        guard isOpen ? wanted.count >= parts.count : wanted.count == parts.count else { return false }
        for (pattern, part) in zip(parts, wanted) where !Self.matches(pattern, part) { return false }
        return true
    }

    /// Greedy with one step back, so the time is at most the product of the lengths whatever the stars.
    private static func matches(_ pattern: [UInt8], _ text: [UInt8]) -> Bool {
        let star = UInt8(ascii: "*")
        var (place, mark) = (0, 0)
        var lastStar: Int?
        var index = 0
        while index < text.count {
            if place < pattern.count, pattern[place] == star {
                (lastStar, mark) = (place, index)
                place += 1
            } else if place < pattern.count, pattern[place] == text[index] {
                place += 1
                index += 1
            } else if let lastStar {
                place = lastStar + 1
                mark += 1
                index = mark
            } else {
                return false
            }
        }
        return pattern[place...].allSatisfy { $0 == star }
    }
}
