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
        if let withheld = call.request.withheld {
            let places = withheld.places.joined(separator: ", ")
            throw Unreplayable("\(places) was not recorded ([recording] \(withheld.policy.rawValue))")
        }
    }
}
