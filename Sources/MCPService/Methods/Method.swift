import EventStore

/// One method of the protocol: a file each.
protocol Method: Sendable {
    var name: String { get }
    /// Whether a revision has it; where it has not, the answer is "method not found".
    func exists(in revision: ProtocolRevision) -> Bool
    func answer(_ request: Request, in context: RequestContext) async -> Outcome
}

/// The methods by name.
struct MethodTable: Sendable {
    private let methods: [String: any Method]

    init(_ list: [any Method]) {
        methods = Dictionary(uniqueKeysWithValues: list.map { ($0.name, $0) })
    }

    /// Whether there is the method that a request asks for.
    func has(_ request: Request) -> Bool { methods[request.method]?.exists(in: request.revision) == true }

    func answer(_ request: Request, in context: RequestContext) async -> Outcome {
        guard let method = methods[request.method], method.exists(in: request.revision) else {
            return Outcome(.failure(.methodNotFound(request.method)))
        }
        return await method.answer(request, in: context)
    }
}
