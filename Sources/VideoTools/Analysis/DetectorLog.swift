/// What the detecting filters wrote to standard error.
struct DetectorLog: Equatable, Sendable {
    private(set) var black = TimeSpans()
    private(set) var frozen = TimeSpans()
    private(set) var silent = TimeSpans()
    /// Times of hard cuts, in seconds.
    private(set) var cuts: [Double] = []
    let loudness: Loudness?

    init(text: String, duration: Double) {
        loudness = Loudness(summary: text)
        for line in text.split(separator: "\n") {
            if line.hasPrefix("[blackdetect"), let start = Self.value("black_start:", in: line),
                let end = Self.value("black_end:", in: line)
            {
                black.add(start, end)
            }
            if let time = Self.value("freezedetect.freeze_start:", in: line) { frozen.begin(time) }
            if let time = Self.value("freezedetect.freeze_end:", in: line) { frozen.end(time) }
            if let time = Self.value("silence_start:", in: line) { silent.begin(time) }
            if let time = Self.value("silence_end:", in: line) { silent.end(time) }
            if line.hasPrefix("[scdet"), let time = Self.value("lavfi.scd.time:", in: line) { cuts.append(time) }
        }
        frozen.finish(duration)
        silent.finish(duration)
    }

    /// The number behind a label.
    private static func value(_ label: String, in line: Substring) -> Double? {
        guard let range = line.ranges(of: label).first else { return nil }
        let rest = line[range.upperBound...].drop { $0 == " " }
        return Double(rest.prefix { $0.isNumber || "+-.e".contains($0) })
    }
}
