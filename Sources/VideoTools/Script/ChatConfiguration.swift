/// An OpenAI-compatible endpoint: a local model server or a cloud one.
public struct ChatConfiguration: Sendable, Equatable, CustomStringConvertible {
    /// Up to and without `/chat/completions`, such as `http://127.0.0.1:11434/v1`.
    public let baseURL: String
    public let model: String
    private let key: String?
    /// Bound of one attempt.
    public let timeout: Duration
    /// Attempts after the first, on 429, 5xx and lost connections.
    public let retries: Int
    /// Bytes of the longest answer.
    public let answerLimit: Int

    /// - Throws: `invalidInput` when the URL is not http or https, or a number is out of range.
    public init(
        baseURL: String, model: String, key: String? = nil, timeout: Duration = .seconds(60), retries: Int = 2,
        answerLimit: Int = 1 << 20
    ) throws(StageError) {
        guard baseURL.hasPrefix("http://") || baseURL.hasPrefix("https://") else {
            throw StageError(.invalidInput, "the chat base_url does not start with http:// or https://")
        }
        guard !model.isEmpty else { throw StageError(.invalidInput, "the chat model is empty") }
        guard (0...5).contains(retries), timeout > .zero else {
            throw StageError(.invalidInput, "chat retries is \(retries)", hint: "0 to 5, and a time-out above zero")
        }
        self.baseURL = baseURL.hasSuffix("/") ? String(baseURL.dropLast()) : baseURL
        self.model = model
        self.key = key.flatMap { $0.isEmpty ? nil : $0 }
        self.timeout = timeout
        self.retries = retries
        self.answerLimit = answerLimit
    }

    /// The value of the `Authorization` header.
    var authorization: String? { key.map { "Bearer \($0)" } }

    /// Never shows the key, nor the URL, which may hold one.
    public var description: String { "chat:\(model)" }
}
