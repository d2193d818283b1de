/// What is asked for: the content of one video and its options.
public struct VideoRequest: Codable, Equatable, Sendable {
    /// What the video is about; written on the opening picture.
    public let subject: String
    public let narration: Narration
    /// Search phrases in the order of the text.
    public let terms: [String]
    /// Path of a sound file to play under the voice; nil for none.
    public let music: String?
    public let options: RenderOptions

    public init(
        subject: String, narration: Narration, terms: [String], music: String?, options: RenderOptions
    ) {
        self.subject = subject
        self.narration = narration
        self.terms = terms
        self.music = music
        self.options = options
    }
}

/// All decisions of one video, before anything is encoded.
public struct VideoPlan: Codable, Equatable, Sendable {
    public let scenes: ScenePlan
    /// One a scene.
    public let visuals: [Visual]
    public let phrases: [SubtitlePhrase]
    /// The encodes, in order of time.
    public let segments: [SegmentRecipe]
}
