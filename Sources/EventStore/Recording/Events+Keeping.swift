// The same events with less in them.

extension RequestReceived {
    func keeping(_ params: JSON, _ withheld: Withheld) -> RequestReceived {
        RequestReceived(
            request: request, transport: transport, revision: revision, method: method, rpcID: rpcID, client: client,
            params: params, access: access, withheld: withheld)
    }
}

extension ToolCompleted {
    func keeping(_ result: JSON, _ withheld: Withheld) -> ToolCompleted {
        ToolCompleted(
            request: request, tool: tool, outcome: outcome, result: result, seconds: seconds, withheld: withheld)
    }
}

extension SpanEnded {
    /// With another message.
    func saying(_ message: String?) -> SpanEnded {
        SpanEnded(
            name: name, kind: kind, parent: parent, start: start, seconds: seconds, status: status, message: message,
            attributes: attributes, resource: resource, scope: scope, traceState: traceState, events: events,
            links: links)
    }
}

extension TaskCreated {
    /// With another input; nil for one of which nothing is withheld.
    public func keeping(_ input: JSON, _ withheld: Withheld? = nil) -> TaskCreated {
        TaskCreated(
            task: task, kind: kind, tool: tool, input: input, parent: parent, estimatedSeconds: estimatedSeconds,
            withheld: withheld, charge: charge)
    }
}

extension TaskStageCompleted {
    /// With another result; nil for one of which nothing is withheld.
    public func keeping(_ result: JSON, _ withheld: Withheld? = nil) -> TaskStageCompleted {
        TaskStageCompleted(
            task: task, stage: stage, key: key, outputs: outputs, result: result, seconds: seconds,
            cpuSeconds: cpuSeconds, withheld: withheld)
    }
}

extension TaskCompleted {
    func keeping(_ result: JSON, _ withheld: Withheld) -> TaskCompleted {
        TaskCompleted(task: task, result: result, seconds: seconds, withheld: withheld)
    }
}

extension TaskFailed {
    /// With other words, and no hint.
    func keeping(_ message: String?, _ withheld: Withheld) -> TaskFailed {
        TaskFailed(
            task: task, stage: stage, code: code, message: message ?? "", hint: nil, withheld: withheld)
    }
}

extension ProviderAnswered {
    func keeping(_ answer: String?, _ policy: RecordingPolicy, question: String) -> ProviderAnswered {
        ProviderAnswered(
            task: task, provider: provider, question: question, policy: policy, status: status, failure: failure,
            retryAfter: retryAfter, answer: answer, bytes: bytes, seconds: seconds)
    }
}
