/// Advice that follows from a number which missed its target, and quotes it.
enum Recommendations {
    /// Below this many points a number counts as missed.
    static let threshold = 7.0

    static func from(_ score: QualityScore, hasAudio: Bool) -> [String] {
        let sounds: Set<String> = ["loudness", "true_peak", "silence"]
        var advice = hasAudio ? [] : ["no audio stream: add a voice or music, or three of the scores stay at 0"]
        for part in score.parts where part.points < threshold && (hasAudio || !sounds.contains(part.name)) {
            guard let value = part.value else { continue }
            advice.append(text(part.name, value))
        }
        return advice
    }

    static func from(_ performance: PerformanceFindings) -> [String] {
        var advice: [String] = []
        if performance.faststart == false {
            advice.append(
                "the index (moov) is behind the media: remux with faststart so that playing can begin at once")
        }
        if let bits = performance.bitsPerPixel, bits > 0.2 {
            advice.append("\(number(bits)) bits per pixel: re-encode nearer to 0.05 ... 0.1 to save bandwidth")
        }
        if let gap = performance.keyframeSpacing, gap > 6 {
            advice.append("a key frame only every \(number(gap)) s: use 2 ... 5 s, so that seeking is quick")
        }
        if let format = performance.pixelFormat, format != "yuv420p", format != "yuvj420p" {
            advice.append("pixel format \(format): many players need yuv420p")
        }
        if let skew = performance.durationSkew, abs(skew) > 0.2 {
            advice.append("picture and sound differ in length by \(number(skew)) s: trim the longer one")
        }
        return advice
    }

    private static func text(_ name: String, _ value: Double) -> String {
        let quoted = number(value)
        switch name {
        case "resolution": return "short side \(quoted) px: render at 1080 px"
        case "frame_rate": return "\(quoted) fps: use at least 24"
        case "sharpness": return "blur \(quoted) (4.8 is sharp): use sharper sources, and do not scale them up"
        case "blockiness": return "block artefacts \(quoted) (4.5 is clean): raise the bitrate or lower the crf"
        case "exposure":
            return value < 140
                ? "mean luma \(quoted): brighten the picture, target 75 or more"
                : "mean luma \(quoted): darken the picture, target 205 or less"
        case "black": return "\(quoted) % of the time is black: cut it or put a picture there"
        case "frozen": return "\(quoted) % of the time nothing moves: add motion, target 5 % or less"
        case "framing": return "only \(quoted) % of the picture is used: crop or scale to remove the black edges"
        case "loudness":
            let change = number(abs(-14 - value))
            return "\(quoted) LUFS: \(value < -14 ? "raise" : "lower") by \(change) dB, target -14"
        case "true_peak": return "true peak \(quoted) dB: lower or limit it to -1"
        case "silence": return "\(quoted) % of the time is silent: add music or tighten the pauses"
        default: return "\(name) is \(quoted)"
        }
    }

    /// Two decimals at most.
    private static func number(_ value: Double) -> String {
        let rounded = (value * 100).rounded() / 100
        return rounded == rounded.rounded() && abs(rounded) < 1e9 ? String(Int(rounded)) : String(rounded)
    }
}
