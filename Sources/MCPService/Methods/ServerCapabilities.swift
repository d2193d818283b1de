import EventStore

/// What the service can, in the words of each revision.
struct ServerCapabilities: Sendable {
    var hasResources = false
    var hasPrompts = false
    var hasTasks = false
    /// Whether the tools and prompts may change while a client looks on: only where a suite's fixtures say that they do.
    var listsChange = false

    func json(for revision: ProtocolRevision) -> JSONObject {
        var object: JSONObject = ["tools": changing]
        if hasResources { object["resources"] = ["subscribe": true, "listChanged": true] }
        if hasPrompts { object["prompts"] = changing }
        if revision >= .r2025_03_26, hasResources || hasPrompts { object["completions"] = [:] }
        object["logging"] = [:]
        if revision.isModern { object["extensions"] = .object(extensions) }
        return object
    }

    private var changing: JSON { listsChange ? ["listChanged": true] : [:] }

    private var extensions: JSONObject {
        var known: JSONObject = [:]
        if hasTasks { known[MetaKey.tasks] = [:] }
        if hasResources { known[MetaKey.ui] = ["mimeTypes": [.string(ViewResource.mimeType)]] }
        return known
    }
}
