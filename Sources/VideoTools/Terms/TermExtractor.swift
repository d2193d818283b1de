/// Something that finds search phrases in a script.
public protocol TermExtractor: Sendable {
    /// - Throws: `providerFailed` or `timedOut` when a provider is at fault.
    func terms(_ request: TermRequest) async throws(StageError) -> TermList
}
