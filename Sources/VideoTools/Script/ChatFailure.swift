/// Why one attempt at a chat endpoint failed, in words that hold no secret.
struct ChatFailure: Error {
    let reason: String
    let hint: String?
    let mayRetry: Bool
    let isTimeout: Bool
    /// How long the endpoint wants us to wait; bounded.
    let wait: Duration?

    static var noText: ChatFailure {
        ChatFailure(reason: "gave an answer without text", hint: nil, mayRetry: false, isTimeout: false, wait: nil)
    }

    private init(reason: String, hint: String?, mayRetry: Bool, isTimeout: Bool, wait: Duration?) {
        self.reason = reason
        self.hint = hint
        self.mayRetry = mayRetry
        self.isTimeout = isTimeout
        self.wait = wait
    }

    init(status: Int, retryAfter: String?) {
        let hints = [
            401: "check the key", 402: "check the balance of the account", 403: "check the key's rights",
            404: "check base_url and model", 429: "too many requests, or the quota is used up",
        ]
        self.init(
            reason: "answered with status \(status)", hint: hints[status], mayRetry: status == 429 || status >= 500,
            isTimeout: false, wait: retryAfter.flatMap { Int($0) }.map { .seconds(min(10, max(0, $0))) })
    }

    /// - Parameter answer: one that is no success.
    init(_ answer: ProviderAnswer) {
        let hint = "check base_url, and that the server runs"
        switch answer.outcome {
        case .status(let code): self.init(status: code, retryAfter: answer.retryAfter)
        case .timedOut:
            self.init(reason: "did not answer in time", hint: hint, mayRetry: false, isTimeout: true, wait: nil)
        case .unreachable(let kind):
            self.init(
                reason: "could not be reached (\(kind))", hint: hint, mayRetry: kind != "CancellationError",
                isTimeout: false, wait: nil)
        case .blocked(let reason):
            self.init(reason: "was not asked: \(reason)", hint: nil, mayRetry: false, isTimeout: false, wait: nil)
        }
    }
}
