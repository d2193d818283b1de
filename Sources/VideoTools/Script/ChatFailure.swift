import AsyncHTTPClient

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

    init(_ error: any Error) {
        let timeouts: [HTTPClientError] = [.deadlineExceeded, .connectTimeout, .readTimeout]
        let isTimeout = (error as? HTTPClientError).map(timeouts.contains) ?? false
        // The client's own words may quote the URL, so only their kind is told.
        self.init(
            reason: isTimeout ? "did not answer in time" : "could not be reached (\(type(of: error)))",
            hint: "check base_url, and that the server runs", mayRetry: !isTimeout && !(error is CancellationError),
            isTimeout: isTimeout, wait: nil)
    }
}
