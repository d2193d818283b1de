public import EventStore
import Synchronization

/// Answers requests from a recording, and lets none of them out.
///
/// The same question asked again gets the next of its answers. One that was never asked, or whose answer was not
/// kept, is refused.
public final class RecordedProviderClient: ProviderClient {
    fileprivate struct State {
        var answers: [String: [ProviderAnswered]]
        var answered = 0
        var blocked: [String] = []
    }

    private let state: Mutex<State>

    /// - Parameter recording: in the order in which they came.
    public init(_ recording: [ProviderAnswered]) {
        state = Mutex(State(answers: Dictionary(grouping: recording, by: \.question)))
    }

    /// Requests that were answered so far.
    public var answered: Int { state.withLock(\.answered) }

    /// Why other requests were refused, one text each.
    public var blocked: [String] { state.withLock(\.blocked) }

    public func answer(to question: ProviderQuestion) async -> ProviderAnswer {
        state.withLock { state in
            guard let known = state.answers[question.digest]?.first else {
                return state.refuse("\(question.provider) was not asked this when it was recorded")
            }
            guard known.policy == .full else {
                return state.refuse("\(question.provider): its answer was recorded as '\(known.policy.rawValue)'")
            }
            state.answers[question.digest]?.removeFirst()
            state.answered += 1
            return ProviderAnswer(recorded: known)
        }
    }
}

extension RecordedProviderClient.State {
    fileprivate mutating func refuse(_ reason: String) -> ProviderAnswer {
        blocked.append(reason)
        return ProviderAnswer(.blocked(reason))
    }
}

extension ProviderAnswer {
    fileprivate init(recorded event: ProviderAnswered) {
        let kind = event.failure?.split(separator: ":", maxSplits: 1).last.map(String.init) ?? "lost"
        let outcome: Outcome =
            event.status.map { .status($0) } ?? (event.failure == "timed_out" ? .timedOut : .unreachable(kind))
        self.init(outcome, retryAfter: event.retryAfter, body: Array((event.answer ?? "").utf8))
    }
}
