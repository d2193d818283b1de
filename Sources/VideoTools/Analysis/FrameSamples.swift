/// What the `metadata=mode=print` filter wrote: some numbers for each sampled frame.
struct FrameSamples: Equatable, Sendable {
    /// For each frame the values by key, without the `lavfi.` in front.
    let frames: [[String: Double]]

    init(printed text: String) {
        var frames: [[String: Double]] = []
        for line in text.split(separator: "\n") {
            if line.hasPrefix("frame:") {
                frames.append([:])
            } else if line.hasPrefix("lavfi."), !frames.isEmpty, let equals = line.firstIndex(of: "=") {
                let key = String(line[line.index(line.startIndex, offsetBy: 6)..<equals])
                // blurdetect prints -nan where there is no edge to look at, as on black.
                if let value = Double(line[line.index(after: equals)...]), value.isFinite {
                    frames[frames.count - 1][key] = value
                }
            }
        }
        self.frames = frames
    }

    func values(_ key: String) -> [Double] { frames.compactMap { $0[key] } }

    func mean(_ key: String) -> Double? {
        let values = values(key)
        return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }

    /// The middle value: a few frames of a transition do not count.
    func median(_ key: String) -> Double? {
        let values = values(key).sorted()
        return values.isEmpty ? nil : values[values.count / 2]
    }

    /// The value of the last frame that has one.
    func last(_ key: String) -> Double? { frames.reversed().lazy.compactMap { $0[key] }.first }

    /// Only frames with something to see: on others blur is unknown and block artefacts are without bounds.
    var withEdges: FrameSamples { FrameSamples(frames: frames.filter { $0["blur"] != nil }) }

    private init(frames: [[String: Double]]) { self.frames = frames }
}
