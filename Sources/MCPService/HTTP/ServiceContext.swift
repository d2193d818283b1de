public import Hummingbird
import Logging
import NIOCore

/// What Hummingbird keeps for a request of ours: the connection it came by.
public struct ServiceContext: Hummingbird.RequestContext {
    public var coreContext: CoreRequestContextStorage
    let channel: any Channel
    /// Who calls; a route that asks for nobody leaves it at nobody.
    var caller = Caller.nobody

    public init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
    }
}
