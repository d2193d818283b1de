/// Everything about a video that is a choice and not content.
///
/// The same options and the same content give the same video: all random choices come from `seed`.
public struct RenderOptions: Codable, Equatable, Sendable {
    /// Frames per second of every video this service makes.
    public static let framesPerSecond = 30

    public let aspect: Aspect
    public let preset: RenderPreset
    public let subtitlesEnabled: Bool
    public let subtitles: SubtitleStyle
    /// Whether a thin bar along the edge shows how much of the video has passed.
    public let progressBar: Bool
    /// How long one scene takes to turn into the next, in seconds; 0 to 1, 0 for hard cuts.
    public let transition: Double
    /// 0 (none) to 1; 0.2 sits well below a voice.
    public let musicVolume: Double
    /// 0 to 2; 1 leaves the voice as it was synthesized, before the mix is normalized to -14 LUFS.
    public let voiceVolume: Double
    /// Threads of one encoder, 1 to 16.
    public let threads: Int
    public let seed: UInt64

    /// - Throws: `invalidInput` that names the field and its range.
    public init(
        aspect: Aspect = .portrait,
        preset: RenderPreset = .standard,
        subtitlesEnabled: Bool = true,
        subtitles: SubtitleStyle = .standard,
        progressBar: Bool = true,
        transition: Double = 0.4,
        musicVolume: Double = 0.2,
        voiceVolume: Double = 1,
        threads: Int = 2,
        seed: UInt64 = 0
    ) throws(StageError) {
        try Self.check("video_transition_duration", transition, 0...1)
        try Self.check("bgm_volume", musicVolume, 0...1)
        try Self.check("voice_volume", voiceVolume, 0...2)
        try Self.check("n_threads", Double(threads), 1...16)
        self.aspect = aspect
        self.preset = preset
        self.subtitlesEnabled = subtitlesEnabled
        self.subtitles = subtitles
        self.progressBar = progressBar
        self.transition = transition
        self.musicVolume = musicVolume
        self.voiceVolume = voiceVolume
        self.threads = threads
        self.seed = seed
    }

    /// The size of the encoded picture.
    public var size: PixelSize { preset.size(of: aspect) }

    /// The length of a transition in whole frames.
    public var transitionFrames: Int { Int((transition * Double(Self.framesPerSecond)).rounded()) }

    private static func check(
        _ field: String, _ value: Double, _ range: ClosedRange<Double>
    ) throws(StageError) {
        guard range.contains(value) else {
            throw StageError(
                .invalidInput, "\(field) is \(value); it must be \(range.lowerBound) ... \(range.upperBound)")
        }
    }
}
