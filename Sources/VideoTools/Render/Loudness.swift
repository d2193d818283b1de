/// How loud a sound is, after EBU R 128.
struct Loudness: Codable, Equatable, Sendable {
    /// Integrated loudness; -70 where there is nothing to hear.
    let lufs: Double
    /// The highest true peak in dB of full scale; -infinity does not occur, silence is -120.
    let truePeak: Double

    var isSilent: Bool { lufs <= -69 }

    /// Reads the summary that the `ebur128=peak=true` filter writes at its end.
    init?(summary: some StringProtocol) {
        let text = String(summary)
        guard let start = text.ranges(of: "Summary:").last?.upperBound else { return nil }
        var lufs: Double?
        var peak: Double?
        for line in text[start...].split(separator: "\n") {
            let words = line.split(separator: " ")
            if words.count == 3, words[0] == "I:" { lufs = Double(words[1]) }
            if words.count == 3, words[0] == "Peak:" { peak = max(-120, Double(words[1]) ?? -120) }
        }
        guard let lufs, let peak else { return nil }
        self.lufs = max(-70, lufs)
        self.truePeak = peak
    }
}
