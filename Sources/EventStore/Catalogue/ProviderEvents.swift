/// What providers outside of the service answered, so that a call can be run again without asking them.
///
/// Stream `task-<id>`, of the task that asked.
public enum ProviderEvents {
    public static let page: [any Event.Type] = [ProviderAnswered.self]
}

/// A provider answered a request of a task, or failed to.
public struct ProviderAnswered: Event {
    public static let type: EventType = "provider.answered"
    public let task: String
    /// Such as `chat:llama3`; never an address or a key.
    public let provider: String
    /// SHA-256 of what was asked, lowercase hexadecimal: by it an answer is found again.
    public let question: String
    /// How much of the answer was kept.
    public let policy: RecordingPolicy
    /// The HTTP status; nil where none came.
    public let status: Int?
    /// Why none came: `timed_out`, or `unreachable:` and the kind of the fault.
    public let failure: String?
    /// The `Retry-After` header.
    public let retryAfter: String?
    /// The body, as far as the policy keeps it.
    public let answer: String?
    /// Bytes of the body.
    public let bytes: Int
    public let seconds: Double

    public init(
        task: String, provider: String, question: String, policy: RecordingPolicy, status: Int?, failure: String?,
        retryAfter: String?, answer: String?, bytes: Int, seconds: Double
    ) {
        self.task = task
        self.provider = provider
        self.question = question
        self.policy = policy
        self.status = status
        self.failure = failure
        self.retryAfter = retryAfter
        self.answer = answer
        self.bytes = bytes
        self.seconds = seconds
    }

    enum CodingKeys: String, CodingKey {
        case task, provider, question, policy, status, failure, answer, bytes, seconds
        case retryAfter = "retry_after"
    }
}
