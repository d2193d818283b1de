/// The requests of one connection: which are worked on, which wait, and which came too many.
///
/// A plain value that names each piece of work with a number of its own, since a client may use an id again.
struct SocketQueue: Sendable {
    enum Admission: Equatable {
        case start(Int)
        case wait
        case refuse(String)
    }

    private let limits: SocketLimits
    private var running: [Int: SocketWork] = [:]
    private var waiting: [(number: Int, work: SocketWork)] = []
    private var last = 0

    init(limits: SocketLimits) { self.limits = limits }

    var count: Int { running.count + waiting.count }

    /// All that was ever admitted.
    var total: Int { last }

    /// Takes up a piece of work, or says why not.
    mutating func add(_ work: SocketWork, mayStart: Bool) -> Admission {
        if let id = work.id, place(of: id) != nil { return .refuse("'id' \(id.text) is that of a request under way") }
        guard waiting.count < limits.waiting else {
            return .refuse("\(limits.running + limits.waiting) requests are under way on this connection")
        }
        last += 1
        guard mayStart, waiting.isEmpty, running.count < limits.running else {
            waiting.append((last, work))
            return .wait
        }
        running[last] = work
        return .start(last)
    }

    /// The work of a number, while it is worked on.
    subscript(number: Int) -> SocketWork? { running[number] }

    /// Lets go of work that is over.
    mutating func finish(_ number: Int) -> SocketWork? { running.removeValue(forKey: number) }

    /// The next work to begin, where there is room for it.
    mutating func next() -> (number: Int, work: SocketWork)? {
        guard running.count < limits.running, !waiting.isEmpty else { return nil }
        let first = waiting.removeFirst()
        running[first.number] = first.work
        return first
    }

    /// Forgets the request of an id; the number of its work where that has begun.
    mutating func cancel(_ id: RequestID) -> Int? {
        guard let number = place(of: id) else { return nil }
        if let index = waiting.firstIndex(where: { $0.number == number }) {
            waiting.remove(at: index)
            return nil
        }
        // It cannot be cancelled (MCP, "Cancellation").
        if case .request(let request) = running[number], request.method == "initialize" { return nil }
        running.removeValue(forKey: number)
        return number
    }

    /// The connection is gone: forgets all, and says which work ends with it.
    mutating func abandon() -> [Int] {
        let ending = running.filter(\.value.endsWithConnection).map(\.key)
        running = [:]
        waiting = []
        return ending
    }

    private func place(of id: RequestID) -> Int? {
        running.first { $0.value.id == id }?.key ?? waiting.first { $0.work.id == id }?.number
    }
}
