public import EventStore

/// A message or two that a person picks to begin with, filled in from the log where it helps.
public protocol Prompt: Sendable {
    var definition: PromptDefinition { get }

    /// - Parameter arguments: those required are there.
    /// - Throws: ``ToolError`` where an argument names nothing.
    func messages(_ arguments: [String: String]) async throws(ToolError) -> [PromptMessage]

    /// Values of an argument that begin so.
    func complete(_ argument: String, _ prefix: String) async -> [String]
}

extension Prompt {
    public func complete(_ argument: String, _ prefix: String) async -> [String] { [] }
}

/// The name, texts and arguments of a prompt, as `prompts/list` shows them.
public struct PromptDefinition: Sendable {
    public struct Argument: Sendable {
        public let name: String
        public let title: String
        public let description: String
        public let isRequired: Bool

        public init(_ name: String, title: String, _ description: String, isRequired: Bool = false) {
            self.name = name
            self.title = title
            self.description = description
            self.isRequired = isRequired
        }
    }

    public let name: String
    public let title: String
    public let description: String
    public let arguments: [Argument]
    public let icon: ToolIcon?

    public init(
        name: String, title: String, description: String, arguments: [Argument] = [], icon: ToolIcon? = nil
    ) {
        self.name = name
        self.title = title
        self.description = description
        self.arguments = arguments
        self.icon = icon
    }

    func wire(for revision: ProtocolRevision) -> JSON {
        var object: JSONObject = ["name": .string(name)]
        if revision >= .r2025_06_18 { object["title"] = .string(title) }
        object["description"] = .string(description)
        object["arguments"] = .array(
            arguments.map { argument in
                var item: JSONObject = ["name": .string(argument.name)]
                if revision >= .r2025_06_18 { item["title"] = .string(argument.title) }
                item["description"] = .string(argument.description)
                item["required"] = .bool(argument.isRequired)
                return .object(item)
            })
        if revision >= .r2025_11_25, let icon { object["icons"] = [icon.json] }
        return .object(object)
    }
}

/// One message of a prompt.
public struct PromptMessage: Sendable {
    public enum Content: Sendable {
        case text(String)
        /// A resource, whole: what the model should know of.
        case resource(ResourceContents)
        /// A block of the protocol as it is.
        case block(JSON)
    }

    public let role: String
    public let content: Content

    public init(role: String = "user", _ content: Content) {
        self.role = role
        self.content = content
    }

    var json: JSON {
        let block: JSON =
            switch content {
            case .text(let text): ["type": "text", "text": .string(text)]
            case .resource(let contents): ["type": "resource", "resource": contents.json]
            case .block(let block): block
            }
        return ["role": .string(role), "content": block]
    }
}

/// The prompts by name, in the order of registration.
public struct PromptRegistry: Sendable {
    public let all: [any Prompt]

    public init(_ prompts: [any Prompt]) { all = prompts }

    subscript(name: String) -> (any Prompt)? { all.first { $0.definition.name == name } }

    func unknown(_ name: String) -> RPCError {
        .invalidParams(
            "Unknown prompt: \(name.prefix(128))", data: ["prompts": .array(all.map { .string($0.definition.name) })])
    }
}
