import Testing

@testable import VideoTools

@Suite("Composed music")
struct MusicComposerTests {
    @Test("the same seed gives the same bytes, and another seed another piece", arguments: MusicMood.allCases)
    func deterministic(mood: MusicMood) {
        let first = MusicComposer.compose(seed: 7, seconds: 30, mood: mood)
        #expect(MusicComposer.compose(seed: 7, seconds: 30, mood: mood) == first)
        #expect(MusicComposer.compose(seed: 8, seconds: 30, mood: mood) != first)
    }

    @Test("a piece is a whole MIDI file whose notes all end, a moment before the wanted length", arguments: 0..<40)
    func whole(seed: Int) throws {
        let mood = MusicMood.allCases[seed % 4]
        let seconds = [6.0, 20, 38, 90, 181][seed % 5]
        let piece = try MidiReader(MusicComposer.compose(seed: UInt64(seed), seconds: seconds, mood: mood))
        #expect(piece.open.isEmpty)
        #expect(piece.notes.allSatisfy { (24...96).contains($0) })
        #expect(piece.channels.contains(0) && piece.channels.contains(1))
        #expect(abs(piece.seconds - seconds) < 2.5, "\(piece.seconds) for \(seconds)")
    }

    @Test(
        "lengths are written seven bits a byte",
        arguments: [(0, [0]), (127, [127]), (128, [0x81, 0]), (480, [0x83, 0x60])])
    func variableLength(value: Int, bytes: [UInt8]) { #expect(MidiFile.variableLength(value) == bytes) }

    @Test("a piece begins thin and ends with its last chord", arguments: [2, 5, 8, 14, 40, 90])
    func form(bars: Int) {
        let form = MusicForm(bars: bars)
        #expect(form.section(of: 0) == .intro)
        #expect(form.section(of: bars - 1) == .ending)
        #expect((0..<bars - 1).allSatisfy { form.section(of: $0) != .ending })
    }
}

/// Reads back what the composer wrote.
private struct MidiReader {
    var open: [UInt16] = []
    var notes: [UInt8] = []
    var channels: Set<UInt8> = []
    var seconds = 0.0

    init(_ bytes: [UInt8]) throws {
        func number(_ at: Int, _ count: Int) -> Int { bytes[at..<at + count].reduce(0) { $0 << 8 | Int($1) } }
        try #require(bytes.starts(with: Array("MThd".utf8)) && Array(bytes[14..<18]) == Array("MTrk".utf8))
        try #require(number(18, 4) == bytes.count - 22)
        var (at, tick, tempo) = (22, 0, 0)
        while at < bytes.count {
            var delta = 0
            repeat {
                delta = delta << 7 | Int(bytes[at] & 0x7f)
                at += 1
            } while bytes[at - 1] & 0x80 != 0
            tick += delta
            let status = bytes[at]
            if status == 0xff {
                if bytes[at + 1] == 0x51 { tempo = number(at + 3, 3) }
                at += 3 + Int(bytes[at + 2])
                continue
            }
            let key = UInt16(status & 0x0f) << 8 | UInt16(bytes[at + 1])
            if status & 0xf0 == 0x90 {
                open.append(key)
                notes.append(bytes[at + 1])
                channels.insert(status & 0x0f)
            } else if status & 0xf0 == 0x80, let index = open.firstIndex(of: key) {
                open.remove(at: index)
            }
            at += status & 0xf0 == 0xc0 ? 2 : 3
        }
        seconds = Double(tick) / 480 * Double(tempo) / 1e6
    }
}
