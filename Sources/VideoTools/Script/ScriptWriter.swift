/// Something that writes the spoken text of a video.
public protocol ScriptWriter: Sendable {
    /// Writes plain spoken text of about 55 to 90 words a paragraph.
    ///
    /// - Throws: `invalidInput` when it cannot write about this subject or in this language,
    ///   `providerFailed` or `timedOut` when a provider is at fault.
    func write(_ request: ScriptRequest) async throws(StageError) -> Script
}
