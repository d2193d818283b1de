/// Runs a program over one text: every state at once, each at most once a character, so that the time is bounded by
/// the length of the text times the size of the program.
struct PatternMachine {
    private let program: PatternProgram
    private let text: [UInt32]
    /// The live states in order of preference, with the positions that each has noted.
    private var states: [(state: Int, slots: [Int])] = []
    /// The round in which a state was last entered.
    private var entered: [Int]
    private let keepsSlots: Bool

    init(_ program: PatternProgram, text: some Sequence<Unicode.Scalar>, keepsSlots: Bool) {
        self.program = program
        self.text = text.map(\.value)
        self.keepsSlots = keepsSlots
        entered = Array(repeating: -1, count: program.instructions.count)
    }

    /// The positions of the groups where the whole text matches, in scalars, -1 for a group without part; else nil.
    mutating func run() -> [Int]? {
        enter(0, at: 0, slots: keepsSlots ? Array(repeating: -1, count: program.slots) : [])
        for (position, scalar) in text.enumerated() {
            let current = states
            guard !current.isEmpty else { return nil }
            states.removeAll(keepingCapacity: true)
            for thread in current where takes(thread.state, scalar) {
                enter(thread.state + 1, at: position + 1, slots: thread.slots)
            }
        }
        for thread in states {
            if case .accept = program.instructions[thread.state] { return thread.slots }
        }
        return nil
    }

    private func takes(_ state: Int, _ scalar: UInt32) -> Bool {
        switch program.instructions[state] {
        case .takeOne(let wanted): wanted == scalar
        case .take(let set): program.sets[set].contains(scalar)
        default: false
        }
    }

    /// Adds `state` and all that it leads to without taking a character, preferred ones first.
    private mutating func enter(_ first: Int, at position: Int, slots: [Int]) {
        var pending = [(first, slots)]
        while let (state, slots) = pending.popLast() {
            guard entered[state] != position else { continue }
            entered[state] = position
            switch program.instructions[state] {
            case .jump(let next): pending.append((next, slots))
            case .split(let preferred, let other):
                pending.append((other, slots))
                pending.append((preferred, slots))
            case .note(let slot):
                var noted = slots
                if keepsSlots { noted[slot] = position }
                pending.append((state + 1, noted))
            case .check(let assertion):
                if holds(assertion, at: position) { pending.append((state + 1, slots)) }
            case .take, .takeOne, .accept: states.append((state, slots))
            }
        }
    }

    private func holds(_ assertion: PatternNode.Assertion, at position: Int) -> Bool {
        switch assertion {
        case .textStart: position == 0
        case .textEnd: position == text.count
        case .lineStart: position == 0 || text[position - 1] == 10
        case .lineEnd: position == text.count || text[position] == 10
        case .wordBoundary: isWord(position - 1) != isWord(position)
        case .noWordBoundary: isWord(position - 1) == isWord(position)
        }
    }

    private func isWord(_ position: Int) -> Bool {
        text.indices.contains(position) && ScalarSet.word.contains(text[position])
    }
}
