/// Mixes the voice with music that gives way to it, and brings the sum to -14 LUFS.
public struct AudioMixer: Sendable {
    /// What the mix is to be: the level of the large platforms.
    public static let targetLufs = -14.0
    /// Room is left for what the AAC encoder adds to peaks.
    public static let peakLimit = -2.0

    private let tools: RenderTools

    public init(tools: RenderTools = RenderTools()) { self.tools = tools }

    /// Writes `path`, a stereo 48 kHz WAV file of exactly `duration` seconds.
    ///
    /// - Parameters:
    ///   - music: repeated when it is too short; nil for the voice alone.
    ///   - musicVolume: 0 to 1, 0.2 is 9 dB below full.
    /// - Returns: CPU seconds used.
    public func mix(
        voice: String, music: String?, duration: Double, options: RenderOptions, to path: String
    ) async throws(StageError) -> Double {
        try await AtomicFile.write(to: path) { part throws(StageError) in
            let raw = AtomicFile.part(of: part)
            defer { AtomicFile.remove(raw) }
            let bed = options.musicVolume > 0 ? music : nil
            let program = tools.audio(seconds: duration)
            var cpu = try await program.runToSuccess(
                arguments(voice: voice, music: bed, duration: duration, options: options, to: raw)
            ).cpuSeconds
            let measured = try await measure(raw, duration)
            cpu += measured.cpu
            return try await cpu + level(raw, measured.loudness, duration, to: part)
        }
    }

    /// Measures any sound file.
    func measure(_ path: String, _ duration: Double) async throws(StageError) -> (loudness: Loudness, cpu: Double) {
        let result = try await tools.audio(seconds: duration).runToSuccess(
            ["-hide_banner", "-nostdin", "-nostats", "-v", "info"] + MediaGuard.input(path, seconds: duration + 1)
                + ["-map", "0:a:0", "-af", "ebur128=peak=true:framelog=verbose", "-f", "null", "-"])
        guard let loudness = Loudness(summary: result.errorTail) else {
            throw StageError(.providerFailed, "the loudness of the mix could not be measured")
        }
        return (loudness, result.cpuSeconds)
    }

    /// Turns the whole mix up or down, and limits the few peaks that would be too high then.
    ///
    /// The limiter takes a little loudness away, so the gain is corrected and tried again; twice is enough.
    private func level(
        _ raw: String, _ measured: Loudness, _ duration: Double, to path: String
    ) async throws(StageError) -> Double {
        var gain = measured.isSilent ? 0 : min(40, Self.targetLufs - measured.lufs)
        var cpu = 0.0
        for _ in 0..<3 {
            let limits = measured.truePeak + gain > Self.peakLimit
            cpu += try await tools.audio(seconds: duration).runToSuccess(
                RenderTools.quiet + MediaGuard.input(raw, seconds: duration + 1)
                    + [
                        "-af", filter(gain: gain, limits: limits), "-c:a", "pcm_s16le", "-f", "wav",
                        MediaGuard.url(path),
                    ]
            ).cpuSeconds
            guard limits, !measured.isSilent else { return cpu }
            let now = try await measure(path, duration)
            cpu += now.cpu
            if abs(now.loudness.lufs - Self.targetLufs) < 0.5 { return cpu }
            gain = min(40, gain + Self.targetLufs - now.loudness.lufs)
        }
        return cpu
    }

    /// Limited at four times the rate, where peaks between samples show.
    private func filter(gain: Double, limits: Bool) -> String {
        let linear = "volume=\(MixGraph.decibels(gain))"
        let limit =
            limits ? ",aresample=192000,alimiter=limit=0.794:attack=5:release=60:level=false,aresample=48000" : ""
        return "\(linear)\(limit),\(MixGraph.format)"
    }

    private func arguments(
        voice: String, music: String?, duration: Double, options: RenderOptions, to path: String
    ) -> [String] {
        var inputs = MediaGuard.input(voice, seconds: duration)
        if let music { inputs += MediaGuard.input(music, seconds: duration, options: ["-stream_loop", "-1"]) }
        let graph = MixGraph(duration: duration, hasMusic: music != nil, options: options).text
        return RenderTools.quiet + inputs
            + ["-filter_complex", graph, "-map", "[o]", "-c:a", "pcm_f32le", "-f", "wav", MediaGuard.url(path)]
    }
}
