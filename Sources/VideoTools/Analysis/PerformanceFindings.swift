/// How well a file suits players and networks.
public struct PerformanceFindings: Codable, Equatable, Sendable {
    /// Of the whole file, in bits per second.
    public let bitrate: Int?
    /// Bits for each pixel of each frame; 0.05 to 0.1 is usual for H.264.
    public let bitsPerPixel: Double?
    public let megabytesPerMinute: Double?
    /// Whether the index comes first; nil for containers without one.
    public let faststart: Bool?
    /// Mean seconds between key frames.
    public let keyframeSpacing: Double?
    public let codec: String?
    public let profile: String?
    public let pixelFormat: String?
    /// Seconds that the picture lasts longer than the sound.
    public let durationSkew: Double?
    /// Seconds of video that one CPU second decodes.
    public let decodeSpeed: Double?

    private enum CodingKeys: String, CodingKey {
        case bitrate, faststart, codec, profile
        case bitsPerPixel = "bits_per_pixel"
        case megabytesPerMinute = "megabytes_per_minute"
        case keyframeSpacing = "keyframe_spacing_seconds"
        case pixelFormat = "pixel_format"
        case durationSkew = "duration_skew_seconds"
        case decodeSpeed = "decode_speed"
    }

    init(_ info: MediaInfo, layout: Mp4Layout, keyframes: Int, decodeSpeed: Double?) {
        let video = info.video
        let seconds = max(info.duration ?? 0, 0.04)
        bitrate = info.format.bit_rate.flatMap(Int.init)
        let pixels = Double((video?.width ?? 0) * (video?.height ?? 0)) * (info.frameRate ?? 0)
        let rate = video?.bit_rate.flatMap(Double.init) ?? bitrate.map(Double.init)
        bitsPerPixel = pixels > 0 ? rate.map { Self.round($0 / pixels, 10_000) } : nil
        megabytesPerMinute = info.format.size.flatMap(Double.init).map { Self.round($0 / 1e6 / seconds * 60, 100) }
        faststart = layout.boxes.contains("moov") ? layout.startsFast : nil
        keyframeSpacing = keyframes > 0 ? Self.round(seconds / Double(keyframes), 100) : nil
        codec = video?.codec_name
        profile = video?.profile
        pixelFormat = video?.pix_fmt
        let lengths = [video, info.audio].map { $0?.duration.flatMap(Double.init) }
        if let picture = lengths[0], let sound = lengths[1] {
            durationSkew = Self.round(picture - sound, 1000)
        } else {
            durationSkew = nil
        }
        self.decodeSpeed = decodeSpeed.map { Self.round($0, 10) }
    }

    private static func round(_ value: Double, _ parts: Double) -> Double { (value * parts).rounded() / parts }
}
