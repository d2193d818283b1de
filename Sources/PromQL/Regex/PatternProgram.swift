/// A pattern as instructions for a machine that is in many states at once (Thompson's construction).
struct PatternProgram: Sendable {
    /// What a state does; states are numbered by their place.
    enum Instruction: Sendable {
        /// Takes a character of the set with this number, then goes on with the next state.
        case take(Int)
        /// Takes this very character.
        case takeOne(UInt32)
        /// Goes on with both; the first is preferred.
        case split(Int, Int)
        case jump(Int)
        /// Notes the position as the start (even) or end (odd) of a group.
        case note(Int)
        case check(PatternNode.Assertion)
        case accept
    }

    static let sizeLimit = 10_000

    private(set) var instructions: [Instruction] = []
    private(set) var sets: [ScalarSet] = []
    /// Places for two positions a group, of which the first is the whole.
    let slots: Int

    init(_ node: PatternNode, captures: Int, pattern: String) throws(PatternError) {
        slots = 2 * (captures + 1)
        do throws(TooLarge) {
            try compile(node)
            try emit(.accept)
        } catch {
            throw .tooLarge(pattern, limit: Self.sizeLimit)
        }
    }

    private struct TooLarge: Error {}

    @discardableResult
    private mutating func emit(_ instruction: Instruction) throws(TooLarge) -> Int {
        guard instructions.count < Self.sizeLimit else { throw TooLarge() }
        instructions.append(instruction)
        return instructions.count - 1
    }

    private mutating func compile(_ node: PatternNode) throws(TooLarge) {
        switch node {
        case .empty: break
        case .set(let set): try compile(set)
        case .assertion(let kind): try emit(.check(kind))
        case .sequence(let nodes): for node in nodes { try compile(node) }
        case .alternatives(let nodes): try compile(alternatives: nodes)
        case .capture(let inner, let number):
            try emit(.note(2 * number))
            try compile(inner)
            try emit(.note(2 * number + 1))
        case .repetition(let inner, let from, let upTo, let isGreedy):
            for _ in 0..<from {
                let size = instructions.count
                try compile(inner)
                // What is empty once is empty a million times.
                if instructions.count == size { break }
            }
            guard let upTo else { return try compile(loop: inner, isGreedy: isGreedy) }
            try compile(optional: inner, times: upTo - from, isGreedy: isGreedy)
        }
    }

    private mutating func compile(_ set: ScalarSet) throws(TooLarge) {
        if let single = set.single {
            try emit(.takeOne(single))
        } else {
            sets.append(set)
            try emit(.take(sets.count - 1))
        }
    }

    private mutating func compile(alternatives nodes: [PatternNode]) throws(TooLarge) {
        var exits: [Int] = []
        for node in nodes.dropLast() {
            let fork = try emit(.split(0, 0))
            try compile(node)
            exits.append(try emit(.jump(0)))
            instructions[fork] = .split(fork + 1, instructions.count)
        }
        if let last = nodes.last { try compile(last) }
        for exit in exits { instructions[exit] = .jump(instructions.count) }
    }

    private mutating func compile(loop inner: PatternNode, isGreedy: Bool) throws(TooLarge) {
        let fork = try emit(.split(0, 0))
        try compile(inner)
        try emit(.jump(fork))
        instructions[fork] = split(fork + 1, instructions.count, isGreedy)
    }

    private mutating func compile(optional inner: PatternNode, times: Int, isGreedy: Bool) throws(TooLarge) {
        var forks: [Int] = []
        for _ in 0..<times {
            forks.append(try emit(.split(0, 0)))
            try compile(inner)
        }
        for fork in forks { instructions[fork] = split(fork + 1, instructions.count, isGreedy) }
    }

    private func split(_ inside: Int, _ outside: Int, _ isGreedy: Bool) -> Instruction {
        isGreedy ? .split(inside, outside) : .split(outside, inside)
    }
}
