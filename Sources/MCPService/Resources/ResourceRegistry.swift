import EventStore

/// The kinds of resources by scheme, in the order of registration.
public struct ResourceRegistry: Sendable {
    public let all: [any ResourceKind]

    public init(_ kinds: [any ResourceKind]) { all = kinds }

    /// The kind that a name belongs to; where two share a scheme, the first one.
    func kind(of uri: ResourceURI) -> (any ResourceKind)? { all.first { $0.definition.scheme == uri.scheme } }

    /// The name and its kind; nil where there is none, or it is of a kind that shows somebody else's.
    ///
    /// - Parameter owner: whose resources alone are shown; nil for everybody's.
    func find(_ text: String, for owner: String?) -> (uri: ResourceURI, kind: any ResourceKind)? {
        guard let uri = ResourceURI(text), let kind = kind(of: uri) else { return nil }
        if let owner, !kind.isVisible(uri, to: owner) { return nil }
        return (uri, kind)
    }

    func kind(ofTemplate template: String) -> (any ResourceKind)? {
        all.first { $0.definition.uriTemplate == template }
    }

    /// - Throws: `-32602` as the specification asks; the older revisions have a code of their own for "not found".
    func read(
        _ text: String, revision: ProtocolRevision, for owner: String? = nil
    ) async throws(RPCError) -> [ResourceContents] {
        let notFound =
            revision.isModern
            ? RPCError.invalidParams("Resource not found", data: ["uri": .string(text)])
            : RPCError(-32002, "Resource not found", data: ["uri": .string(text)])
        guard let (uri, kind) = find(text, for: owner) else { throw notFound }
        do { return try await kind.read(uri) } catch {
            switch error {
            case ResourceError.invalid(let reason): throw .invalidParams(reason, data: ["uri": .string(text)])
            case ResourceError.notFound: throw notFound
            case let error as ParameterError: throw .invalidParams(error.message, data: ["uri": .string(text)])
            default:
                let fault = await Self.fault(error)
                if fault.code == .invalidInput { throw .invalidParams(fault.message, data: ["uri": .string(text)]) }
                throw fault.code == .overloaded ? .overloaded : .internal(fault.message)
            }
        }
    }

    private static func fault(_ error: any Error) async -> ToolError {
        do throws(ToolError) {
            return try await ToolError.reading { throw error }
        } catch { return error }
    }
}
