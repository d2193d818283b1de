/// What the service knows of a video because it made it.
public struct VideoManifest: Codable, Equatable, Sendable {
    /// Words spoken.
    public let words: Int
    /// Whether subtitles are burned in.
    public let hasSubtitles: Bool
    /// Changes of scene, soft ones too, which no detector finds.
    public let sceneChanges: Int

    public init(words: Int, hasSubtitles: Bool, sceneChanges: Int) {
        self.words = words
        self.hasSubtitles = hasSubtitles
        self.sceneChanges = sceneChanges
    }
}

/// What happens in a video.
public struct ContentFindings: Codable, Equatable, Sendable {
    public let shots: Int
    public let shotsPerMinute: Double
    public let meanShotSeconds: Double
    /// `detector` for hard cuts that were seen, `manifest` where the service made the video itself.
    public let shotsFrom: String
    /// Temporal information after ITU-T P.910, between frames half a second apart.
    public let motion: Double
    /// Spatial information after ITU-T P.910.
    public let detail: Double
    /// Mean saturation, 0 to 180.
    public let saturation: Double
    /// Mean luma, 16 to 235.
    public let brightness: Double
    /// The mean hue in degrees, in the plane of the two colour differences.
    public let hue: Double
    /// The share of time that is not silent, 0 to 1.
    public let soundShare: Double
    /// Only for videos of this service.
    public let wordsPerMinute: Double?
    public let hasSubtitles: Bool?

    private enum CodingKeys: String, CodingKey {
        case shots, motion, detail, saturation, brightness, hue
        case shotsPerMinute = "shots_per_minute"
        case meanShotSeconds = "mean_shot_seconds"
        case shotsFrom = "shots_from"
        case soundShare = "sound_share"
        case wordsPerMinute = "words_per_minute"
        case hasSubtitles = "has_subtitles"
    }

    init(_ found: Measurements, manifest: VideoManifest?) {
        let minutes = found.duration / 60
        shots = (manifest?.sceneChanges ?? found.log.cuts.count) + 1
        shotsFrom = manifest == nil ? "detector" : "manifest"
        shotsPerMinute = Self.round(Double(shots) / minutes)
        meanShotSeconds = Self.round(found.duration / Double(shots))
        motion = Self.round(found.samples.mean("siti.ti") ?? 0)
        detail = Self.round(found.samples.mean("siti.si") ?? 0)
        saturation = Self.round(found.samples.mean("signalstats.SATAVG") ?? 0)
        brightness = Self.round(found.brightness ?? 0)
        hue = Self.round(found.samples.mean("signalstats.HUEAVG") ?? 0)
        soundShare = Self.round(1 - found.silentShare)
        wordsPerMinute = manifest.map { Self.round(Double($0.words) / minutes) }
        hasSubtitles = manifest?.hasSubtitles
    }

    private static func round(_ value: Double) -> Double { (value * 100).rounded() / 100 }
}
