#if canImport(Glibc)
import Glibc
#endif

/// Numbers in the order of their last use: what was used lately has a small rank.
struct RecentOrder {
    private var order: [Int32] = []

    /// The rank of a number that was used, which is then the first.
    mutating func rank(of number: Int32) -> Int? {
        guard let rank = order.firstIndex(of: number) else { return nil }
        moveToFront(rank)
        return rank
    }

    /// The number at a rank, which is then the first; nil where there is none.
    mutating func number(at rank: Int) -> Int32? {
        guard rank < order.count else { return nil }
        let number = order[rank]
        moveToFront(rank)
        return number
    }

    /// Puts a number first that was not used before.
    mutating func add(_ number: Int32) {
        order.append(number)
        moveToFront(order.count - 1)
    }

    private mutating func moveToFront(_ rank: Int) {
        guard rank > 0 else { return }
        order.withUnsafeMutableBufferPointer { order in
            guard let start = order.baseAddress else { return }
            let number = order[rank]
            memmove(start + 1, start, rank * MemoryLayout<Int32>.stride)
            order[0] = number
        }
    }
}
