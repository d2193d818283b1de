import Foundation

/// Bytes as text, as JSON has them.
enum Base64Text {
    static func text(_ bytes: UnsafeBufferPointer<UInt8>) -> String { Data(bytes).base64EncodedString() }

    static func text(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }

    /// Reads both alphabets, with or without padding; nil for anything else.
    static func bytes(_ text: String) -> [UInt8]? {
        var standard = text.replacing("-", with: "+").replacing("_", with: "/")
        while standard.hasSuffix("=") { standard.removeLast() }
        standard += String(repeating: "=", count: (4 - standard.utf8.count % 4) % 4)
        return Data(base64Encoded: standard).map { Array($0) }
    }
}
