/// What the log keeps of calls: a rule for all, and others for single tools.
public struct RecordingRules: Equatable, Sendable {
    /// For tools without a rule of their own, and for every method that calls no tool.
    public var standard: RecordingRule
    /// By the tool's name.
    public var tools: [String: RecordingRule]
    /// Members of these names are kept under no policy; see ``SecretNames``.
    public var secretFields: [String]

    public init(
        standard: RecordingRule = RecordingRule(), tools: [String: RecordingRule] = [:],
        secretFields: [String] = SecretNames.standard
    ) {
        self.standard = standard
        self.tools = tools
        self.secretFields = secretFields
    }

    /// Whether there is a call of which more than members named like secrets is hidden.
    var hidesWholes: Bool {
        ([standard] + tools.values).contains { $0.arguments.isBlind || $0.results.isBlind || $0.namesFields }
    }

    public subscript(tool: String) -> RecordingRule { tools[tool] ?? standard }
}
