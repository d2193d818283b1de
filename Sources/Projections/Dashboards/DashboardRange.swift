public import EventStore
import Foundation

/// The time that a dashboard shows, and how finely.
public struct DashboardRange: Equatable, Sendable {
    /// Milliseconds since 1970, multiples of ``step``, so that a point stays where it is while time goes on.
    public let start: Int64
    public let end: Int64
    /// Milliseconds.
    public let step: Int64
    /// The exact end, for panels that show one moment.
    let moment: Int64

    /// Points of a chart where nobody asks for a step.
    static let points: Int64 = 120
    /// Points of a chart at most.
    public static let pointLimit: Int64 = 1000

    /// The whole steps of the time from `from` to `to`.
    ///
    /// - Parameter step: in milliseconds; nil for one that makes about 120 points. A finer one than 1,000 points is made
    ///   coarser.
    public init(from: Timestamp, to: Timestamp, step: Int64? = nil) {
        let span = max(0, to.milliseconds - from.milliseconds)
        let step = max(step ?? Self.step(for: span), (span + Self.pointLimit - 1) / Self.pointLimit, 1)
        self.step = step
        moment = to.milliseconds
        end = Self.floor(to.milliseconds, step)
        start = min(end, Self.floor(from.milliseconds, step) + step)
    }

    private init(start: Int64, end: Int64, step: Int64) {
        (self.start, self.end, self.step, moment) = (start, end, step, end)
    }

    /// Against which files are checked.
    static let sample = DashboardRange(start: 0, end: 3_600_000, step: 60_000)

    var count: Int { Int((end - start) / step) + 1 }

    static let variables = ["$__interval", "$__rate_interval", "$__range"]

    /// The expression with Grafana's variables replaced by what they are here.
    func fill(_ expression: String) -> String {
        guard expression.contains("$") else { return expression }
        let values = ["\(step)ms", "\(max(step, 60_000))ms", "\(max(end - start, step))ms"]
        return zip(Self.variables, values).reduce(expression) { text, variable in
            let (name, value) = variable
            let parts = text.replacing("${\(name.dropFirst())}", with: value).components(separatedBy: name)
            // A longer name that begins like this one is another's.
            return parts.dropFirst().reduce(parts[0]) { before, after in
                let isWhole = after.first.map { !$0.isLetter && !$0.isNumber && $0 != "_" } ?? true
                return before + (isWhole ? value : name) + after
            }
        }
    }

    /// The seconds of `now-6h`; nil where the text is not of that form.
    public static func span(_ text: String) -> Double? {
        guard text.hasPrefix("now-"), let unit = text.last, let seconds = units[unit] else { return nil }
        guard let count = Int(text.dropFirst(4).dropLast()), count > 0, count <= 100_000 else { return nil }
        return Double(count) * seconds
    }

    private static let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800]

    private static func floor(_ time: Int64, _ step: Int64) -> Int64 {
        let rest = time % step
        return rest >= 0 ? time - rest : time - rest - step
    }

    /// A round step, in milliseconds, that makes at most 120 points.
    private static func step(for span: Int64) -> Int64 {
        let seconds: [Int64] = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600, 43_200, 86_400]
        let wanted = span / points
        return seconds.map { $0 * 1000 }.first { $0 >= wanted } ?? wanted
    }
}
