import Access
public import Hummingbird
import Logging
import NIOCore

/// What Hummingbird keeps for a request of ours: the connection it came by.
public struct ServiceContext: Hummingbird.RequestContext {
    public var coreContext: CoreRequestContextStorage
    let channel: any Channel
    /// Who calls; a route that asks for nobody leaves it at nobody.
    var caller = Caller.nobody
    /// Whose things alone may be shown; nil for everybody's.
    var owner: String? = Caller.nobody.principal.id

    public init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
    }
}
