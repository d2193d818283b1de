/// Something that reads bytes of strangers.
protocol FuzzTarget: Sendable {
    static var name: String { get }

    init() async throws

    /// Real messages.
    var seeds: [[UInt8]] { get }
    /// Words of its language.
    var pieces: [[UInt8]] { get }

    /// Reads one input; what it makes of it does not matter where it holds its promises.
    ///
    /// - Throws: ``BrokenPromise``.
    func read(_ input: [UInt8], _ mutator: inout Mutator) throws
}

extension FuzzTarget {
    var pieces: [[UInt8]] { [] }
}

/// An input that was taken for what it is not.
struct BrokenPromise: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// Every target.
enum FuzzTargets {
    static let all: [any FuzzTarget.Type] = [
        JSONRPCTarget.self, TokenTarget.self, SignatureTarget.self, TOMLTarget.self, WebSocketTarget.self,
        OTLPTarget.self, HTTPHeadTarget.self,
    ]
}
