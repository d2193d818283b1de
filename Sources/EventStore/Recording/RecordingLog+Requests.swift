import Synchronization

// What is kept of a request, its answer and its span.

extension RecordingLog {
    /// What is kept of an event of a request; nil where it is no such event, or whole.
    func keptOfRequest(_ event: any Event, in proposal: Proposal) -> (any Event)? {
        switch event {
        case let received as RequestReceived: return kept(received)
        case let call as ToolCompleted: return kept(call)
        case let span as SpanEnded:
            guard let message = span.message, span.attributes["task.id"] == nil else { return nil }
            let level = level(of: proposal)
            guard level > .full else { return nil }
            return span.saying(withholding.text(message, at: "message", level: level).value.string)
        default: return nil
        }
    }

    private func kept(_ received: RequestReceived) -> RequestReceived? {
        let kept = withholding.params(received)
        guard let withheld = kept.withheld else { return nil }
        requests.withLock { $0[received.request] = withheld.policy }
        return received.keeping(kept.value, withheld)
    }

    private func kept(_ call: ToolCompleted) -> ToolCompleted? {
        let recording = TaskRecording(rule: withholding.rules[call.tool], level: level(of: call.request))
        let kept =
            if let words = call.result.string {
                withholding.text(words, at: "result", level: recording.results)
            } else {
                withholding.made(call.result, at: "result", recording.rule, level: recording.level)
            }
        guard let withheld = kept.withheld else { return nil }
        return call.keeping(kept.value, withheld)
    }

    /// What is kept of words about the request that a proposal ends.
    private func level(of proposal: Proposal) -> RecordingPolicy {
        guard let request = proposal.metadata.trace?.spanID.hex else { return .full }
        let call = proposal.events.lazy.compactMap { $0 as? ToolCompleted }.first
        let rule = call.map { withholding.rules[$0.tool] } ?? RecordingRule()
        return TaskRecording(rule: rule, level: level(of: request)).results
    }

    private func level(of request: String) -> RecordingPolicy { requests.withLock { $0[request] } ?? .full }

    func forget(_ request: String) { requests.withLock { _ = $0.removeValue(forKey: request) } }
}
