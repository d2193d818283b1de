/// Numbers keys that are hashed already, in the order in which they are added.
///
/// An open-addressing table. A dictionary hashes once more, with keys of its own, which takes longer than all the rest of a
/// look-up; these hashes are as good as random.
struct HashIndex: Sendable {
    /// Of all keys.
    private(set) var hashes: [UInt64] = []
    /// At least two for each key: its index in `hashes`, or -1.
    private var slots: [Int32]

    /// - Parameter capacity: keys there is room for at first; a power of 2.
    init(capacity: Int) {
        slots = Array(repeating: -1, count: 2 * capacity)
        hashes.reserveCapacity(capacity)
    }

    /// The number of the key that has this hash and is the one that is meant; nil where there is none.
    func index(of hash: UInt64, where isMeant: (Int) -> Bool) -> Int? {
        var slot = start(hash)
        while slots[slot] >= 0 {
            let index = Int(slots[slot])
            if hashes[index] == hash, isMeant(index) { return index }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    /// Gives a new key the next number.
    @discardableResult
    mutating func add(_ hash: UInt64) -> Int {
        let index = hashes.count
        hashes.append(hash)
        if hashes.count * 2 > slots.count { grow() } else { place(index) }
        return index
    }

    /// Forgets all keys and keeps the room.
    mutating func removeAll() {
        hashes.removeAll(keepingCapacity: true)
        for slot in slots.indices { slots[slot] = -1 }
    }

    private func start(_ hash: UInt64) -> Int { Int(truncatingIfNeeded: hash) & (slots.count - 1) }

    private mutating func place(_ index: Int) {
        var slot = start(hashes[index])
        while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = Int32(index)
    }

    private mutating func grow() {
        slots = Array(repeating: -1, count: slots.count * 2)
        for index in hashes.indices { place(index) }
    }
}
