/// A Standard MIDI File of format 0: notes in, bytes out.
struct MidiFile {
    /// Ticks of a quarter note.
    static let resolution = 480

    private struct Event {
        let tick: Int
        /// At one tick: set-up first, then note ends, then note starts.
        let rank: Int
        let bytes: [UInt8]
    }

    private var events: [Event] = []

    /// - Parameter beatsPerMinute: for the whole piece.
    init(beatsPerMinute: Double) {
        let microseconds = UInt32((60_000_000 / beatsPerMinute).rounded())
        add(
            0, 0,
            [
                0xff, 0x51, 3, UInt8(microseconds >> 16 & 0xff), UInt8(microseconds >> 8 & 0xff),
                UInt8(microseconds & 0xff),
            ])
        add(0, 0, [0xff, 0x58, 4, 4, 2, 24, 8])
    }

    /// Sets instrument, volume and place of a channel.
    mutating func setUp(channel: UInt8, program: UInt8, volume: UInt8, pan: UInt8 = 64, reverb: UInt8 = 50) {
        add(0, 0, [0xc0 | channel, program])
        for (controller, value) in [(7, volume), (10, pan), (91, reverb)] as [(UInt8, UInt8)] {
            add(0, 0, [0xb0 | channel, controller, value])
        }
    }

    /// Adds a note; times are in beats from the start.
    mutating func note(channel: UInt8, key: Int, velocity: Int, at beat: Double, beats: Double) {
        let start = Int((beat * Double(Self.resolution)).rounded())
        let end = max(start + 1, Int(((beat + beats) * Double(Self.resolution)).rounded()))
        let pitch = UInt8(min(127, max(0, key)))
        add(start, 2, [0x90 | channel, pitch, UInt8(min(127, max(1, velocity)))])
        add(end, 1, [0x80 | channel, pitch, 0])
    }

    /// The whole file.
    var bytes: [UInt8] {
        var track: [UInt8] = []
        var now = 0
        let ordered = events.enumerated().sorted {
            ($0.element.tick, $0.element.rank, $0.offset) < ($1.element.tick, $1.element.rank, $1.offset)
        }
        for (_, event) in ordered {
            track += Self.variableLength(event.tick - now) + event.bytes
            now = event.tick
        }
        track += [0, 0xff, 0x2f, 0]
        return Array("MThd".utf8) + Self.big(6, 4) + Self.big(0, 2) + Self.big(1, 2) + Self.big(Self.resolution, 2)
            + Array("MTrk".utf8) + Self.big(track.count, 4) + track
    }

    private mutating func add(_ tick: Int, _ rank: Int, _ bytes: [UInt8]) {
        events.append(Event(tick: tick, rank: rank, bytes: bytes))
    }

    private static func big(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).reversed().map { UInt8(value >> (8 * $0) & 0xff) }
    }

    /// Seven bits a byte, the highest first; all but the last have their top bit set.
    static func variableLength(_ value: Int) -> [UInt8] {
        var bytes = [UInt8(value & 0x7f)]
        var rest = value >> 7
        while rest > 0 {
            bytes.insert(UInt8(rest & 0x7f) | 0x80, at: 0)
            rest >>= 7
        }
        return bytes
    }
}
