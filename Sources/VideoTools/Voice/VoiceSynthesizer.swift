/// Something that speaks a text into a file and knows when every word is heard.
public protocol VoiceSynthesizer: Sendable {
    /// Speaks `request` into a mono WAV file that appears whole or not at all.
    ///
    /// - Parameter path: absolute, ends in `.wav`; its folder is made, an older file is replaced.
    /// - Throws: `invalidInput`, `limitExceeded`, `missingPart`, `providerFailed`, `timedOut`, `cancelled`.
    func speak(_ request: VoiceRequest, to path: String) async throws(StageError) -> Narration

    /// The voices that can speak here.
    func catalogue() async throws(StageError) -> VoiceCatalogue
}

extension VoiceSynthesizer {
    /// None that could be chosen by name.
    public func catalogue() async throws(StageError) -> VoiceCatalogue { VoiceCatalogue(voices: []) }
}
