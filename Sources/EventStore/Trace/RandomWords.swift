#if canImport(Glibc)
import Glibc
#endif
import Synchronization

/// Random words of the system's generator, fetched 32 at a time: to ask it for each costs a system call.
enum RandomWords {
    private struct Stock {
        var words: [UInt64] = []
    }

    private static let stock = Mutex(Stock())
    private static let count = 32

    static func next() -> UInt64 {
        stock.withLock { stock in
            if let word = stock.words.popLast() { return word }
            stock.words = fetch()
            return stock.words.popLast() ?? .random(in: 0 ... .max)
        }
    }

    /// None where the system cannot give them all at once.
    private static func fetch() -> [UInt64] {
        #if canImport(Glibc)
        // The most that it gives at once is 256 bytes (getentropy(3)).
        return [UInt64](unsafeUninitializedCapacity: count) { words, filled in
            let size = count * MemoryLayout<UInt64>.size
            filled = getentropy(words.baseAddress, size) == 0 ? count : 0
        }
        #else
        return []
        #endif
    }
}
