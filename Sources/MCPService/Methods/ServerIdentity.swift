import EventStore

/// What the service says of itself.
public struct ServerIdentity: Sendable {
    public let name: String
    public let title: String
    public let version: String
    /// How a model should use the tools.
    public let instructions: String

    public init(name: String, title: String, version: String, instructions: String) {
        self.name = name
        self.title = title
        self.version = version
        self.instructions = instructions
        info = ["name": .string(name), "title": .string(title), "version": .string(version)]
    }

    let info: JSONObject

    /// The info as revisions before titles (2025-06-18) have it.
    var plainInfo: JSONObject { ["name": .string(name), "version": .string(version)] }

    /// A modern result: every one says that it is complete, and who gave it.
    func signed(_ result: JSONObject) -> JSONObject {
        var signed: JSONObject = [:]
        signed.reserveCapacity(result.count + 2)
        signed["resultType"] = "complete"
        // One that waits for input, or became a task, says so itself.
        for member in result.members { signed[member.key] = member.value }
        var meta = result["_meta"]?.object ?? [:]
        meta[MetaKey.serverInfo] = .object(info)
        signed["_meta"] = .object(meta)
        return signed
    }
}
