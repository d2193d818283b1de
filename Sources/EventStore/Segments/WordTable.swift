/// The distinct 8-byte words of a segment's identifiers, in order of first use.
///
/// Trace ids, span ids and UUIDs are random: nothing compresses them, so each is stored once, raw, and every other
/// occurrence is a small reference. An open-addressing table, because a segment has thousands of them.
struct WordTable {
    private(set) var words: [UInt64] = []
    private var slots: [Int32]
    private var mask: Int

    init(capacity: Int = 4096) {
        slots = Array(repeating: -1, count: capacity * 2)
        mask = capacity * 2 - 1
        words.reserveCapacity(capacity)
    }

    /// The index of a word; nil where it is new.
    func index(of word: UInt64) -> Int? {
        var slot = Self.hash(word) & mask
        while slots[slot] >= 0 {
            let index = Int(slots[slot])
            if words[index] == word { return index }
            slot = (slot + 1) & mask
        }
        return nil
    }

    /// Adds a word as the next one, whether it is there or not; gives its index.
    @discardableResult
    mutating func add(_ word: UInt64) -> Int {
        let index = words.count
        words.append(word)
        if words.count * 2 > slots.count { grow() }
        insert(word, index)
        return index
    }

    private mutating func insert(_ word: UInt64, _ index: Int) {
        var slot = Self.hash(word) & mask
        while slots[slot] >= 0 {
            if words[Int(slots[slot])] == word { return }
            slot = (slot + 1) & mask
        }
        slots[slot] = Int32(index)
    }

    private mutating func grow() {
        slots = Array(repeating: -1, count: slots.count * 2)
        mask = slots.count - 1
        for (index, word) in words.enumerated() { insert(word, index) }
    }

    private static func hash(_ word: UInt64) -> Int {
        Int(truncatingIfNeeded: (word &* 0x9E37_79B9_7F4A_7C15) >> 32)
    }
}
