/// The quality of a video as one number, and the table it comes from.
public struct QualityScore: Codable, Equatable, Sendable {
    /// 0 to 10, with one decimal: 0.7 of the weighted mean plus 0.3 of the worst.
    public let total: Double
    public let parts: [SubScore]

    private enum CodingKeys: String, CodingKey { case total = "score", parts = "sub_scores" }

    init(_ found: Measurements) {
        parts = Self.picture(found) + Self.sound(found)
        let weights = parts.reduce(0) { $0 + $1.weight }
        let mean = parts.reduce(0) { $0 + $1.points * $1.weight } / weights
        let worst = parts.map(\.points).min() ?? 0
        total = (min(10, max(0, 0.7 * mean + 0.3 * worst)) * 10).rounded() / 10
    }

    private static func picture(_ found: Measurements) -> [SubScore] {
        [
            part("resolution", Double(found.shortSide), "px short side", 2, Anchors(240, 1, 1080, 10), "1080 or more"),
            part("frame_rate", found.info.frameRate, "fps", 1, Anchors(12, 2, 24, 10), "24 or more"),
            part("sharpness", found.blur, "blur", 2, Anchors(4.8, 10, 8, 1), "4.8 or less"),
            // Photographs measure 1.5, drawn cards 3.7 however well they are encoded; photographs at crf 45 over 100.
            part("blockiness", found.blockiness, "block", 1, Anchors(4.5, 10, 15, 2), "4.5 or less"),
            exposure(found.brightness),
            part("black", found.blackShare * 100, "% of time", 1.5, Anchors(0, 10, 30, 0), "0"),
            part("frozen", found.frozenShare * 100, "% of time", 1.5, Anchors(5, 10, 60, 0), "5 or less"),
            part("framing", found.activeArea * 100, "% of picture", 1, Anchors(40, 2, 95, 10), "95 or more"),
        ]
    }

    private static func exposure(_ brightness: Double?) -> SubScore {
        let anchors = (brightness ?? 128) < 140 ? Anchors(25, 1, 75, 10) : Anchors(205, 10, 235, 2)
        return part("exposure", brightness, "mean luma", 1.5, anchors, "75 ... 205")
    }

    /// A video without sound gets no points for it.
    private static func sound(_ found: Measurements) -> [SubScore] {
        let loudness = found.hasAudio ? found.log.loudness : nil
        let distance = loudness.map { abs($0.lufs + 14) }
        return [
            SubScore(
                name: "loudness", value: loudness.map { round($0.lufs) }, unit: "LUFS",
                points: distance.map { round(Anchors(1.5, 10, 16, 0).points($0)) } ?? 0, weight: 1.5,
                target: "-15.5 ... -12.5"),
            SubScore(
                name: "true_peak", value: loudness.map { round($0.truePeak) }, unit: "dBTP",
                points: loudness.map { round(Anchors(-1, 10, 1, 2).points($0.truePeak)) } ?? 0, weight: 0.5,
                target: "-1 or less"),
            SubScore(
                name: "silence", value: found.hasAudio ? round(found.silentShare * 100) : nil, unit: "% of time",
                points: found.hasAudio ? round(Anchors(15, 10, 70, 0).points(found.silentShare * 100)) : 0, weight: 1,
                target: "15 or less"),
        ]
    }

    private static func part(
        _ name: String, _ value: Double?, _ unit: String, _ weight: Double, _ anchors: Anchors, _ target: String
    ) -> SubScore {
        SubScore(
            name: name, value: value.map(round), unit: unit, points: round(value.map(anchors.points) ?? 10),
            weight: weight, target: target)
    }

    private static func round(_ value: Double) -> Double { (value * 100).rounded() / 100 }
}
