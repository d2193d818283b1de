import Foundation

@testable import VideoTools

/// The samples of a mono 16-bit WAV file, for listening to what a synthesizer wrote.
struct Waveform: Equatable {
    let rate: Int
    let samples: [Int16]

    init(path: String) throws {
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
        func number(_ at: Int, _ count: Int) -> Int { (0..<count).reduce(0) { $0 | Int(bytes[at + $1]) << (8 * $1) } }
        guard bytes.count > 44, number(22, 2) == 1, number(34, 2) == 16 else {
            throw StageError(.invalidInput, "no mono 16-bit WAV")
        }
        rate = number(24, 4)
        samples = stride(from: 44, to: bytes.count - 1, by: 2).map { Int16(truncatingIfNeeded: number($0, 2)) }
    }

    var duration: Double { Double(samples.count) / Double(rate) }

    var peak: Double { Double(samples.map { abs(Int($0)) }.max() ?? 0) }

    /// When sound begins again after the silence before `time`, or at the start of the file.
    func onset(near time: Double) -> Double {
        let step = rate / 200
        let threshold = peak * 0.04
        func isLoud(_ at: Int) -> Bool {
            samples[max(0, at)..<min(samples.count, max(0, at) + step)].contains { abs(Double($0)) > threshold }
        }
        var position = max(0, Int((time + 0.2) * Double(rate)))
        while position < samples.count, !isLoud(position) { position += step }
        // Back to the last stretch of at least 60 ms without sound.
        var quiet = 0
        while position > 0, quiet < 12 {
            quiet = isLoud(position) ? 0 : quiet + 1
            position -= step
        }
        return Double(position + quiet * step) / Double(rate)
    }
}
