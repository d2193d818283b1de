import EventStore

/// What the worker works with: the makers of each part of a video, and the bounds on their use.
public struct Workshop: Sendable {
    /// How many tasks of a kind are worked on at once.
    public struct Limits: Sendable {
        public var quickTasks = 4
        public var voices = 2
        /// One render keeps two cores busy.
        public var renders = 1
        public var batches = 4
        /// Seconds of the longest video.
        public var videoSeconds = 180.0

        public init() {}
    }

    public var script: any ScriptWriter
    public var terms: any TermExtractor
    public var voice: any VoiceSynthesizer
    public var music: MusicRenderer
    public var renderer: VideoRenderer
    public var analyzer: VideoAnalyzer
    public var links: ResultLinks
    /// Folders from which files may be analysed, besides the tasks' own.
    public var readableFolders: [String]
    public var limits: Limits
    /// Videos that may be analysed though another log names them; nil for none.
    public var earlierVideos: FinishedVideos?

    public init(
        script: any ScriptWriter, terms: any TermExtractor, voice: any VoiceSynthesizer, music: MusicRenderer,
        renderer: VideoRenderer, analyzer: VideoAnalyzer, links: ResultLinks, readableFolders: [String] = [],
        limits: Limits = Limits()
    ) {
        self.script = script
        self.terms = terms
        self.voice = voice
        self.music = music
        self.renderer = renderer
        self.analyzer = analyzer
        self.links = links
        self.readableFolders = readableFolders
        self.limits = limits
    }

    /// The job of every kind of task.
    func jobs(log: any EventLog, folder: String) -> [TaskKind: any Job] {
        [
            .script: ScriptJob(workshop: self), .terms: TermsJob(workshop: self), .voice: VoiceJob(workshop: self),
            .video: VideoJob(workshop: self), .batch: BatchJob(log: log),
            .analysis: AnalysisJob(workshop: self, videos: FinishedVideos(log: log, folder: folder)),
        ]
    }
}
