/// Looks at a video and judges it.
///
/// Two passes of ffmpeg: one over two frames a second at a short side of 480 with all detectors and the sound,
/// one over the key frames at their own size, which alone shows whether the picture was scaled up.
public struct VideoAnalyzer: Sendable {
    /// What is refused; a hostile file must not keep the machine busy.
    public struct Limits: Sendable {
        /// Seconds.
        public let duration: Double
        /// Pixels of the long side.
        public let side: Int
        public let framesPerSecond: Double

        public init(duration: Double = 600, side: Int = 4096, framesPerSecond: Double = 61) {
            self.duration = duration
            self.side = side
            self.framesPerSecond = framesPerSecond
        }
    }

    private let tools: RenderTools
    private let limits: Limits

    public init(tools: RenderTools = RenderTools(), limits: Limits = Limits()) {
        self.tools = tools
        self.limits = limits
    }

    /// Analyses a file that ``InputPolicy`` has allowed.
    public func analyze(_ file: AllowedFile, type: AnalysisType) async throws(StageError) -> AnalysisReport {
        // Open for as long as programs read it.
        defer { withExtendedLifetime(file) {} }
        return try await analyze(file.path, type: type)
    }

    /// Analyses a file of the service's own.
    ///
    /// - Parameter manifest: what is known of the video when this service made it.
    /// - Throws: `invalidInput` for what is no video or exceeds a limit; `timedOut`; `cancelled`.
    public func analyze(
        _ path: String, type: AnalysisType, manifest: VideoManifest? = nil
    ) async throws(StageError) -> AnalysisReport {
        let info = try await tools.probe.info(path)
        let facts = try admitted(info)
        let found = try await measure(path, info, facts)
        let score = QualityScore(found)
        var advice = type.includes(.quality) ? Recommendations.from(score, hasAudio: found.hasAudio) : []
        var performance: PerformanceFindings?
        if type.includes(.performance) {
            let findings = try await self.performance(path, info, facts)
            advice += Recommendations.from(findings)
            performance = findings
        }
        return AnalysisReport(
            results: AnalysisReport.Results(
                media: facts, quality: type.includes(.quality) ? score : nil,
                content: type.includes(.content) ? ContentFindings(found, manifest: manifest) : nil,
                performance: performance),
            recommendations: advice, qualityScore: score.total)
    }

    private func admitted(_ info: MediaInfo) throws(StageError) -> AnalysisReport.MediaFacts {
        guard let video = info.video, let width = video.width, let height = video.height, let seconds = info.duration,
            let rate = info.frameRate
        else { throw StageError(.invalidInput, "video_uri: the file has no moving picture") }
        guard seconds <= limits.duration else {
            throw StageError(.limitExceeded, "video_uri: \(Int(seconds)) s long; at most \(Int(limits.duration)) s")
        }
        guard max(width, height) <= limits.side, rate <= limits.framesPerSecond else {
            throw StageError(
                .limitExceeded,
                "video_uri: \(width)x\(height) at \(Int(rate)) fps; at most \(limits.side) px and \(Int(limits.framesPerSecond)) fps"
            )
        }
        return AnalysisReport.MediaFacts(
            duration: seconds, width: width, height: height, fps: (rate * 1000).rounded() / 1000,
            codec: video.codec_name ?? "unknown", audio: info.audio?.codec_name)
    }

    private func measure(
        _ path: String, _ info: MediaInfo, _ facts: AnalysisReport.MediaFacts
    ) async throws(StageError) -> Measurements {
        let passes = AnalysisPasses(path: path, facts: facts)
        let program = ExternalProgram(
            executable: tools.ffmpeg, niceness: tools.niceness,
            timeout: .seconds(tools.slowness * facts.duration + 60), outputLimit: 16 << 20, errorTailLimit: 4 << 20,
            memoryLimit: tools.memoryLimit, fileSizeLimit: tools.fileSizeLimit)
        let survey = try await program.runToSuccess(passes.survey)
        let samples = FrameSamples(printed: survey.output)
        let active = passes.activePart(samples)
        let close = try await program.runToSuccess(passes.details(active))
        return Measurements(
            info: info, samples: samples, details: FrameSamples(printed: close.output),
            log: DetectorLog(text: survey.errorTail, duration: facts.duration), activeArea: active.share)
    }

    private func performance(
        _ path: String, _ info: MediaInfo, _ facts: AnalysisReport.MediaFacts
    ) async throws(StageError) -> PerformanceFindings {
        let passes = AnalysisPasses(path: path, facts: facts)
        let probe = ExternalProgram(executable: tools.ffprobe, timeout: .seconds(60))
        let packets = try await probe.runToSuccess(passes.packets)
        let keyframes = packets.output.split(separator: "\n").count { $0.contains("K") }
        let decoded = try await tools.audio(seconds: 60).runToSuccess(passes.decode)
        let speed =
            decoded.cpuSeconds > 0 ? min(facts.duration, AnalysisPasses.decodeSeconds) / decoded.cpuSeconds : nil
        return PerformanceFindings(info, layout: Mp4Layout(path: path), keyframes: keyframes, decodeSpeed: speed)
    }
}
