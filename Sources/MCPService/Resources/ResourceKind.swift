public import EventStore

/// One kind of resource: a scheme, with a template for its names.
///
/// A resource is read from the log and its read models and from nothing else, so it can be subscribed to: the events
/// that change it are known.
public protocol ResourceKind: Sendable {
    var definition: ResourceTemplate { get }

    /// Those that a list shows, the most telling first; not all that can be read.
    ///
    /// - Parameter owner: whose tasks alone may be shown, here as in what follows; nil for everybody's.
    func list(for owner: String?) async -> [ResourceEntry]

    /// - Throws: ``ResourceError`` where there is no such resource, or the name is wrong.
    func read(_ uri: ResourceURI) async throws -> [ResourceContents]

    /// Whether a resource may be shown to somebody who may see only their own tasks; the policy was asked before.
    func isVisible(_ uri: ResourceURI, to owner: String) -> Bool

    /// Whether an event changes what a resource of this kind says.
    func changes(_ uri: ResourceURI, by event: RecordedEvent) -> Bool

    /// Whether an event changes the list.
    func changesList(by event: RecordedEvent, for owner: String?) -> Bool

    /// Values of a variable of the template that begin so.
    func complete(_ variable: String, _ prefix: String, for owner: String?) async -> [String]
}

extension ResourceKind {
    public func list(for owner: String?) async -> [ResourceEntry] { [] }
    public func isVisible(_ uri: ResourceURI, to owner: String) -> Bool { true }
    public func changes(_ uri: ResourceURI, by event: RecordedEvent) -> Bool { false }
    public func changesList(by event: RecordedEvent, for owner: String?) -> Bool { false }
    public func complete(_ variable: String, _ prefix: String, for owner: String?) async -> [String] { [] }
}

/// How names of a kind are made (RFC 6570), as `resources/templates/list` shows it.
public struct ResourceTemplate: Sendable {
    public let uriTemplate: String
    public let name: String
    public let title: String
    public let description: String
    public let mimeType: String?
    public let icon: ToolIcon?

    public init(
        uriTemplate: String, name: String, title: String, description: String, mimeType: String? = nil,
        icon: ToolIcon? = nil
    ) {
        self.uriTemplate = uriTemplate
        self.name = name
        self.title = title
        self.description = description
        self.mimeType = mimeType
        self.icon = icon
    }

    var scheme: String { String(uriTemplate.prefix { $0 != ":" }) }

    func wire(for revision: ProtocolRevision) -> JSON {
        var object: JSONObject = ["uriTemplate": .string(uriTemplate), "name": .string(name)]
        if revision >= .r2025_06_18 { object["title"] = .string(title) }
        object["description"] = .string(description)
        if let mimeType { object["mimeType"] = .string(mimeType) }
        if revision >= .r2025_11_25, let icon { object["icons"] = [icon.json] }
        return .object(object)
    }
}

/// One resource in a list.
public struct ResourceEntry: Equatable, Sendable {
    public let uri: String
    public let name: String
    public let title: String?
    public let description: String?
    public let mimeType: String?
    /// Bytes, where they are known.
    public let size: Int?
    public let modified: Timestamp?
    public let meta: JSONObject?

    public init(
        uri: String, name: String, title: String? = nil, description: String? = nil, mimeType: String? = nil,
        size: Int? = nil, modified: Timestamp? = nil, meta: JSONObject? = nil
    ) {
        self.uri = uri
        self.name = name
        self.title = title
        self.description = description
        self.mimeType = mimeType
        self.size = size
        self.modified = modified
        self.meta = meta
    }

    func wire(for revision: ProtocolRevision) -> JSON {
        var object: JSONObject = ["uri": .string(uri), "name": .string(name)]
        if revision >= .r2025_06_18, let title { object["title"] = .string(title) }
        if let description { object["description"] = .string(description) }
        if let mimeType { object["mimeType"] = .string(mimeType) }
        if let size { object["size"] = .int(size) }
        if revision >= .r2025_06_18, let modified {
            object["annotations"] = ["lastModified": .string(modified.iso8601)]
        }
        if revision >= .r2025_06_18, let meta { object["_meta"] = .object(meta) }
        return .object(object)
    }
}

/// What a resource holds: text, or bytes.
public struct ResourceContents: Equatable, Sendable {
    public enum Body: Equatable, Sendable {
        case text(String)
        case bytes([UInt8])
    }

    public let uri: String
    public let mimeType: String
    public let body: Body
    public let meta: JSONObject?

    public init(uri: String, mimeType: String, _ body: Body, meta: JSONObject? = nil) {
        self.uri = uri
        self.mimeType = mimeType
        self.body = body
        self.meta = meta
    }

    /// A JSON value as text.
    public init(_ uri: ResourceURI, _ json: JSON) {
        self.init(uri: uri.text, mimeType: "application/json", .text(json.text))
    }

    var json: JSON {
        var object: JSONObject = ["uri": .string(uri), "mimeType": .string(mimeType)]
        switch body {
        case .text(let text): object["text"] = .string(text)
        case .bytes(let bytes): object["blob"] = .string(Base64.encode(bytes))
        }
        if let meta { object["_meta"] = .object(meta) }
        return .object(object)
    }
}

/// Why a resource cannot be read.
public enum ResourceError: Error, Equatable, Sendable {
    case notFound
    /// What is wrong with its name, in words.
    case invalid(String)
}
