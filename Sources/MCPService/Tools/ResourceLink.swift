import EventStore

/// A link to something that a client can read or download, as a block of a tool's result.
public struct ResourceLink: Equatable, Sendable {
    public let uri: String
    public let name: String
    public let title: String?
    public let mimeType: String?

    public init(uri: String, name: String, title: String? = nil, mimeType: String? = nil) {
        self.uri = uri
        self.name = name
        self.title = title
        self.mimeType = mimeType
    }

    var json: JSON {
        var link: JSONObject = ["type": "resource_link", "uri": .string(uri), "name": .string(name)]
        if let title { link["title"] = .string(title) }
        if let mimeType { link["mimeType"] = .string(mimeType) }
        return .object(link)
    }
}
