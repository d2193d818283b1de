/// One judgement: one measured number made into points.
public struct SubScore: Codable, Equatable, Sendable {
    public let name: String
    /// What was measured; nil where it could not be, which costs nothing, or there is no audio, which costs all.
    public let value: Double?
    /// What the number counts, such as `LUFS`.
    public let unit: String
    /// 0 to 10.
    public let points: Double
    public let weight: Double
    /// The range that gets full points, in words.
    public let target: String

    private enum CodingKeys: String, CodingKey { case name, value, unit, points = "score", weight, target }
}

/// Points along a line between two anchors, clamped to them.
struct Anchors: Sendable {
    let from: (value: Double, points: Double)
    let to: (value: Double, points: Double)

    init(_ value: Double, _ points: Double, _ otherValue: Double, _ otherPoints: Double) {
        from = (value, points)
        to = (otherValue, otherPoints)
    }

    func points(_ value: Double) -> Double {
        let share = min(1, max(0, (value - from.value) / (to.value - from.value)))
        return from.points + share * (to.points - from.points)
    }
}
