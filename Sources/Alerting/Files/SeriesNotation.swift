import PromQL

/// The notation of samples in rule tests: `1 2+3x4 _ _x2 stale`.
enum SeriesNotation {
    struct Fault: Error, CustomStringConvertible { let description: String }

    /// Samples of one series at most.
    private static let limit = 1_000_000

    /// The values step by step; nil is no sample.
    static func values(_ text: String) throws(Fault) -> [Double?] {
        var values: [Double?] = []
        for item in text.split(whereSeparator: \.isWhitespace) {
            values += try Self.item(item)
            guard values.count <= limit else { throw Fault(description: "more than \(limit) samples") }
        }
        return values
    }

    /// The labels of `name{label="value"}`.
    static func labels(_ text: String) throws(Fault) -> Labels {
        guard let matchers = try? Parser.matchers(text), matchers.allSatisfy({ $0.operation == .equal }) else {
            throw Fault(description: "'\(text)' is no series")
        }
        return Labels(matchers.map { ($0.name, $0.value) })
    }

    private static func item(_ text: Substring) throws(Fault) -> [Double?] {
        if text == "_" { return [nil] }
        if text == "stale" { return [.staleMarker] }
        // There are no hexadecimal numbers here: `0x5` is six times 0.
        guard let mark = text.lastIndex(of: "x"), mark != text.startIndex else { return [try number(text)] }
        guard let count = Int(text[text.index(after: mark)...]), count >= 0, count <= limit else {
            throw Fault(description: "bad repetition '\(text)'")
        }
        let head = text[..<mark]
        if head == "_" { return Array(repeating: nil, count: count) }
        if head == "stale" { return Array(repeating: .staleMarker, count: count + 1) }
        let (start, step) = try progression(head)
        var value = start
        return (0...count).map { _ in
            defer { value += step }
            return value
        }
    }

    /// `2`, `2+3` or `2-3`.
    private static func progression(_ text: Substring) throws(Fault) -> (Double, Double) {
        var place = text.index(after: text.startIndex)
        while place < text.endIndex {
            let isSign = text[place] == "+" || text[place] == "-"
            if isSign, !"eE".contains(text[text.index(before: place)]) {
                return (try number(text[..<place]), try number(text[place...]))
            }
            place = text.index(after: place)
        }
        return (try number(text), 0)
    }

    private static func number(_ text: Substring) throws(Fault) -> Double {
        guard let number = SampleText.parse(String(text)) else { throw Fault(description: "bad number '\(text)'") }
        return number
    }
}
