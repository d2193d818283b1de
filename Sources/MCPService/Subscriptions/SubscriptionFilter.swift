import EventStore

/// Which changes a client wants to hear of.
struct SubscriptionFilter: Equatable, Sendable {
    /// Resources that one subscription may name.
    static let resourceLimit = 100

    var tools = false
    var prompts = false
    var resources = false
    var uris: [String] = []
    var tasks: [String] = []

    init() {}

    /// Reads the filter of `subscriptions/listen`.
    init(_ json: JSONObject) throws(RPCError) {
        tools = try Self.flag("toolsListChanged", json)
        prompts = try Self.flag("promptsListChanged", json)
        resources = try Self.flag("resourcesListChanged", json)
        uris = try Self.names("resourceSubscriptions", json)
        tasks = try Self.names("taskIds", json)
    }

    var isEmpty: Bool { self == SubscriptionFilter() }

    /// What is told of it in the acknowledgement.
    var json: JSON {
        var object: JSONObject = [:]
        if tools { object["toolsListChanged"] = true }
        if prompts { object["promptsListChanged"] = true }
        if resources { object["resourcesListChanged"] = true }
        if !uris.isEmpty { object["resourceSubscriptions"] = .array(uris.map(JSON.string)) }
        if !tasks.isEmpty { object["taskIds"] = .array(tasks.map(JSON.string)) }
        return .object(object)
    }

    private static func flag(_ name: String, _ json: JSONObject) throws(RPCError) -> Bool {
        guard let value = json[name], !value.isNull else { return false }
        guard let flag = value.bool else {
            throw .invalidParams("'notifications.\(name)' must be a boolean, not \(value.typeName)")
        }
        return flag
    }

    private static func names(_ name: String, _ json: JSONObject) throws(RPCError) -> [String] {
        guard let value = json[name], !value.isNull else { return [] }
        let texts = (value.array ?? []).compactMap(\.string)
        guard let items = value.array, texts.count == items.count, texts.count <= resourceLimit else {
            throw .invalidParams("'notifications.\(name)' must hold at most \(resourceLimit) strings")
        }
        return texts
    }
}
