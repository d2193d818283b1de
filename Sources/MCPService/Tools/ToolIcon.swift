import EventStore
import Foundation

/// A small picture that clients may show beside a tool, drawn inline so that nothing has to be fetched.
public struct ToolIcon: Sendable {
    /// The `d` of one SVG path on a 24 by 24 field.
    private let path: String

    public init(path: String) { self.path = path }

    static let eye = ToolIcon(path: "M2 12s4-7 10-7 10 7 10 7-4 7-10 7S2 12 2 12zm10 3a3 3 0 1 0 0-6 3 3 0 0 0 0 6z")
    static let bell = ToolIcon(path: "M6 17V11a6 6 0 0 1 12 0v6l2 2H4zm4 3h4a2 2 0 0 1-4 0z")
    static let clock = ToolIcon(path: "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20zm1 5v5l4 2-1 2-5-3V7z")
    static let lines = ToolIcon(path: "M4 5h16v2H4zm0 6h16v2H4zm0 6h10v2H4z")
    static let voice = ToolIcon(
        path:
            "M12 3a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3zM6 11h2a4 4 0 0 0 8 0h2a6 6 0 0 1-5 5.9V21h-2v-4.1A6 6 0 0 1 6 11z"
    )
    static let film = ToolIcon(path: "M3 4h18v16H3zm7 4v8l6-4z")

    /// The icon object of the protocol (2025-11-25 and later).
    var json: JSON {
        let svg =
            "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'><path fill-rule='evenodd' d='\(path)'/></svg>"
        return [
            "src": .string("data:image/svg+xml;base64,\(Data(svg.utf8).base64EncodedString())"),
            "mimeType": "image/svg+xml", "sizes": ["any"],
        ]
    }
}
