import EventStore
import Foundation
import OTLP

/// Exports of telemetry, of each kind and in each form.
struct OTLPTarget: FuzzTarget {
    static let name = "otlp"

    /// The first byte of an input says which kind and form the rest is.
    let seeds: [[UInt8]]

    let pieces: [[UInt8]] = {
        let bytes: [[UInt8]] = [
            [0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F], [0x12, 0x00], [0x09], [0x1F, 0x8B, 0x08, 0x00], [0x0B], [0x0C],
            [0xFF, 0x01],
        ]
        let texts = [
            "\"resourceSpans\":[]", "\"timeUnixNano\":\"18446744073709551615\"", "\"asDouble\":\"NaN\"",
            "\"kvlistValue\":{}",
        ]
        return bytes + texts.map { Array($0.utf8) }
    }()

    private static let signals = OTLPSignal.allCases

    init() async throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Golden/OTLP")
        var seeds: [[UInt8]] = [[2, 0x1F, 0x8B, 0x08, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0]]
        for (index, signal) in Self.signals.enumerated() {
            let binary = try Data(contentsOf: folder.appending(path: "\(signal.rawValue).pb"))
            let text = try Data(contentsOf: folder.appending(path: "\(signal.rawValue).json"))
            seeds.append([UInt8(index * 3)] + Array(binary))
            seeds.append([UInt8(index * 3 + 1)] + Array(text))
        }
        self.seeds = seeds
    }

    func read(_ input: [UInt8], _ mutator: inout Mutator) throws {
        let choice = Int(input.first ?? 0) % 9
        var limits = OTLPLimits()
        limits.inflatedBytes = 1 << 20
        limits.eventBytes = 4 << 20
        let body = Array(input.dropFirst())
        guard
            let batch = try? OTLPDecoder(limits: limits).decode(
                body, of: Self.signals[choice / 3], in: choice % 3 == 1 ? .json : .protobuf, isGzip: choice % 3 == 2)
        else { return }
        guard batch.accepted >= 0, batch.rejected >= 0 else { throw BrokenPromise("less than nothing was taken") }
        // Whatever came, what goes into the log can be read.
        for proposal in batch.proposals {
            for event in proposal.events where (try? JSON(encoding: event)) == nil {
                throw BrokenPromise("an event that cannot be written")
            }
        }
    }
}
