/// A pattern as a tree.
indirect enum PatternNode: Equatable, Sendable {
    /// What a position must be, without taking a character.
    enum Assertion: Equatable, Sendable {
        case textStart, textEnd, lineStart, lineEnd, wordBoundary, noWordBoundary
    }

    case empty
    case set(ScalarSet)
    case assertion(Assertion)
    case sequence([PatternNode])
    case alternatives([PatternNode])
    /// `upTo` is nil where there is no bound.
    case repetition(PatternNode, from: Int, upTo: Int?, isGreedy: Bool)
    /// A group whose text is kept; the first has number 1.
    case capture(PatternNode, number: Int)

    /// Every text that the tree matches, where those are at most `limit`.
    func literals(limit: Int) -> [String]? {
        switch self {
        case .empty: return [""]
        case .set(let set):
            guard set.ranges.reduce(0, { $0 + $1.count }) <= min(limit, 16) else { return nil }
            return set.ranges.joined().compactMap { Unicode.Scalar($0).map(String.init) }
        case .assertion: return nil
        case .capture(let inner, _): return inner.literals(limit: limit)
        case .repetition(let inner, 0, 1, _): return inner.literals(limit: limit - 1).map { $0 + [""] }
        case .repetition: return nil
        case .alternatives(let nodes):
            var all: [String] = []
            for node in nodes {
                guard let some = node.literals(limit: limit - all.count) else { return nil }
                all += some
            }
            return all.count <= limit ? all : nil
        case .sequence(let nodes):
            guard nodes.count <= 256 else { return nil }
            var all = [""]
            for node in nodes {
                guard let some = node.literals(limit: limit), all.count * some.count <= limit else { return nil }
                all = all.flatMap { head in some.map { head + $0 } }
            }
            return all
        }
    }
}
