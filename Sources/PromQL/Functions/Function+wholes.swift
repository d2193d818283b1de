extension Function {
    /// Functions of the call as a whole.
    static let wholes: [Function] = [
        Function("absent", [.vector], .whole { .vector(try $0.absent($1, on: $2)) }),
        Function("absent_over_time", [.matrix], .whole { .vector(try $0.absentOverTime($1, on: $2)) }),
        Function(
            "clamp", [.vector, .scalar, .scalar], .whole { try $0.limited($1, on: $2) { Clamp.both($0, $1, $2) } }),
        Function(
            "clamp_max", [.vector, .scalar],
            .whole { try $0.limited($1, on: $2) { value, most, _ in Clamp.min(most, value) } }),
        Function(
            "clamp_min", [.vector, .scalar],
            .whole { try $0.limited($1, on: $2) { value, least, _ in Clamp.max(least, value) } }),
        Function("histogram_count", [.vector], .whole { try $0.ofNativeHistograms($1, on: $2) }),
        Function(
            "histogram_fraction", [.scalar, .scalar, .vector], .whole { try $0.ofNativeHistograms($1, on: $2) }),
        Function("histogram_quantile", [.scalar, .vector], .whole { .vector(try $0.histogramQuantile($1, on: $2)) }),
        Function("histogram_sum", [.vector], .whole { try $0.ofNativeHistograms($1, on: $2) }),
        Function(
            "label_join", [.vector, .string, .string, .string], optional: 1, repeatsLast: true,
            .whole { .vector(try $0.labelJoin($1, on: $2)) }),
        Function(
            "label_replace", [.vector, .string, .string, .string, .string],
            .whole { .vector(try $0.labelReplace($1, on: $2)) }),
        Function("pi", [], returns: .scalar, .whole { _, _, _ in .scalar(.constant(.pi)) }),
        Function("round", [.vector, .scalar], optional: 1, .whole { try $0.rounded($1, on: $2) }),
        Function("scalar", [.vector], returns: .scalar, .whole { .scalar(try $0.onlyValue($1, on: $2)) }),
        Function("sort", [.vector], .whole { .vector(try $0.sorted($1, on: $2) { $0 < $1 }) }),
        Function("sort_desc", [.vector], .whole { .vector(try $0.sorted($1, on: $2) { $0 > $1 }) }),
        Function(
            "sort_by_label", [.vector, .string], optional: 1, repeatsLast: true,
            .whole { .vector(try $0.sortedByLabel($1, on: $2, descending: false)) }),
        Function(
            "sort_by_label_desc", [.vector, .string], optional: 1, repeatsLast: true,
            .whole { .vector(try $0.sortedByLabel($1, on: $2, descending: true)) }),
        Function("time", [], returns: .scalar, readsTime: true, .whole { .scalar(try $0.times($2)) }),
        Function("timestamp", [.vector], readsTime: true, .whole { .vector(try $0.timestamps($1, on: $2)) }),
        Function("vector", [.scalar], .whole { .vector(try $0.asVector($1, on: $2)) }),
    ]
}

/// Bounds on a value with Go's rules for NaN: it wins over all but the infinity that would win anyway.
enum Clamp {
    @inline(__always)
    static func max(_ one: Double, _ other: Double) -> Double {
        if one == .infinity || other == .infinity { return .infinity }
        return one.isNaN || other.isNaN ? .nan : Swift.max(one, other)
    }

    @inline(__always)
    static func min(_ one: Double, _ other: Double) -> Double {
        if one == -.infinity || other == -.infinity { return -.infinity }
        return one.isNaN || other.isNaN ? .nan : Swift.min(one, other)
    }

    /// No value where the bounds are crossed.
    @inline(__always)
    static func both(_ value: Double, _ least: Double, _ most: Double) -> Double {
        most < least ? .absent : max(least, min(most, value))
    }
}
