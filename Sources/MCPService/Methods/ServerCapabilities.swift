import EventStore

/// What the service can, in the words of each revision.
struct ServerCapabilities: Sendable {
    var hasResources = false
    var hasPrompts = false
    var hasTasks = false

    func json(for revision: ProtocolRevision) -> JSONObject {
        var object: JSONObject = ["tools": ["listChanged": true]]
        if hasResources { object["resources"] = ["subscribe": true, "listChanged": true] }
        if hasPrompts { object["prompts"] = ["listChanged": true] }
        if revision >= .r2025_03_26, hasResources || hasPrompts { object["completions"] = [:] }
        object["logging"] = [:]
        if revision.isModern { object["extensions"] = .object(extensions) }
        return object
    }

    private var extensions: JSONObject {
        var known: JSONObject = [:]
        if hasTasks { known[MetaKey.tasks] = [:] }
        if hasResources { known[MetaKey.ui] = ["mimeTypes": [.string(ViewResource.mimeType)]] }
        return known
    }
}
