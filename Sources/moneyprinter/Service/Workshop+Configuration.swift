import Foundation
import VideoTools

extension Workshop {
    /// The makers of a video that a configuration chooses.
    ///
    /// - Throws: where a part is missing that no default video can be made without.
    init(_ configuration: Configuration, folder: String, publicURL: String?) throws {
        let wordNet = try WordNet(folder: configuration.script.wordnetFolder)
        let chat = configuration.chatEndpoint
        var limits = Workshop.Limits()
        limits.videoSeconds = Double(configuration.limits.videoSeconds)
        limits.batches = configuration.tasks.maxConcurrent
        self.init(
            script: FallbackScriptWriter(chat: chat, wordNet: wordNet),
            terms: FallbackTermExtractor(chat: chat, wordNet: wordNet),
            voice: VoiceBooth(environment: VoiceEnvironment(python: configuration.neuralPython)),
            music: MusicRenderer(soundfont: configuration.video.soundfont),
            renderer: VideoRenderer(
                icons: try IconCatalogue(),
                library: configuration.materials.folder.map { MaterialLibrary(roots: [$0]) }),
            analyzer: VideoAnalyzer(),
            links: ResultLinks(publicURL: publicURL, folder: folder),
            readableFolders: configuration.materials.folder.map { [$0] } ?? [],
            limits: limits)
    }
}
