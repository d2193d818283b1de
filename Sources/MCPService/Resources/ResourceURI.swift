import EventStore
import Foundation

/// A resource's name, taken apart: `scheme://first/second?name=value`.
///
/// Nothing of it ever becomes a path of the file system; names that try to leave their place are refused all the same.
public struct ResourceURI: Hashable, Sendable {
    static let lengthLimit = 500

    public let text: String
    public let scheme: String
    /// What stands between `://` and `?`, cut at `/`.
    public let path: [String]
    private let query: String

    /// Nil where the text is no name of a resource.
    public init?(_ text: String) {
        guard text.utf8.count <= Self.lengthLimit, let mark = text.range(of: "://"), mark.lowerBound > text.startIndex
        else { return nil }
        let rest = text[mark.upperBound...].split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard rest.count <= 2, let place = rest.first else { return nil }
        let parts = place.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.allSatisfy(Self.isName) else { return nil }
        self.text = text
        scheme = String(text[..<mark.lowerBound])
        path = parts
        query = rest.count == 2 ? String(rest[1]) : ""
    }

    var parameters: Query { Query(FormText.pairs(query)) }

    /// Letters, digits and `-._~:@`: names here need no more, and `..` is none.
    private static func isName(_ part: String) -> Bool {
        guard !part.isEmpty, part != ".", !part.contains("..") else { return false }
        return part.utf8.allSatisfy { byte in
            switch UInt8(byte) {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "-._~:@".utf8.contains(byte)
            }
        }
    }
}
