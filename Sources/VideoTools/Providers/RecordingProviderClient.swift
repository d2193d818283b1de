public import EventStore

/// Passes requests on, and notes in the log what came of them, as far as a policy allows.
public struct RecordingProviderClient: ProviderClient {
    private let client: any ProviderClient
    private let policy: RecordingPolicy

    public init(_ client: any ProviderClient, policy: RecordingPolicy) {
        self.client = client
        self.policy = policy
    }

    public func answer(to question: ProviderQuestion) async -> ProviderAnswer {
        guard policy != .off, let scope = ProviderScope.current else { return await client.answer(to: question) }
        let start = scope.clock.now()
        let answer = await client.answer(to: question)
        // What was given up has no answer.
        guard !Task.isCancelled else { return answer }
        let seconds = scope.clock.now().seconds(since: start)
        await scope.note(
            ProviderAnswered(
                task: scope.item.id, provider: question.provider, question: question.digest, policy: policy,
                status: answer.status, failure: answer.failure, retryAfter: answer.retryAfter,
                answer: policy.kept(String(decoding: answer.body, as: UTF8.self)), bytes: answer.body.count,
                seconds: seconds))
        return answer
    }
}

extension ProviderAnswer {
    fileprivate var status: Int? {
        guard case .status(let code) = outcome else { return nil }
        return code
    }

    fileprivate var failure: String? {
        switch outcome {
        case .status: nil
        case .timedOut: "timed_out"
        case .unreachable(let kind): "unreachable:\(kind)"
        case .blocked(let reason): "blocked:\(reason)"
        }
    }
}
