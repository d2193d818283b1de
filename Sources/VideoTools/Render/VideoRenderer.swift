import Foundation

/// Makes a video in steps, each of which can be run alone, again, or not at all when it has been done.
///
/// Every step writes one file into the folder of the video and leaves a record of the key it was made by. A
/// step whose key and file are still the same is skipped, so an interrupted render goes on where it ended,
/// and a change redoes only what depends on it.
public struct VideoRenderer: Sendable {
    /// What came of one step.
    public struct Step: Codable, Equatable, Sendable {
        public let key: String
        public let output: StepOutput
        /// Whether the file was there already.
        public let skipped: Bool
        public let cpuSeconds: Double
    }

    public let tools: RenderTools
    private let icons: IconCatalogue
    private let library: MaterialLibrary?
    private let planner: ScenePlanner
    private let store = StepStore()

    public init(
        tools: RenderTools = RenderTools(), icons: IconCatalogue, library: MaterialLibrary? = nil,
        planner: ScenePlanner = ScenePlanner()
    ) {
        self.tools = tools
        self.icons = icons
        self.library = library
        self.planner = planner
    }

    /// Decides everything; encodes nothing, but looks into the user's material.
    public func plan(_ request: VideoRequest) async -> VideoPlan {
        let scenes = planner.plan(
            request.narration, terms: request.terms, subject: request.subject, options: request.options)
        let visuals = await VisualPlanner(icons: icons, library: library)
            .visuals(for: scenes, subject: request.subject, seed: request.options.seed)
        let phrases = SubtitlePhrase.phrases(of: request.narration)
        let book = RecipeBook(plan: scenes, visuals: visuals, phrases: phrases, options: request.options, icons: icons)
        return VideoPlan(scenes: scenes, visuals: visuals, phrases: phrases, segments: book.recipes())
    }

    /// Writes `captions.srt` and `captions.vtt`.
    public func captions(_ plan: VideoPlan, in folder: String) async throws(StageError) -> [Step] {
        let key = try StepKey.make("captions", version: 1, inputs: plan.phrases)
        var steps: [Step] = []
        for (name, text) in [
            ("captions.srt", SrtWriter.text(plan.phrases)), ("captions.vtt", VttWriter.text(plan.phrases)),
        ] {
            steps.append(
                try await run(key, at: "\(folder)/\(name)") { path throws(StageError) in
                    try AtomicFile.write(text, to: path)
                    return 0
                })
        }
        return steps
    }

    /// Encodes one of the plan's segments into `segments/`.
    ///
    /// - Parameter onFrames: frames of this segment done so far.
    public func segment(
        _ recipe: SegmentRecipe, in folder: String, onFrames: (@Sendable (Int) -> Void)? = nil
    ) async throws(StageError) -> Step {
        let key = try recipe.key
        return try await run(key, at: "\(folder)/segments/\(recipe.segment.name).mp4") { path throws(StageError) in
            try await SegmentRenderer(tools: tools).render(recipe, to: path, onFrames: onFrames)
        }
    }

    /// Mixes voice and music into `mix.wav`.
    public func mix(_ request: VideoRequest, _ plan: VideoPlan, in folder: String) async throws(StageError) -> Step {
        var sources = [try StepOutput.of(request.narration.audio).sha256]
        if let music = request.music { sources.append(try StepOutput.of(music).sha256) }
        let inputs = [plan.scenes.duration, request.options.musicVolume, request.options.voiceVolume]
        let key = try StepKey.make("mix", version: 1, inputs: inputs, upstream: sources)
        return try await run(key, at: "\(folder)/mix.wav") { path throws(StageError) in
            try await AudioMixer(tools: tools).mix(
                voice: request.narration.audio, music: request.music, duration: plan.scenes.duration,
                options: request.options, to: path)
        }
    }

    /// Joins everything into `final.mp4`, which appears only once it has been verified.
    public func mux(
        _ request: VideoRequest, _ plan: VideoPlan, segments: [Step], mix: Step, in folder: String
    ) async throws(StageError) -> Step {
        let key = try StepKey.make(
            "mux", version: 1, inputs: request.subject, upstream: segments.map(\.key) + [mix.key])
        let (frames, size) = (plan.scenes.totalFrames, request.options.size)
        return try await run(key, at: "\(folder)/final.mp4") { path throws(StageError) in
            try await Muxer(tools: tools).mux(
                segments: segments.map(\.output.path), audio: mix.output.path, frames: frames, title: request.subject,
                to: path
            ) { part throws(StageError) in
                try await OutputVerifier(tools: tools).verify(part, frames: frames, size: size)
            }
        }
    }

    /// Takes `poster.jpg` from the finished video.
    public func poster(_ plan: VideoPlan, video: Step, in folder: String) async throws(StageError) -> Step {
        let frame = PosterMaker.frame(of: plan.scenes)
        let key = try StepKey.make("poster", version: 1, inputs: frame, upstream: [video.key])
        return try await run(key, at: "\(folder)/poster.jpg") { path throws(StageError) in
            try await PosterMaker(tools: tools).make(from: video.output.path, frame: frame, to: path)
        }
    }

    private func run(
        _ key: String, at path: String, _ body: (_ path: String) async throws(StageError) -> Double
    ) async throws(StageError) -> Step {
        if let output = store.finished(key, at: path) {
            return Step(key: key, output: output, skipped: true, cpuSeconds: 0)
        }
        let cpu = try await body(path)
        return Step(key: key, output: try store.record(key, at: path), skipped: false, cpuSeconds: cpu)
    }
}
