import EventStore
import MCPService
import Projections

/// Why a recorded call cannot be run again.
struct Unreplayable: Error {
    let reason: String

    init(_ reason: String) { self.reason = reason }

    /// - Parameter tools: those of a sandbox.
    static func check(_ call: RecordedCall, _ tools: ToolRegistry) throws(Unreplayable) {
        guard call.answered != nil else { throw Unreplayable("it has not been answered") }
        guard call.completed?.outcome != .cancelled else { throw Unreplayable("its client gave it up") }
        // A name that nobody registered was refused then, and is refused again.
        guard call.completed == nil || tools[call.tool] != nil else {
            throw Unreplayable("'\(call.tool)' looks at the service itself, which a sandbox is not")
        }
        guard !call.isFromCache else {
            throw Unreplayable("it was answered from the cache: run the call again that found the answer")
        }
        guard isWhole(call.request.params) else {
            throw Unreplayable("its arguments were not recorded in full ([recording])")
        }
    }

    /// Whether nothing in it was hidden when it was recorded.
    private static func isWhole(_ json: JSON) -> Bool {
        switch json {
        case .string(let text): !text.hasPrefix("[redacted") && !text.hasPrefix("sha256:")
        case .array(let items): items.allSatisfy(isWhole)
        case .object(let object): object.members.allSatisfy { isWhole($0.value) }
        default: true
        }
    }
}
