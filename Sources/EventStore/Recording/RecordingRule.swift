/// What the log keeps of the calls of a tool.
public struct RecordingRule: Equatable, Sendable {
    public var arguments: RecordingPolicy
    public var results: RecordingPolicy
    public var providerAnswers: RecordingPolicy
    /// Members, at any depth, that ``RecordingPolicy/redacted`` leaves out besides those that are named like secrets.
    public var fields: [String]

    public init(
        arguments: RecordingPolicy = .redacted, results: RecordingPolicy = .redacted,
        providerAnswers: RecordingPolicy = .full, fields: [String] = []
    ) {
        self.arguments = arguments
        self.results = results
        self.providerAnswers = providerAnswers
        self.fields = fields
    }

    /// The fields that a policy of this rule leaves out.
    func fields(_ policy: RecordingPolicy) -> Set<String> { policy == .redacted ? Set(fields) : [] }

    /// Whether members that a person named may be part of what a call makes on its way, in words of another form.
    var namesFields: Bool { !fields.isEmpty && (arguments == .redacted || results == .redacted) }
}
