public import EventStore

/// Something a model may ask this service to do.
///
/// A tool is a small value with its dependencies as stored properties. It never answers the client, writes a
/// log line or keeps state: it returns a value, and what takes longer becomes a task in the log.
public protocol Tool: Sendable {
    var definition: ToolDefinition { get }

    /// - Parameter arguments: checked against the definition's input schema, defaults filled in.
    func call(_ arguments: JSONObject, in context: ToolContext) async throws(ToolError) -> JSONObject

    /// What a result points to, such as finished videos: clients get links, never the bytes.
    func links(in output: JSONObject) -> [ResourceLink]
}

extension Tool {
    public func links(in output: JSONObject) -> [ResourceLink] { [] }
}

/// The name, texts and schemas of a tool, as `tools/list` shows them.
public struct ToolDefinition: Sendable {
    public let name: String
    public let title: String
    public let description: String
    /// The published interface's grouping, such as `content_generation`.
    public let category: String
    /// Flat and without references: several clients drop tools whose schema has more (facts of the clients).
    public let inputSchema: JSONObject
    public let outputSchema: JSONObject
    /// True where a call changes nothing.
    public let isReadOnly: Bool
    /// True where a call waits for a worker: such a call is cancelled when its client leaves.
    public let waitsForTask: Bool
    /// True where a call may take away what was there.
    public let isDestructive: Bool
    /// True where a second call of the same arguments changes nothing more.
    public let isIdempotent: Bool
    /// What clients may show beside it.
    public let icon: ToolIcon?
    /// The `ui://` page that hosts may show beside a result.
    public let view: String?
    /// Seconds for which a result may be given again for the same arguments; nil where each call is another.
    public let repeatableSeconds: Double?

    public init(
        name: String, title: String, description: String, category: String, inputSchema: JSONObject,
        outputSchema: JSONObject, isReadOnly: Bool, waitsForTask: Bool, isDestructive: Bool = false,
        isIdempotent: Bool = false, icon: ToolIcon? = nil, view: String? = nil,
        repeatableSeconds: Double? = nil
    ) {
        self.name = name
        self.title = title
        self.description = description
        self.category = category
        self.inputSchema = inputSchema
        self.outputSchema = outputSchema
        self.isReadOnly = isReadOnly
        self.waitsForTask = waitsForTask
        self.isDestructive = isDestructive
        self.isIdempotent = isIdempotent
        self.icon = icon
        self.view = view
        self.repeatableSeconds = repeatableSeconds
    }

    /// The tool object of a revision.
    func wire(for revision: ProtocolRevision) -> JSONObject {
        var object: JSONObject = ["name": .string(name)]
        if revision >= .r2025_06_18 { object["title"] = .string(title) }
        object["description"] = .string(description)
        object["inputSchema"] = .object(inputSchema)
        if revision >= .r2025_06_18, !outputSchema.isEmpty { object["outputSchema"] = .object(outputSchema) }
        if revision >= .r2025_03_26 {
            object["annotations"] = annotations
        }
        if revision >= .r2025_11_25, let icon { object["icons"] = [icon.json] }
        if revision >= .r2025_11_25, let view { object["_meta"] = ["ui": ["resourceUri": .string(view)]] }
        return object
    }

    private var annotations: JSON {
        var hints: JSONObject = [
            "title": .string(title), "readOnlyHint": .bool(isReadOnly), "destructiveHint": .bool(isDestructive),
            "openWorldHint": false,
        ]
        if isIdempotent { hints["idempotentHint"] = true }
        return .object(hints)
    }

    /// The tool object of the published REST interface.
    var published: JSON {
        [
            "name": .string(name), "description": .string(description), "input_schema": .object(inputSchema),
            "output_schema": .object(outputSchema), "category": .string(category), "version": "1.0.0",
        ]
    }
}
