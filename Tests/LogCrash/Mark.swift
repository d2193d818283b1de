import EventStore

/// An event that says which append it belongs to, and whose bytes follow from that.
struct Mark: Event {
    static let type: EventType = "mark.made"
    let appender: Int
    /// The number of the append among its appender's, from 0.
    let proposal: Int
    /// The place within the append.
    let index: Int
    let text: String

    init(appender: Int, proposal: Int, index: Int) {
        self.appender = appender
        self.proposal = proposal
        self.index = index
        var dice = Dice(appender, proposal, index)
        // Most are small, a few as long as a page of the database.
        let words = dice.roll(50) == 0 ? 700 : dice.roll(20)
        text = (0..<words).map { _ in String(dice.roll(1_000_000), radix: 36) }.joined(separator: " ")
    }
}

/// The same under another name, so that a segment holds several types.
struct Blot: Event {
    static let type: EventType = "blot.made"
    let mark: Mark
}

/// Numbers that follow from where they are used.
struct Dice {
    private var state: UInt64

    init(_ numbers: Int...) {
        state = 0
        for number in numbers { state = Self.mix(state ^ UInt64(number)) }
    }

    /// A number from 0 to below `sides`.
    mutating func roll(_ sides: Int) -> Int {
        state = Self.mix(state)
        return Int(state % UInt64(sides))
    }

    /// SplitMix64.
    private static func mix(_ value: UInt64) -> UInt64 {
        var z = value &+ 0x9E37_79B9_7F4A_7C15
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
