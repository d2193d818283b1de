import Foundation
import VideoTools

extension Workshop {
    /// The makers of a video that a configuration chooses.
    ///
    /// - Throws: where a part is missing that no default video can be made without.
    init(_ configuration: Configuration, folder: String, publicURL: String?) throws {
        let provider = RecordingProviderClient(
            OutboundProviderClient(client: configuration.outbound.client),
            policy: configuration.recording.providerAnswers)
        let (script, terms) = try Self.writers(configuration, provider)
        var limits = Workshop.Limits()
        limits.videoSeconds = Double(configuration.limits.videoSeconds)
        limits.batches = configuration.tasks.maxConcurrent
        self.init(
            script: script, terms: terms,
            voice: WorkerVoice(environment: VoiceEnvironment(python: configuration.voice.neuralPython)),
            music: MusicRenderer(soundFont: configuration.video.soundfont),
            renderer: VideoRenderer(
                icons: try IconCatalogue(),
                library: configuration.materials.folder.map { MaterialLibrary(roots: [$0]) }),
            analyzer: VideoAnalyzer(),
            links: ResultLinks(publicURL: publicURL, folder: folder),
            readableFolders: configuration.materials.folder.map { [$0] } ?? [],
            limits: limits)
    }

    /// The same makers, but nothing outside of the machine is asked: `provider` answers in its place.
    func sandboxed(_ configuration: Configuration, provider: any ProviderClient) throws -> Workshop {
        var copy = self
        (copy.script, copy.terms) = try Self.writers(configuration, provider)
        return copy
    }

    private static func writers(
        _ configuration: Configuration, _ provider: any ProviderClient
    ) throws -> (any ScriptWriter, any TermExtractor) {
        let wordNet = try WordNet(folder: configuration.script.wordnetFolder)
        let chat = try chat(configuration)
        let writers: [any ScriptWriter] =
            chat.map { [ChatScriptWriter(configuration: $0, provider: provider)] } ?? []
        let extractors: [any TermExtractor] =
            chat.map { [ChatTermExtractor(configuration: $0, provider: provider)] } ?? []
        return (
            FallbackScriptWriter(writers + [WordNetScriptWriter(wordNet: wordNet)]),
            FallbackTermExtractor(extractors + [RakeTermExtractor(wordNet: wordNet)])
        )
    }

    /// The chat endpoint; nil where none is configured, or the word list alone is wanted.
    private static func chat(_ configuration: Configuration) throws -> ChatConfiguration? {
        guard configuration.script.provider != .wordnet, let url = configuration.llm.endpoint else { return nil }
        return try ChatConfiguration(
            baseURL: url, model: configuration.llm.model, key: configuration.llm.apiKey?.value,
            timeout: .seconds(configuration.llm.timeoutSeconds))
    }
}
