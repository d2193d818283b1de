import Foundation

extension Function {
    /// Functions of each value alone, which drop the metric's name.
    static let elementwise: [Function] = [
        each("abs") { abs($0) },
        each("acos") { acos($0) },
        each("acosh") { acosh($0) },
        each("asin") { asin($0) },
        each("asinh") { asinh($0) },
        each("atan") { atan($0) },
        each("atanh") { atanh($0) },
        each("ceil") { $0.rounded(.up) },
        each("cos") { cos($0) },
        each("cosh") { cosh($0) },
        each("deg") { $0 * 180 / .pi },
        each("exp") { exp($0) },
        each("floor") { $0.rounded(.down) },
        each("ln") { log($0) },
        each("log10") { log10($0) },
        each("log2") { log2($0) },
        each("rad") { $0 * .pi / 180 },
        each("sgn") { $0 < 0 ? -1 : $0 > 0 ? 1 : $0 },
        each("sin") { sin($0) },
        each("sinh") { sinh($0) },
        each("sqrt") { $0.squareRoot() },
        each("tan") { tan($0) },
        each("tanh") { tanh($0) },
    ]

    private static func each(_ name: String, _ body: @escaping @Sendable (Double) -> Double) -> Function {
        Function(name, [.vector], .each(body))
    }
}
