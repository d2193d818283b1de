/// Tries one extractor after the other; a later one's list says in its warnings what went wrong before.
public struct FallbackTermExtractor: TermExtractor {
    private let extractors: [any TermExtractor]

    /// - Parameter extractors: in order of preference, at least one.
    public init(_ extractors: [any TermExtractor]) { self.extractors = extractors }

    /// - Throws: the last extractor's error; `cancelled` at once.
    public func terms(_ request: TermRequest) async throws(StageError) -> TermList {
        var failures: [StageError] = []
        for extractor in extractors {
            do throws(StageError) {
                let list = try await extractor.terms(request)
                let warnings = failures.map { "\($0.message); used \(list.provider) instead" }
                return TermList(terms: list.terms, provider: list.provider, warnings: warnings + list.warnings)
            } catch {
                if error.code == .cancelled { throw error }
                failures.append(error)
            }
        }
        throw failures.last ?? StageError(.missingPart, "no term extractor is configured")
    }
}
